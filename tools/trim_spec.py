"""Cut a service's OpenAPI file down to some operations and everything they refer to.

    python tools/trim_spec.py full.yaml small.json "POST /images/generations" "GET /models"

What is left says the same about those operations. Prose, examples and extensions go: they
are most of the file and judge nothing. --requests leaves out what is answered, too: where
every object leads to every other, that is nearly all of the file.
"""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any, cast

import yaml

_METHODS = ("get", "put", "post", "delete", "patch")
_PROSE = {"description", "summary", "example", "examples", "externalDocs", "tags", "callbacks"}
# Under these, keys are names somebody chose and no words of OpenAPI.
_NAMED = {"properties", "patternProperties", "$defs", "mapping", "headers", "content", "responses"}
_NAMED |= {"paths", "encoding", "schemas", "parameters", "requestBodies", "securitySchemes"}
# Values, whatever they look like.
_LITERAL = {"default", "enum", "const", "required"}
Json = dict[str, Any]


def trimmed(spec: Json, operations: list[str], *, only_requests: bool = False) -> Json:
    """The specification of these operations alone, each as "POST /path".

    only_requests: nothing is said about answers.
    Raises KeyError for an operation it does not have.
    """
    paths: Json = {}
    for wanted in operations:
        method, path = wanted.split(" ", 1)
        item = cast("Json", spec["paths"][path])
        kept = paths.setdefault(path, {})
        if "parameters" in item:
            kept["parameters"] = _plain(item["parameters"])
        kept[method.lower()] = _plain(item[method.lower()])
        if only_requests:
            kept[method.lower()]["responses"] = {"200": {"description": ""}}
    small: Json = {
        "openapi": spec["openapi"],
        "info": {"title": spec["info"]["title"], "version": spec["info"].get("version", "")},
        "servers": [{"url": server["url"]} for server in spec.get("servers", [])],
        "paths": paths,
    }
    if "security" in spec:
        small["security"] = spec["security"]
    components = _referred(spec, paths)
    if "securitySchemes" in spec.get("components", {}):
        components["securitySchemes"] = _plain(spec["components"]["securitySchemes"])
    small["components"] = components
    return small


def _referred(spec: Json, paths: Json) -> Json:
    """Components that the paths lead to, however many steps away."""
    components: Json = {}
    found, waiting = set[str](), _refs(paths)
    while waiting:
        ref = waiting.pop()
        if ref in found:
            continue
        found.add(ref)
        _, _, group, name = ref.split("/", 3)
        name = re.sub("~1", "/", name).replace("~0", "~")
        kept = _plain({group: {name: spec["components"][group][name]}})[group][name]
        components.setdefault(group, {})[name] = kept
        waiting |= _refs(kept)
    return {group: dict(sorted(named.items())) for group, named in sorted(components.items())}


def _refs(value: object) -> set[str]:
    text = json.dumps(value)
    return set(re.findall(r'"(#/components/[^"]+)"', text))


def _plain(value: Any, *, is_named: bool = False) -> Any:  # noqa: ANN401  # JSON
    """The same without prose and extensions."""
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[object]", value)]
    if not isinstance(value, dict):
        return value
    kept: Json = {}
    for name, item in cast("Json", value).items():
        if is_named:
            kept[name] = _plain(item)
        elif name in _LITERAL:
            kept[name] = item
        elif name not in _PROSE and not name.startswith("x-"):
            kept[name] = _plain(item, is_named=name in _NAMED and isinstance(item, dict))
    for answer in kept.get("responses", {}).values():
        if "$ref" not in answer:
            answer["description"] = ""  # OpenAPI wants one
    return kept


def main() -> int:
    """Write the small file; print its size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("full", type=Path)
    parser.add_argument("small", type=Path)
    parser.add_argument("operations", nargs="+", metavar="OPERATION")
    parser.add_argument("--requests", action="store_true", help="nothing about answers")
    given = parser.parse_args()
    text = given.full.read_text(encoding="utf-8")
    spec = (
        json.loads(text)
        if given.full.suffix == ".json"
        else yaml.load(text, Loader=yaml.CSafeLoader)
    )
    small = trimmed(spec, given.operations, only_requests=given.requests)
    made = json.dumps(small, indent=1, ensure_ascii=False) + "\n"
    given.small.write_text(made, encoding="utf-8")
    print(f"{given.small}: {len(made) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
