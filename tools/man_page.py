"""Write docs/spacetui.1, the manual page, from the commands and their options.

python tools/man_page.py
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for `python tools/man_page.py`

from spacetui.cli.commands import COMMANDS, DEFAULT, HELP, load_command, own_option_records, root
from spacetui.cli.exit_codes import EXIT_CODES, INTERRUPTED
from spacetui.settings.table import TABLE

PAGE = Path(__file__).resolve().parents[1] / "docs/spacetui.1"
# What a code means to a program that decides what to do next, as README says.
CODES = {
    0: "Done.",
    1: "The app reported an error.",
    2: "The call cannot be made as given.",
    3: "Unreachable, lost, timed out or busy: worth trying again.",
    4: "Not allowed.",
    INTERRUPTED: "Interrupted.",
}


def page() -> str:
    """Return the page in the language of man."""
    assert {*EXIT_CODES.values()} <= CODES.keys()
    return "\n".join([*_lines(), ""])


def _lines() -> Iterator[str]:
    about, _, details = HELP.strip().partition("\n\n")
    yield '.\\" Written by `python tools/man_page.py`, from the commands.'
    yield ".TH SPACETUI 1"
    yield ".SH NAME"
    yield f"spacetui \\- {_text(about[0].lower() + about[1:].rstrip('.'))}"
    yield ".SH SYNOPSIS"
    yield ".B spacetui"
    yield "[\\fIOPTIONS\\fR] [\\fISRC\\fR | \\fICOMMAND\\fR [\\fIARG\\fR ...]]"
    yield ".SH DESCRIPTION"
    yield _text(" ".join(details.split()))
    yield ".SH OPTIONS"
    # With the settings of each command, of which the names of --help are one.
    context = click.Context(root, info_name="spacetui", **root.context_settings)
    yield from _options(root, context)
    yield ".PP"
    yield "Of the app, before SRC or after it:"
    for names, words in own_option_records(load_command(DEFAULT), context):
        yield from _option(names, words)
    yield ".SH COMMANDS"
    for name in COMMANDS:
        command = root.get_command(context, name)
        assert command is not None
        yield from _command(command, _inner(command, context, name))
    yield ".SH EXIT STATUS"
    for code, words in CODES.items():
        yield from (".TP", f".B {code}", _text(words))
    yield ".SH ENVIRONMENT"
    for row in TABLE:
        for variable in row.variables:
            yield from (".TP", f".B {variable}", _text(row.help))
    yield ".SH FILES"
    yield "config.toml in the configuration folder of the system; see"
    yield ".B spacetui config path"


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f".SS {_text(context.command_path)}"
    yield _text(f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}")
    yield ".PP"
    for line in (command.help or "").replace("\b\n", "").strip().split("\n\n"):
        yield from (_text(" ".join(line.split())), ".PP")
    yield from _options(command, context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _command(inner, _inner(inner, context, name))


def _inner(command: click.Command, context: click.Context, name: str) -> click.Context:
    return click.Context(command, parent=context, info_name=name, **command.context_settings)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            yield from _option(*record)


def _option(names: str, words: str) -> Iterator[str]:
    yield from (".TP", f".B {_text(names)}", _text(" ".join(words.split())))


def _text(text: str) -> str:
    """Return a text that man takes for no request."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def write() -> None:
    """Write the page of today."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
