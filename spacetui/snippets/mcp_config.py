"""A Script as the configuration of an MCP client: the servers of its apps, and the tools it uses.

Gradio's MCP server has a tool for each endpoint, under the name of its function. The form is that
of `.mcp.json`, in which clients put variables of the environment in place of `${NAME}`. A client
that does not know `includeTools` offers all tools of the server.
"""

import re
from urllib.parse import urlsplit

from spacetui.model.schema import Json
from spacetui.model.script import Script
from spacetui.model.source import Source
from spacetui.model.unique_names import UniqueNames
from spacetui.snippets.client_access import ClientAccess
from spacetui.snippets.curl_json import JSON
from spacetui.snippets.literals import write_literal
from spacetui.snippets.plan import Plan, make_plan

# Characters of the name of a server.
MAX_NAME = 40


def render(script: Script) -> str:
    """Return `script` as JSON that ends with a newline."""
    plan = make_plan(script, ())
    names = UniqueNames(())
    servers: dict[str, Json] = {}
    for url in dict.fromkeys(each.source.url for each in plan.clients):
        client = next(each for each in plan.clients if each.source.url == url)
        name = names.make(server_name(client.source), "gradio").replace("_", "-")
        servers[name] = _server(plan, client.source, client.access)
    return write_literal({"mcpServers": servers}, JSON) + "\n"


def server_name(source: Source) -> str:
    """Return a short name of an app: of its Space, its title or its host."""
    last = "" if "://" in source.src else source.src.rpartition("/")[2]
    text = last or source.title or urlsplit(source.url).hostname or ""
    return re.sub(r"[^a-z0-9]+", "_", text[:MAX_NAME].lower()).strip("_")


def _server(plan: Plan, source: Source, access: ClientAccess) -> Json:
    tools = [step.endpoint.mcp_tool for step in plan.steps if plan.source(step).url == source.url]
    # Without the slash at its end the server redirects, which not every client follows.
    server: dict[str, Json] = {"type": "http", "url": f"{source.url}{source.api_prefix}/mcp/"}
    if access.all_headers:
        server["headers"] = {
            each.name: f"{each.prefix}${{{each.variable}}}" for each in access.all_headers
        }
    server["includeTools"] = list(dict.fromkeys(tools))
    return server
