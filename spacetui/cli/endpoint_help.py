"""What `run SRC --help` shows above the options: the parameters of an endpoint of SRC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spacetui.cli import output
from spacetui.cli.command_session import session_for
from spacetui.cli.endpoint_choice import resolve_endpoint, split_api_name
from spacetui.cli.human_output import endpoint_lines
from spacetui.model.schema import App


async def print_source_help(
    command: str, src: str, args: Sequence[str], access: Mapping[str, Any]
) -> int:
    """Print the parameters of the endpoint that `args` name; of an app with several, all of it.

    command: the command as it was typed, `spacetui run`. Raises the errors of opening an app.
    """
    api_name, rest = split_api_name(args)
    async with session_for(src, dict(access)) as session:
        opened = await session.open(src, on_stage=output.stage_printer(src))
        if not api_name and len(opened.app.public_endpoints) != 1:
            output.print_text(_several_text(command, src, opened.app))
            return 0
        opened = await session.enrich(opened)
        endpoint = await resolve_endpoint(session, opened, api_name, *rest[:1])
    head = f"{command} {src} {endpoint.api_name} name=value …"
    output.print_text("\n".join([head, "", *endpoint_lines(endpoint), ""]))
    return 0


def _several_text(command: str, src: str, app: App) -> str:
    lines = [f"{command} {src} /api_name name=value …", ""]
    for endpoint in app.public_endpoints:
        lines += endpoint_lines(endpoint)
    return "\n".join([*lines, ""])
