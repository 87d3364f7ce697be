"""What the MCP schema has of endpoints: the name of the tool of each, and help on its parameters.

The help are the lines under "Args:" of docstrings, which /info lacks.

Source: gradio 6.31 mcp.py, get_complete_schema and get_input_schema.
"""

import re
from collections.abc import Mapping

from spacetui.model.json_values import as_list, as_object, as_text
from spacetui.model.schema import App, Endpoint, Json, Parameter

# Characters kept of one parameter's help.
MAX_CHARS = 2000
# Names of tools that Gradio gives. Others are not taken, since configurations contain them.
_TOOL = re.compile(r"[A-Za-z0-9_-]{1,128}")


def with_docstrings(app: App, schema: Json) -> App:
    """Return `app` with what `schema`, the list at `mcp/schema`, has on its endpoints."""
    tools: dict[str, tuple[str, Mapping[str, Json]]] = {}
    for tool in as_list(schema):
        match tool:
            case {
                "meta": {"endpoint_name": str(name)},
                "inputSchema": {"properties": dict(properties)},
            }:
                named = as_text(as_object(tool).get("name"))
                tools.setdefault(f"/{name.removeprefix('/')}", (named, properties))
    if not tools:
        return app
    described = (_with_help(each, *tools.get(each.api_name, ("", {}))) for each in app.endpoints)
    return app._replace(endpoints=tuple(described))


def _with_help(endpoint: Endpoint, tool: str, properties: Mapping[str, Json]) -> Endpoint:
    found = (_described(each, properties.get(each.name)) for each in endpoint.parameters)
    name = tool if _TOOL.fullmatch(tool) else ""
    return endpoint._replace(parameters=tuple(found), mcp_tool=name)


def _described(parameter: Parameter, schema: Json) -> Parameter:
    text = as_text(as_object(schema).get("description"))
    # Without a docstring the description of the schema itself may stand there, about the type.
    if not text.strip() or text == parameter.schema.get("description"):
        return parameter
    return parameter._replace(description=text.strip()[:MAX_CHARS])
