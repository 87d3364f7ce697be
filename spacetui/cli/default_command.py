"""`spacetui [SRC] [OPTIONS]`: open the app. commands.py takes it when no command is named."""

from __future__ import annotations

from typing import Any

import click

from spacetui.cli import output
from spacetui.cli.access_options import access_options, complete_src
from spacetui.cli.command_session import hub_endpoint
from spacetui.cli.launch_app import open_app


@click.command(name="spacetui", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("src", default="", shell_complete=complete_src)
@access_options
def open_src(src: str, **access: Any) -> int:
    """Open the app; with SRC, open that Space at once."""
    from spacetui.cli.commands import COMMANDS
    from spacetui.cli.exit_codes import exit_code
    from spacetui.errors import UsageError
    from spacetui.model.space import parse_ref

    if src:
        try:
            parse_ref(src, hub_endpoint=hub_endpoint())
        except UsageError as error:
            # A single word may be a misspelled command.
            commands = "" if "/" in src else f" Or a command: {', '.join(COMMANDS)}."
            output.print_error(f"{error}{commands}")
            return exit_code(error)
    return open_app(src, access)
