"""The table of commands, and the group that loads a command when it is called."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from spacetui.cli import INTERRUPTED
from spacetui.snippets import list_languages

# name -> (where, one line of help). A row is all that `--help` needs.
COMMANDS = {
    "demo": (
        "demo:demo",
        "Start real Gradio apps on this machine and open them; needs no network.",
    ),
    "search": ("search:search", "Find Spaces by what they do."),
    "info": ("info:info", "Show the endpoints of an app with their parameters."),
    "run": ("run:run", "Call an endpoint and print what it gives."),
    "snippet": ("snippet:snippet", f"Print the code of a call: {list_languages()}."),
    "completion": (
        "completion:completion",
        "Print the shell completion script for bash, zsh or fish.",
    ),
}
# What runs when the first word is no command: the app itself, on that SRC.
DEFAULT = "default_command:open_"

HELP = """Find, try and script callable AI apps (Gradio Spaces).

Without a command the app opens; with SRC it opens that Space at once. SRC is a Space id (owner/name), the URL
of any Gradio app, or the page of a Space on the Hub.
"""


class Commands(click.Group):
    """A group that knows its commands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "":
            return _load(DEFAULT)
        return _load(COMMANDS[cmd_name][0]) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = ("--help", "-h", "--version")
        if not ctx.resilient_parsing and (
            not args or (args[0] not in COMMANDS and args[0] not in own)
        ):
            args = ["", *args]
        return super().parse_args(ctx, args)


def _load(where: str) -> click.Command:
    module, _, name = where.partition(":")
    command = getattr(import_module(f"spacetui.cli.{module}"), name)
    assert isinstance(command, click.Command)
    return command


def _print_version(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        from spacetui import __version__

        click.echo(f"spacetui {__version__}")
        ctx.exit()


root = Commands(
    name="spacetui",
    help=HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="[SRC | COMMAND [ARG ...]]",
    options_metavar="[OPTIONS]",
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_print_version,
            help="Show it.",
        )
    ],
)


def run(args: Sequence[str]) -> int:
    """Run one command line and give its exit code; every error we know is one line on stderr."""
    try:
        result = root.main(args=list(args), prog_name="spacetui", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        from spacetui.cli.output import print_error

        where = (
            error.ctx.command_path
            if isinstance(error, click.UsageError) and error.ctx is not None
            else "spacetui"
        )
        print_error(f"{error.format_message().rstrip('.')}. See {where.strip()} --help.")
        return 2
    except Exception as error:  # all but ReaderGone is a bug, and goes on as one
        from spacetui.cli.output import ReaderGone, drop_stdout

        if not isinstance(error, ReaderGone):
            raise
        drop_stdout()
        return INTERRUPTED
    return result if isinstance(result, int) else 0
