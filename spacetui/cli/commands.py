"""The table of commands, and the click group that imports a command when it is called."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from spacetui.cli.exit_codes import INTERRUPTED
from spacetui.cli.setting_options import count_options, setting_options, tell_mistakes
from spacetui.settings.current import forget_options
from spacetui.settings.table import TABLE
from spacetui.snippets import list_languages

# name -> (module:function, one line of help). `--help` needs no more than these rows.
COMMANDS = {
    "demo": (
        "demo:demo",
        "Start real Gradio apps on this machine and open them; needs no network.",
    ),
    "search": ("search:search", "Find Spaces by what they do."),
    "info": ("info:info", "Show the endpoints of an app with their parameters."),
    "run": ("run:run", "Call an endpoint and print what it gives."),
    "replay": ("replay:replay", "Make the calls of a recording file once more."),
    "verify": (
        "verify:verify",
        "Prove that the code of recorded calls makes the same calls.",
    ),
    "batch": ("batch:batch", "Call an endpoint for every row of a CSV, TSV or JSON lines file."),
    "snippet": ("snippet:snippet", f"Print the code of a call: {list_languages()}."),
    "history": (
        "history:history",
        "List, show, search, export and delete the calls that were made.",
    ),
    "wait": ("wait:wait", "Wait until a Space runs and its app answers."),
    "duplicate": (
        "duplicate:duplicate",
        "Duplicate a Space to your account, on hardware of your choice.",
    ),
    "quota": ("quota:quota", "Show how much ZeroGPU quota is left."),
    "serve": ("serve:serve", "Open the app in a browser of this machine."),
    "config": ("config:config", "Show, check and change the settings."),
    "completion": (
        "completion:completion",
        "Print the shell completion script for bash, zsh or fish.",
    ),
}
# Runs if the first argument is no command: it opens the app, with that argument as SRC.
DEFAULT = "default_command:open_src"

HELP = """Find, try and script callable AI apps (Gradio Spaces).

Without a command the app opens; with SRC it opens that Space at once. SRC is a Space id
(owner/name), the URL of any Gradio app, or the page of a Space on the Hub. The options are settings
(docs/settings.md). They stand before a command, and before or after SRC.
"""


class CommandGroup(click.Group):
    """A click group that reads its commands from COMMANDS and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "":
            return load_command(DEFAULT)
        if cmd_name not in COMMANDS:
            return None
        return load_command(COMMANDS[cmd_name][0])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        opening = load_command(DEFAULT)
        with formatter.section("Options of the app, before SRC or after it"):
            formatter.write_dl(own_option_records(opening, ctx))
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        place = count_options(args)  # of the command or of SRC
        if not ctx.resilient_parsing and not _names_command(args[place:]):
            args = [*args[:place], "", *args[place:]]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if ctx.resilient_parsing and args[0] not in COMMANDS:  # completion of what follows SRC
            return "", load_command(DEFAULT), args
        found = super().resolve_command(ctx, args)
        if not ctx.resilient_parsing:
            tell_mistakes(found[0] or "")
        return found

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command, an option, or SRC."""
        from spacetui.cli.access_options import complete_src

        known = [
            CompletionItem(src) for src in complete_src(ctx, ctx.command.params[0], incomplete)
        ]
        return [*super().shell_complete(ctx, incomplete), *known]


def own_option_records(command: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    """Return the names and helps of a command's options that are no settings."""
    settings = {row.option for row in TABLE}
    params = [each for each in command.params if isinstance(each, click.Option)]
    options = [each for each in params if not settings & {*each.opts}]
    records = [each.get_help_record(ctx) for each in options]
    return [record for record in records if record is not None]


def _names_command(args: list[str]) -> bool:
    own_options = ("--help", "-h", "--version")
    return bool(args) and (args[0] in COMMANDS or args[0] in own_options)


def load_command(place: str) -> click.Command:
    """Import a command; place: module:function, as in COMMANDS."""
    module, _, name = place.partition(":")
    command = getattr(import_module(f"spacetui.cli.{module}"), name)
    assert isinstance(command, click.Command)
    return command


def _print_version(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        from spacetui import __version__

        click.echo(f"spacetui {__version__}")
        ctx.exit()


root = CommandGroup(
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
        ),
        *setting_options(),
    ],
)


def run(args: Sequence[str]) -> int:
    """Run one command line and return its exit code. Each known error prints one line on stderr."""
    try:
        result = root.main(args=list(args), prog_name="spacetui", standalone_mode=False)
    except click.exceptions.Exit as exit_request:
        return exit_request.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        return _report_usage_error(error)
    except SystemExit:  # what click makes of a closed stdout, where it prints itself
        return INTERRUPTED
    except Exception as error:  # stdout that takes nothing; anything else is a bug and is raised
        code = _report_stdout_failure(error)
        if code is None:
            raise
        return code
    finally:
        forget_options()
    return result if isinstance(result, int) else 0


def _report_stdout_failure(error: Exception) -> int | None:
    """Report that stdout takes nothing, and return the exit code; None for another error."""
    from spacetui.cli import output
    from spacetui.cli.exit_codes import exit_code

    # Click writes its own texts, such as those of --help.
    failure = error
    if isinstance(error, OSError):
        failure = output.stdout_failure(error)
    if isinstance(failure, output.NotWritten):
        output.print_error(str(failure))
        return exit_code(failure)
    if not isinstance(failure, output.StdoutClosed):
        return None
    output.discard_stdout()
    return INTERRUPTED


def _report_usage_error(error: click.ClickException) -> int:
    from spacetui.cli.exit_codes import EXIT_CODES
    from spacetui.cli.output import print_error

    command = "spacetui"
    if isinstance(error, click.UsageError) and error.ctx is not None:
        command = error.ctx.command_path.strip()
    message = error.format_message().rstrip(".")
    if not message.endswith("?"):  # click suggests options by a question
        message += "."
    print_error(f"{message} See {command} --help.")
    return EXIT_CODES["usage"]
