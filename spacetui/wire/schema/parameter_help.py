"""Help on parameters, out of the MCP schema: the lines under "Args:" of a function's docstring, which /info lacks.

Source: gradio 6.31 mcp.py, get_complete_schema and get_input_schema.
"""

from collections.abc import Mapping
from dataclasses import replace

from spacetui.model.schema import App, Endpoint, Json, Parameter

# Characters kept of one parameter's help.
MAX_CHARS = 2000


def with_docstrings(app: App, schema: Json) -> App:
    """Give `app` with the descriptions that `schema`, the list at `mcp/schema`, has of its parameters."""
    tools: dict[str, Mapping[str, Json]] = {}
    for tool in schema if isinstance(schema, list) else ():
        match tool:
            case {
                "meta": {"endpoint_name": str(name)},
                "inputSchema": {"properties": dict(properties)},
            }:
                tools.setdefault(f"/{name.removeprefix('/')}", properties)
    described = (_described(each, tools.get(each.api_name, {})) for each in app.endpoints)
    return replace(app, endpoints=tuple(described)) if tools else app


def _described(endpoint: Endpoint, properties: Mapping[str, Json]) -> Endpoint:
    found = tuple(_helped(each, properties.get(each.name)) for each in endpoint.parameters)
    return replace(endpoint, parameters=found)


def _helped(parameter: Parameter, said: Json) -> Parameter:
    text = said.get("description") if isinstance(said, dict) else None
    # Where the docstring is silent the schema's own words may stand there, which tell of the type.
    if not isinstance(text, str) or not text.strip() or text == parameter.schema.get("description"):
        return parameter
    return replace(parameter, description=text.strip()[:MAX_CHARS])
