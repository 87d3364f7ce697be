"""A stranger's JSON schema -> one that any reader of OpenAPI 3.1 takes: known keywords, each of its right shape.

Files become references to one schema, `FileData`, and `$defs` move to the components of the whole document.
"""

import json
import math
import re
from collections.abc import Callable, Mapping

from spacetui.model.file_data import is_file_schema
from spacetui.model.schema import Json

FILE = {"$ref": "#/components/schemas/FileData"}
# Deeper than this a schema says nothing; Gradio's own are below 10.
MAX_DEPTH = 40
_TYPES = frozenset(("array", "boolean", "integer", "null", "number", "object", "string"))


def _is_number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < math.inf


def _is_count(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_type(value: Json) -> bool:
    return (
        value in _TYPES if isinstance(value, str) else isinstance(value, list) and _are_types(value)
    )


def _are_types(value: list[Json]) -> bool:
    return bool(value) and _are_names(value) and _TYPES.issuperset(value)


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _is_list(value: Json) -> bool:
    return isinstance(value, list)


def _are_names(value: Json) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(e, str) for e in value)
        and len(set(value)) == len(value)
    )


# Keywords that stay as they are, and what they must be. No `pattern`: a stranger's regular expression.
# No `default`: Gradio's may not fit its own schema.
_KEPT: dict[str, Callable[[Json], bool]] = {
    "type": _is_type,
    "title": _is_text,
    "description": _is_text,
    "format": _is_text,
    "enum": _is_list,
    "const": lambda value: True,
    "required": _are_names,
    "minimum": _is_number,
    "maximum": _is_number,
    "minLength": _is_count,
    "maxLength": _is_count,
    "minItems": _is_count,
    "maxItems": _is_count,
}
# Keywords whose value is a schema, a list of schemas, or names of schemas.
_ONE = ("items", "additionalProperties")
_SEVERAL = ("anyOf", "oneOf", "allOf", "prefixItems")


class Schemas:
    """Cleans schemas and keeps what they name, for the components of one document."""

    def __init__(self) -> None:
        self.components: dict[str, Json] = {}
        self._named: dict[tuple[str, str], str] = {}
        self._taken = {"FileData": 1}
        self._texts: dict[int, tuple[Json, str]] = {}

    def clean(self, schema: Json) -> dict[str, Json]:
        """Give a schema of one value; {} takes anything."""
        return self._clean(schema, schema if isinstance(schema, Mapping) else {}, 0)

    def _clean(self, schema: Json, root: Mapping[str, Json], depth: int) -> dict[str, Json]:
        if not isinstance(schema, Mapping) or depth > MAX_DEPTH:
            return {}
        if is_file_schema(schema):
            return dict(FILE)
        if isinstance(schema.get("$ref"), str):
            return self._reference(schema["$ref"], root, depth)
        made = {
            key: schema[key] for key, fits in _KEPT.items() if key in schema and fits(schema[key])
        }
        properties = schema.get("properties")
        if isinstance(properties, Mapping):
            made["properties"] = {
                name: self._clean(each, root, depth + 1) for name, each in properties.items()
            }
        for key in _ONE:
            if isinstance(schema.get(key), (Mapping, bool)):
                each = schema[key]
                made[key] = each if isinstance(each, bool) else self._clean(each, root, depth + 1)
        for key in _SEVERAL:
            if isinstance(schema.get(key), list) and schema[key]:
                made[key] = [self._clean(each, root, depth + 1) for each in schema[key]]
        return made

    def _reference(self, reference: str, root: Mapping[str, Json], depth: int) -> dict[str, Json]:
        kind, _, name = reference.removeprefix("#/").partition("/")
        found = root.get(kind)
        if (
            kind not in ("$defs", "definitions")
            or not isinstance(found, Mapping)
            or name not in found
        ):
            return {}
        if is_file_schema(found[name]):
            return dict(FILE)
        # The same name may be another thing in the schema of another parameter.
        key = (name, self._text_of(found))
        if key not in self._named:
            self._named[key] = self._free_name(name)
            self.components[self._named[key]] = {}  # it may refer to itself
            self.components[self._named[key]] = self._clean(found[name], root, depth + 1)
        return {"$ref": f"#/components/schemas/{self._named[key]}"}

    def _text_of(self, definitions: Json) -> str:
        if id(definitions) not in self._texts:
            try:
                text = json.dumps(definitions, sort_keys=True)
            except (RecursionError, TypeError):
                text = str(id(definitions))
            self._texts[id(definitions)] = (definitions, text)  # kept, so that no other gets its id
        return self._texts[id(definitions)][1]

    def _free_name(self, name: str) -> str:
        return free_name(re.sub(r"[^A-Za-z0-9._-]", "_", name)[:100] or "schema", self._taken)


def free_name(name: str, taken: dict[str, int]) -> str:
    """Give `name`, or with a number behind it where it is `taken`; then that is taken too.

    taken: each name with the last number that stands behind it.
    """
    found = name
    while found in taken:
        taken[name] += 1
        found = f"{name}_{taken[name]}"
    taken[found] = 1
    return found
