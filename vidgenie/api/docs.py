"""The documentation of this API as a page of ours: no script, nothing from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, cast

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse

router = APIRouter(tags=["documentation"])

Json = Mapping[str, Any]

_STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8882}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:2rem 1rem}
h2{margin-top:2.5rem;text-transform:capitalize}
details{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0;padding:.5rem .75rem}
summary{cursor:pointer}code,pre{font:14px/1.5 ui-monospace,monospace}
pre{overflow:auto;background:var(--soft);border-radius:.5rem;padding:.75rem}
b.m{display:inline-block;min-width:4.5rem}table{border-collapse:collapse;width:100%}
td{border-top:1px solid var(--line);padding:.35rem .5rem .35rem 0;vertical-align:top}
"""


@router.get("/api/docs", response_class=HTMLResponse, include_in_schema=False)
def docs(request: Request) -> HTMLResponse:
    """Every route of /api/openapi.json, for people."""
    return HTMLResponse(_page(cast("FastAPI", request.app).openapi()))


def _page(schema: Json) -> str:
    by_tag: dict[str, list[str]] = {}
    for path, methods in schema["paths"].items():
        for method, route in methods.items():
            tag = route.get("tags", ["other"])[0]
            by_tag.setdefault(tag, []).append("".join(_route(schema, method, path, route)))
    body = "".join(
        f"<section><h2>{escape(tag)}</h2>{''.join(routes)}</section>"
        for tag, routes in by_tag.items()
    )
    title = escape(schema["info"]["title"])
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title>"
        '<meta name=viewport content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style><h1>{title}</h1>"
        f"<p>{escape(schema['info'].get('description', ''))}</p>"
        f'<p><a href="/api/openapi.json">openapi.json</a></p>{body}</html>'
    )


def _route(schema: Json, method: str, path: str, route: Json) -> Iterator[str]:
    yield f"<details><summary><b class=m>{method.upper()}</b> <code>{escape(path)}</code>"
    yield f" {escape(route.get('description', '').partition(chr(10))[0])}</summary>"
    yield f"<p>{escape(route.get('description', ''))}</p>"
    if route.get("parameters"):
        rows = [
            (
                f"{item['name']} ({item['in']})",
                _kind(item["schema"]),
                item.get("description", ""),
            )
            for item in route["parameters"]
        ]
        yield f"<h4>Parameters</h4>{_table(rows)}"
    for kind, content in route.get("requestBody", {}).get("content", {}).items():
        yield f"<h4>Body: {escape(kind)}</h4>{_shape(schema, content.get('schema', {}))}"
    yield "<h4>Answers</h4>"
    rows = [(status, item["description"], "") for status, item in route["responses"].items()]
    yield _table(rows)
    for status, item in route["responses"].items():
        content = item.get("content", {}).get("application/json", {}).get("schema")
        if content and status.startswith("2"):
            yield _shape(schema, content)
    yield "</details>"


def _table(rows: list[tuple[str, str, str]]) -> str:
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _shape(schema: Json, part: Json) -> str:
    shown = json.dumps(_example(schema, part, depth=0), indent=2, ensure_ascii=False)
    return f"<pre>{escape(shown)}</pre>"


def _example(schema: Json, part: Json, *, depth: int) -> object:
    """The form of a value: names, and for each the kind of thing it is."""
    if "$ref" in part:
        part = schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
    if "anyOf" in part:
        known = [one for one in part["anyOf"] if one.get("type") != "null"]
        return _example(schema, known[0], depth=depth)
    if depth < 8 and "properties" in part:
        return {
            name: _example(schema, one, depth=depth + 1) for name, one in part["properties"].items()
        }
    if depth < 8 and part.get("type") == "array":
        return [_example(schema, part.get("items", {}), depth=depth + 1)]
    return _kind(part)


def _kind(part: Json) -> str:
    if "enum" in part:
        return " | ".join(str(value) for value in part["enum"])
    if "anyOf" in part:
        return " | ".join(_kind(one) for one in part["anyOf"])
    return str(part.get("format") or part.get("type") or "any")
