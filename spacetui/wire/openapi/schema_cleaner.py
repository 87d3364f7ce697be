"""A server's JSON schema -> one that every reader of OpenAPI 3.1 accepts.

It has known keywords only, each with a value of the right shape. Files become references to one
schema, `FileData`, and `$defs` move to the components of the whole document.
"""

import json
import math
import re
from collections.abc import Callable, Mapping

from spacetui.model.file_data import is_file_schema
from spacetui.model.schema import Json

FILE = {"$ref": "#/components/schemas/FileData"}
# Schemas deeper than this become {}; Gradio's own are below 10.
MAX_DEPTH = 40
_MAX_NAME = 100  # characters of a definition's name
_TYPES = frozenset(("array", "boolean", "integer", "null", "number", "object", "string"))


def _is_number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < math.inf


def _is_count(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_type(value: Json) -> bool:
    if isinstance(value, str):
        return value in _TYPES
    return bool(value) and _are_names(value) and _TYPES.issuperset(value)


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _is_list(value: Json) -> bool:
    return isinstance(value, list)


def _are_names(value: Json) -> bool:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return False
    return len(set(value)) == len(value)


# Keywords that are kept, and what their values must be. `pattern` is missing, since it is a regular
# expression of the server's, and `default`, since Gradio's may not fit its own schema.
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
# Keywords whose value is one schema (or true or false), and those whose value is a list of schemas.
_ONE = ("items", "additionalProperties")
_SEVERAL = ("anyOf", "oneOf", "allOf", "prefixItems")


class SchemaCleaner:
    """Cleans the schemas of one document.

    components: the definitions that they refer to, by name, for the document's components.
    """

    def __init__(self) -> None:
        self.components: dict[str, Json] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._taken = {"FileData": 1}
        self._texts: dict[int, tuple[Json, str]] = {}

    def clean(self, schema: Mapping[str, Json]) -> dict[str, Json]:
        """Return the clean schema of one value; {} accepts any value."""
        return self._clean(schema, schema, 0)

    def _clean(self, schema: Json, root: Mapping[str, Json], depth: int) -> dict[str, Json]:
        if not isinstance(schema, Mapping) or depth > MAX_DEPTH:
            return {}
        if is_file_schema(schema):
            return dict(FILE)
        if isinstance(schema.get("$ref"), str):
            return self._reference(schema["$ref"], root, depth)
        kept = {
            keyword: schema[keyword]
            for keyword, fits in _KEPT.items()
            if keyword in schema and fits(schema[keyword])
        }
        return kept | self._subschemas(schema, root, depth + 1)

    def _subschemas(
        self, schema: Mapping[str, Json], root: Mapping[str, Json], depth: int
    ) -> dict[str, Json]:
        """Return the keywords of `schema` that hold schemas, with each of these cleaned."""
        made: dict[str, Json] = {}
        properties = schema.get("properties")
        if isinstance(properties, Mapping):
            made["properties"] = {
                name: self._clean(each, root, depth) for name, each in properties.items()
            }
        for keyword in _ONE:
            each = schema.get(keyword)
            if isinstance(each, bool):
                made[keyword] = each
            elif isinstance(each, Mapping):
                made[keyword] = self._clean(each, root, depth)
        for keyword in _SEVERAL:
            several = schema.get(keyword)
            if isinstance(several, list) and several:
                made[keyword] = [self._clean(each, root, depth) for each in several]
        return made

    def _reference(self, reference: str, root: Mapping[str, Json], depth: int) -> dict[str, Json]:
        keyword, _, name = reference.removeprefix("#/").partition("/")
        definitions = root.get(keyword)
        if keyword not in ("$defs", "definitions") or not isinstance(definitions, Mapping):
            return {}
        if name not in definitions:
            return {}
        if is_file_schema(definitions[name]):
            return dict(FILE)
        # Another parameter's schema may define something else under the same name.
        key = (name, self._text_of(definitions))
        if key not in self._names:
            self._names[key] = self._free_name(name)
            self.components[self._names[key]] = {}  # it may refer to itself
            self.components[self._names[key]] = self._clean(definitions[name], root, depth + 1)
        return {"$ref": f"#/components/schemas/{self._names[key]}"}

    def _text_of(self, definitions: Json) -> str:
        """Return a text that is equal for equal definitions."""
        if id(definitions) not in self._texts:
            try:
                text = json.dumps(definitions, sort_keys=True)
            except (RecursionError, TypeError):
                text = str(id(definitions))
            # The definitions are kept too, so that no other object gets their id.
            self._texts[id(definitions)] = (definitions, text)
        return self._texts[id(definitions)][1]

    def _free_name(self, name: str) -> str:
        plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)[:_MAX_NAME]
        return free_name(plain or "schema", self._taken)


def free_name(name: str, taken: dict[str, int]) -> str:
    """Return `name`, with a number appended where it is taken, and mark the result as taken.

    taken: each name with the last number that was appended to it.
    """
    found = name
    while found in taken:
        taken[name] += 1
        found = f"{name}_{taken[name]}"
    taken[found] = 1
    return found
