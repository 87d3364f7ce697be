"""The endpoint and the values of a call on the command line: ARGs, and --data.

After a SRC that was opened before, a shell completes its endpoints and their parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from spacetui.model.schema import App


def _complete_args(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return `/api_name` of each endpoint until one is named, and `name=` of each parameter.

    They are those of the app as it was when it was opened last; none where it never was.
    """
    app = _known_app(str(ctx.params.get("src") or ""))
    if app is None:
        return []
    given = [str(each) for each in ctx.params.get(param.name or "") or ()]
    words = [*_endpoint_names(app, given), *_parameter_names(app, given)]
    return [each for each in words if each.startswith(incomplete)]


endpoint_args = click.argument(
    "args",
    nargs=-1,
    type=click.UNPROCESSED,
    metavar="[/api_name] [ARG ...]",
    shell_complete=_complete_args,
)
data_option = click.option(
    "--data",
    metavar="JSON",
    help="Object of parameter name to value; @file, or @- for standard input.",
)


def _known_app(src: str) -> App | None:
    from spacetui.cli.command_session import hub_endpoint
    from spacetui.errors import SpacetuiError
    from spacetui.model.space import parse_ref
    from spacetui.store.read_at_start import read_start_values
    from spacetui.system.paths import store_path

    try:
        address = parse_ref(src, hub_endpoint=hub_endpoint()).address
    except SpacetuiError:
        return None
    schema = read_start_values(store_path(), address, "no kept value").schema
    return schema.app if schema is not None else None


def _endpoint_names(app: App, given: Sequence[str]) -> list[str]:
    if given:
        return []  # an endpoint comes first
    return [each.api_name for each in app.endpoints]


def _parameter_names(app: App, given: Sequence[str]) -> list[str]:
    """Return those of the endpoint that is named, or of the only one, that have no value yet."""
    endpoint = None
    if given and given[0].startswith("/"):
        endpoint = app.endpoint(given[0])
    elif len(app.endpoints) == 1:
        endpoint = app.endpoints[0]
    if endpoint is None:
        return []
    known = {each.partition("=")[0] for each in given}
    return [f"{each.name}=" for each in endpoint.parameters if each.name not in known]
