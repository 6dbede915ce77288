"""What a form shows of a node type: its fields, made from the JSON Schema of its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vidgenie.domain.node_type import NodeType

Schema = Mapping[str, Any]
_THIN_SPACE = "\u202f"
_TIMES = "\u00d7"
_LONG = 250  # characters: more than that get several lines
# What is chosen among things of the Account, by the name it has in every node type.
_CHOSEN = {"asset": "asset", "brand": "brand", "bed": "bed", "voice": "voice", "pillar": "pillar"}
# Who takes over, and at what price: seldom changed, so folded away.
_SELDOM = {"fallback": "makers", "max_micro_usd": "usd"}


@dataclass(frozen=True, slots=True)
class FieldView:
    """A value a person can set.

    kind: select, switch, number, decimal, seed, text, longtext, colour, asset, brand, bed,
        voice, pillar, provider, model, makers or usd.
    default: None also when there is none; then it `is_required` unless `nullable`.
    values: of a select. titles: of its values, where every language has the same.
    least, most: of a number; most: characters of a text.
    is_seldom: shown when it is asked for.
    """

    name: str
    kind: str
    default: object = None
    nullable: bool = False
    is_required: bool = False
    values: tuple[object, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict[str, str])
    least: float | None = None
    most: float | None = None
    is_seldom: bool = False


def fields_of(node_type: NodeType) -> tuple[FieldView, ...]:
    """As declared, switches last: they take a line of their own."""
    schema = node_type.params.model_json_schema()
    required, shared = schema.get("required", ()), schema.get("$defs", {})
    found = [
        _field(name, plain, is_required=name in required)
        for name, raw in schema.get("properties", {}).items()
        if (plain := _plain(raw, shared, keeps=name in _SELDOM))
    ]
    return tuple(sorted(found, key=lambda one: (one.is_seldom, one.kind == "switch")))


def title(name: str, value: object) -> str:
    """Numbers and sizes read the same in every language; words are left to the catalogues."""
    if name == "duration":
        return f"{value}{_THIN_SPACE}s"
    if name == "size":
        return str(value).replace("x", f"{_THIN_SPACE}{_TIMES}{_THIN_SPACE}")
    return "" if str(value).isalpha() else str(value)


def _field(name: str, schema: Schema, *, is_required: bool) -> FieldView:
    values = tuple(schema.get("enum", ()))
    titles = {str(value): said for value in values if (said := title(name, value))}
    least, most = _bounds(schema)
    return FieldView(
        name=name,
        kind=_kind(name, schema),
        default=schema.get("default"),
        nullable=bool(schema.get("nullable")),
        is_required=is_required,
        values=values,
        titles=titles,
        least=least,
        most=most,
        is_seldom=name in _SELDOM,
    )


def _kind(name: str, schema: Schema) -> str:
    if name in ("provider", "model", "seed"):
        return name
    numbers = {"boolean": "switch", "integer": "number", "number": "decimal"}
    by_schema = numbers.get(schema.get("type", ""), "text")
    if "enum" in schema:
        by_schema = "select"
    elif "#[0-9a-fA-F]" in schema.get("pattern", ""):
        by_schema = "colour"
    elif by_schema == "text" and schema.get("maxLength", 0) > _LONG:
        by_schema = "longtext"
    return _SELDOM.get(name) or _CHOSEN.get(name) or by_schema


def _bounds(schema: Schema) -> tuple[float | None, float | None]:
    """Least and most of a number, most characters of a text."""
    if schema.get("type") == "string":
        return None, schema.get("maxLength")
    least, most = schema.get("minimum"), schema.get("maximum")
    if "exclusiveMaximum" in schema:
        most = schema["exclusiveMaximum"] - 1
    return least if least is not None else schema.get("exclusiveMinimum"), most


def _plain(schema: Schema, shared: Mapping[str, Schema], *, keeps: bool) -> Schema:
    """The schema without references, of a value that may be left out as if it were given.

    Empty for lists and objects, which fit into no field, unless it `keeps` them.
    """
    plain: dict[str, Any] = dict(schema)
    if "anyOf" in plain:
        given: list[Schema] = [one for one in plain["anyOf"] if one.get("type") != "null"]
        plain |= {**given[0], "nullable": True}
    if "$ref" in plain:
        plain = dict(shared.get(str(plain["$ref"]).rpartition("/")[2], {})) | plain
    fits = keeps or plain.get("type", "array") not in ("array", "object")
    return plain if fits else {}
