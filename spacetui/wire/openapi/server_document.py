"""A server's own OpenAPI document, where it is of use.

Gradio 6.13 and later describe `/call/v2` in `openapi.json`: well for plain values; a file, a table or any JSON
makes it invalid or untrue. Before that it names routes that do not exist (5.29 and later), or no endpoint at all.
Source: gradio 6.31 routes.py, openapi_schema.
"""

from collections.abc import Mapping, Sequence

from spacetui.model.schema import App, Endpoint, Json
from spacetui.wire.openapi.generate import with_token

# What a schema of OpenAPI 3.0 may hold, of what Gradio writes, and the names of its types there.
_KEYWORDS = frozenset(
    (
        *(
            "type",
            "title",
            "description",
            "format",
            "enum",
            "default",
            "example",
            "required",
            "anyOf",
        ),
        *("items", "properties", "additionalProperties"),
        *("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"),
    )
)
_TYPES = frozenset(("array", "boolean", "integer", "number", "object", "string"))


def server_document(
    document: Json, app: App, endpoints: Sequence[Endpoint], *, has_token: bool
) -> Json:
    """Give the server's own document, mended; None where it is of no use.

    It must describe each of `endpoints`, and its values by schemas that are OpenAPI 3.0 and true. It lacks the
    address of the app, and wants a security scheme that it does not have.
    """
    match document:
        case {"openapi": str(version), "info": dict(info), "paths": dict(paths)} if (
            version.startswith("3.0.")
        ):
            pass
        case _:
            return None
    calls = f"{app.api_prefix}/call/v2/"
    for path in {
        *(f"{calls}{each.api_name[1:]}" for each in endpoints),
        *(p for p in paths if p.startswith(calls)),
    }:
        match paths.get(path):
            case {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}}:
                if not _is_sound(schema, 0):
                    return None
            case _:
                return None
    about = {"title": app.title or "Gradio app", "version": app.version, "description": ""}
    mended = {
        **document,
        "info": {
            **info,
            **{key: text for key, text in about.items() if not isinstance(info.get(key), str)},
        },
        "servers": [{"url": app.url}],
        "paths": {path: _unsecured(item) for path, item in paths.items()},
        "components": {"schemas": {}},
    }
    return with_token(mended) if has_token else mended


def _unsecured(item: Json) -> Json:
    """Give a path without the security of its operations: the document has no scheme that they could name."""
    if not isinstance(item, Mapping):
        return item
    return {
        method: {key: each for key, each in operation.items() if key != "security"}
        if isinstance(operation, Mapping)
        else operation
        for method, operation in item.items()
    }


def _is_sound(schema: Json, depth: int) -> bool:
    if not isinstance(schema, Mapping) or depth > 20 or not _KEYWORDS.issuperset(schema):
        return False
    if "type" in schema and not (isinstance(schema["type"], str) and schema["type"] in _TYPES):
        return False
    # A file is not its path alone, and choices that are numbers are no text, whatever is said there.
    if schema.get("format") == "filepath" or ("default" in schema and schema["default"] is None):
        return False
    enum = schema.get("enum")
    if (
        schema.get("type") == "string"
        and isinstance(enum, list)
        and not all(isinstance(e, str) for e in enum)
    ):
        return False
    if schema.get("type") == "array" and "items" not in schema:
        return False
    inner = [
        schema[key]
        for key in ("items", "additionalProperties")
        if isinstance(schema.get(key), Mapping)
    ]
    inner += schema["anyOf"] if isinstance(schema.get("anyOf"), list) else []
    inner += schema["properties"].values() if isinstance(schema.get("properties"), Mapping) else []
    return all(_is_sound(each, depth + 1) for each in inner)
