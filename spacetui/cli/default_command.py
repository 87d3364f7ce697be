"""`spacetui [SRC] [OPTIONS]`: the app itself, as a command. Without a word on the command line see __init__.py."""

from __future__ import annotations

from typing import Any

import click

from spacetui.cli import output
from spacetui.cli.click_options import access_options, complete_src
from spacetui.cli.launch_app import open_app
from spacetui.cli.session_options import hub_endpoint


@click.command(name="spacetui", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("src", default="", shell_complete=complete_src)
@access_options
def open_(src: str, **access: Any) -> int:
    """Open the app; with SRC, open that Space at once."""
    from spacetui.cli.commands import COMMANDS
    from spacetui.errors import UsageError
    from spacetui.model.space import parse_ref

    if src:
        try:
            parse_ref(src, hub_endpoint=hub_endpoint())
        except UsageError as error:
            commands = "" if "/" in src else f" Or a command: {', '.join(COMMANDS)}."
            output.print_error(f"{error}{commands}")
            return output.exit_code(error)
    return open_app(src, access)
