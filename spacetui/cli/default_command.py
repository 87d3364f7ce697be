"""`spacetui [SRC] [OPTIONS]`: open the app. commands.py takes it when no command is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spacetui.cli.access_options import access_options, complete_src
from spacetui.cli.command_session import hub_endpoint
from spacetui.cli.setting_options import refuse_wrong_options, setting_options

if TYPE_CHECKING:
    from spacetui.errors import UsageError


@click.command(name="spacetui", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("src", default="", shell_complete=complete_src)
@click.argument("rest", nargs=-1, type=click.UNPROCESSED, metavar="")
@click.option("--plain", is_flag=True, help="Plain lines, as for a screen reader.")
@access_options
def open_src(src: str, rest: tuple[str, ...], *, plain: bool, **access: Any) -> int:
    """Open the app; with SRC, open that Space at once."""
    from spacetui.cli.launch_app import open_app  # help and completion do without it
    from spacetui.errors import UsageError
    from spacetui.model.space import parse_ref

    refuse_wrong_options()
    if not src:
        return open_app(src, access, plain=plain)
    try:
        if rest:
            raise UsageError(
                f"one word too many: {rest[0]!r}"[:120],
                hint=f"To call an endpoint: spacetui run {src} {rest[0]}"[:200],
            )
        parse_ref(src, hub_endpoint=hub_endpoint())
    except UsageError as error:
        return _refuse(src, error)
    return open_app(src, access, plain=plain)


# They may stand before SRC as well, where the group reads them.
open_src.params += setting_options()


def _refuse(src: str, error: UsageError) -> int:
    """Print what is wrong. A single word may be a misspelled command."""
    from spacetui.cli import output
    from spacetui.cli.commands import COMMANDS
    from spacetui.cli.exit_codes import exit_code
    from spacetui.text.suggestions import did_you_mean

    if not src.isalpha():
        output.print_error(str(error))
    elif meant := did_you_mean(src, list(COMMANDS)):
        output.print_error(f"no command {src}. {meant}")
    else:
        output.print_error(f"{error} Or a command: {', '.join(COMMANDS)}.")
    return exit_code(error)
