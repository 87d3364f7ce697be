"""A server's own OpenAPI document, where it is correct.

Gradio 6.13 and later describe `/call/v2` in `openapi.json`: correctly for plain values, while a
file, a table or a component for any JSON makes the document invalid or untrue. Before that it names
routes that do not exist (5.29 and later), or no endpoint at all.
Source: gradio 6.31 routes.py, openapi_schema.
"""

from collections.abc import Iterator, Mapping, Sequence

from spacetui.model.schema import App, Endpoint, Json
from spacetui.wire.http.credentials import Credentials
from spacetui.wire.openapi.generate import with_security

# Schemas deeper than this count as wrong.
_MAX_DEPTH = 20
# The keywords of a schema of OpenAPI 3.0 that Gradio writes, and the names of types there.
_KEYWORDS = frozenset(
    (
        *("type", "title", "description", "format", "enum", "default", "example", "required"),
        *("anyOf", "items", "properties", "additionalProperties"),
        *("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"),
    )
)
_TYPES = frozenset(("array", "boolean", "integer", "number", "object", "string"))


def server_document(
    document: Json, app: App, endpoints: Sequence[Endpoint], credentials: Credentials
) -> Json:
    """Return the server's own document, completed; None where it is not correct.

    It is correct if it describes each of `endpoints`, by schemas that are valid OpenAPI 3.0 and
    true of the values. It lacks the address of the app, and names a security scheme that it does
    not define.
    """
    match document:
        case {"openapi": str(version), "info": dict(info), "paths": dict(paths)}:
            if not version.startswith("3.0."):
                return None
        case _:
            return None
    prefix = f"{app.api_prefix}/call/v2/"
    calls = {path for path in paths if path.startswith(prefix)}
    calls |= {f"{prefix}{each.api_name[1:]}" for each in endpoints}
    if not all(_is_correct_call(paths.get(path)) for path in calls):
        return None
    defaults = {"title": app.title or "Gradio app", "version": app.version, "description": ""}
    stated = {key: text for key, text in info.items() if isinstance(text, str)}
    completed = {
        **document,
        "info": {**info, **defaults, **stated},
        "servers": [{"url": app.url}],
        "paths": {path: _without_security(item) for path, item in paths.items()},
        "components": {"schemas": {}},
    }
    return with_security(completed, credentials)


def _without_security(item: Json) -> Json:
    """Return a path without the security of its operations, whose scheme is not defined."""
    if not isinstance(item, Mapping):
        return item
    return {method: _without_key(operation, "security") for method, operation in item.items()}


def _without_key(value: Json, key: str) -> Json:
    if not isinstance(value, Mapping):
        return value
    return {name: each for name, each in value.items() if name != key}


def _is_correct_call(item: Json) -> bool:
    match item:
        case {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}}:
            return _is_correct(schema, 0)
    return False


def _is_correct(schema: Json, depth: int) -> bool:
    """Return whether a schema is valid OpenAPI 3.0 and true of the values it describes."""
    if not isinstance(schema, Mapping) or depth > _MAX_DEPTH:
        return False
    if not _KEYWORDS.issuperset(schema) or not _has_correct_type(schema) or _is_untrue(schema):
        return False
    return all(_is_correct(each, depth + 1) for each in _subschemas(schema))


def _has_correct_type(schema: Mapping[str, Json]) -> bool:
    if "type" not in schema:
        return True
    name = schema["type"]
    if not isinstance(name, str) or name not in _TYPES:
        return False
    return name != "array" or "items" in schema


def _is_untrue(schema: Mapping[str, Json]) -> bool:
    if schema.get("format") == "filepath":
        return True  # a file is sent as a FileData, not as its path
    if "default" in schema and schema["default"] is None:
        return True  # null is no value of the type
    enum = schema.get("enum")
    if schema.get("type") != "string" or not isinstance(enum, list):
        return False
    return not all(isinstance(each, str) for each in enum)  # Gradio calls all choices strings


def _subschemas(schema: Mapping[str, Json]) -> Iterator[Json]:
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), Mapping):
            yield schema[keyword]
    if isinstance(schema.get("anyOf"), list):
        yield from schema["anyOf"]
    if isinstance(schema.get("properties"), Mapping):
        yield from schema["properties"].values()
