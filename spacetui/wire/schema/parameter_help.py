"""Help on parameters from the MCP schema: the lines under "Args:" of docstrings. /info lacks them.

Source: gradio 6.31 mcp.py, get_complete_schema and get_input_schema.
"""

from collections.abc import Mapping
from dataclasses import replace

from spacetui.model.schema import App, Endpoint, Json, Parameter
from spacetui.wire.schema.json_values import as_list, as_object, as_text

# Characters kept of one parameter's help.
MAX_CHARS = 2000


def with_docstrings(app: App, schema: Json) -> App:
    """Return `app` with the help that `schema`, the list at `mcp/schema`, has on its parameters."""
    tools: dict[str, Mapping[str, Json]] = {}
    for tool in as_list(schema):
        match tool:
            case {
                "meta": {"endpoint_name": str(name)},
                "inputSchema": {"properties": dict(properties)},
            }:
                tools.setdefault(f"/{name.removeprefix('/')}", properties)
    if not tools:
        return app
    described = (_with_help(each, tools.get(each.api_name, {})) for each in app.endpoints)
    return replace(app, endpoints=tuple(described))


def _with_help(endpoint: Endpoint, properties: Mapping[str, Json]) -> Endpoint:
    found = (_described(each, properties.get(each.name)) for each in endpoint.parameters)
    return replace(endpoint, parameters=tuple(found))


def _described(parameter: Parameter, schema: Json) -> Parameter:
    text = as_text(as_object(schema).get("description"))
    # Without a docstring the description of the schema itself may stand there, about the type.
    if not text.strip() or text == parameter.schema.get("description"):
        return parameter
    return replace(parameter, description=text.strip()[:MAX_CHARS])
