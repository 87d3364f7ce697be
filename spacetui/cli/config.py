"""`spacetui config`: show, check, edit and change the settings."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from spacetui.cli import output
from spacetui.cli.exit_codes import exit_code
from spacetui.errors import SpacetuiError, UsageError
from spacetui.settings.current import current_settings
from spacetui.settings.table import TABLE

if TYPE_CHECKING:
    from pathlib import Path

_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON array.")


@click.group(
    invoke_without_command=True,
    short_help="Show, check and change the settings.",
    subcommand_metavar="[show | path | edit | check | set NAME VALUE]",
)
@_json_option
@click.pass_context
def config(ctx: click.Context, *, as_json: bool) -> int | None:
    """Show, check and change the settings.

    Without a command, show them. docs/settings.md describes each.
    """
    ctx.obj = as_json
    return _show(as_json=as_json) if ctx.invoked_subcommand is None else None


@config.command(short_help="Show each setting in use, and where it comes from.")
@_json_option
@click.pass_obj
def show(group_json: bool, *, as_json: bool) -> int:
    """Show each setting in use, and whether it comes from an option, a variable of the environment,
    a line of the file, or by default."""
    return _show(as_json=as_json or group_json)


@config.command(short_help="Print the path of the file.")
def path() -> int:
    """Print the path of the file, which may not be there. SPACETUI_CONFIG_DIR moves it."""
    output.print_text(str(_file()))
    return 0


@config.command(short_help="Open the file in your editor.")
def edit() -> int:
    """Open the file in $VISUAL or $EDITOR, and check it after that.

    Where there is none, it is made, with each setting as a comment.
    """
    return _refusing(_edit)


@config.command(short_help="Say what is wrong with the settings.")
def check() -> int:
    """Say what is wrong with the file, the variables of the environment and the keys.

    The exit code is 0 where all is well, and 2 where it is not.
    """
    return _refusing(_check)


@config.command("set", short_help="Set a value in the file.")
@click.argument("name")
@click.argument("value")
def set_value(name: str, value: str) -> int:
    """Set a value in the file, which keeps its comments.

    \b
    spacetui config set theme dawn
    spacetui config set languages curl,python
    spacetui config set keys.zoom f12
    spacetui config set profiles.work.token work
    """
    return _refusing(lambda: _set(name, value))


def _refusing(work: Callable[[], int]) -> int:
    """Do `work`; print what is refused, and return the exit code."""
    try:
        return work()
    except SpacetuiError as error:
        output.print_error(str(error))
        return exit_code(error)
    except OSError as error:
        output.print_error(f"{error.filename or _file()}: {error.strerror or error}")
        return exit_code(UsageError(""))


def _file() -> Path:
    from spacetui.system.paths import settings_file

    return settings_file()


def _show(*, as_json: bool) -> int:
    from spacetui.cli.human_output import table
    from spacetui.settings.shown_value import used_value, value_text

    settings = current_settings()
    rows = [(row.name, used_value(settings, row), settings.origins[row.name]) for row in TABLE]
    keys = [(f"keys.{id}", key, settings.file.where(f"keys.{id}")) for id, key in _keys().items()]
    if as_json:
        found = [{"name": row[0], "value": row[1], "origin": row[2]} for row in (*rows, *keys)]
        output.print_json(found)
    else:
        shown = [(name, value_text(value), origin) for name, value, origin in (*rows, *keys)]
        output.print_text(table(("setting", "value", "from"), shown))
    _print_mistakes()
    return 0


def _keys() -> dict[str, str]:
    """Return the keys of the file that are used."""
    given = current_settings().keys
    if not given:
        return {}
    from spacetui.tui.key_map import check_keys

    return check_keys(given)[0]


def _mistakes() -> list[str]:
    """List what is wrong, also of keys and themes, whose modules take a moment to load."""
    settings = current_settings()
    found = [each.text for each in settings.mistakes]
    if settings.keys:
        from spacetui.tui.key_map import check_keys

        found += settings.tell_keys(check_keys(settings.keys)[1])
    return [*found, *_wrong_themes()]


def _wrong_themes() -> list[str]:
    """List the files of the user that are no themes."""
    from spacetui.settings.theme_files import own_theme_files

    found = []
    for file in own_theme_files():
        from spacetui.tui.theming import load_theme

        try:
            load_theme(file)
        except UsageError as error:
            found.append(str(error))
    return found


def _print_mistakes() -> None:
    for text in _mistakes():
        output.print_note(f"settings: {text}")


def _check() -> int:
    mistakes = _mistakes()
    for text in mistakes:
        output.print_error(text)
    if mistakes:
        return exit_code(UsageError(""))
    is_there = _file().exists()
    words = "nothing is wrong" if is_there else "there is no file; spacetui config edit makes one"
    output.print_text(f"{_file()}: {words}")
    return 0


def _edit() -> int:
    import subprocess

    from spacetui.settings.write_settings import create_file

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise UsageError("no editor is named", hint="Set EDITOR, for instance EDITOR=nano.")
    file = _file()
    create_file(file)
    try:
        done = subprocess.run([*shlex.split(editor), str(file)], check=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"the editor did not start: {error}", hint="Check EDITOR.") from error
    if done.returncode != 0:
        raise UsageError(f"the editor ended with {done.returncode}")
    return _check()


def _set(name: str, value: str) -> int:
    from spacetui.settings.write_settings import set_in_file

    if name.startswith("keys."):
        _refuse_key(name.removeprefix("keys."), value)
    set_in_file(_file(), name, value)
    settings = current_settings()
    origin = settings.origins.get(name)
    if origin is not None and not origin.startswith(settings.file.place):
        output.print_note(f"{name} is set in {settings.file.place}, but {origin} wins over it")
    return 0


def _refuse_key(id: str, key: str) -> None:
    """Raise UsageError for a key that would not be used."""
    from spacetui.tui.key_map import check_keys

    for wrong, what in check_keys({**current_settings().keys, id: key})[1]:
        if wrong == id:
            raise UsageError(what.rstrip("."))
