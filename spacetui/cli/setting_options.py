"""The options of the settings, made from their table, and what is wrong with other settings."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import click

from spacetui.settings.current import change_option, current_settings
from spacetui.settings.table import HISTORY, TABLE, Setting

# Commands that tell what is wrong with the settings by themselves, and what is no command.
_SILENT = ("config", "completion", "")


def setting_options() -> list[click.Option]:
    """Return an option for each setting that has one."""
    return [_option(row) for row in TABLE if row.option]


def count_options(args: Sequence[str]) -> int:
    """Return how many arguments at the beginning are options of settings and their values."""
    has_value = {row.option: row is not HISTORY for row in TABLE if row.option}
    count = 0
    while count < len(args):
        name, equals, _ = args[count].partition("=")
        if name not in has_value:
            break
        count += 1 + (has_value[name] and not equals)
    return min(count, len(args))


def _option(row: Setting[Any]) -> click.Option:
    is_flag = row is HISTORY
    words = "Keep nothing on disk of what follows." if is_flag else row.help

    def take(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        if value in (None, False) or ctx.resilient_parsing:
            return
        text = "1" if is_flag else str(value)
        try:
            row.kind.check(row.kind.from_text(text))
        except ValueError:
            allowed = f"{text!r}. Allowed: {row.kind.allowed()}"
            raise click.BadParameter(allowed, ctx, param) from None
        change_option(row.option, text)
        if is_flag:
            os.environ[row.variables[0]] = text  # for programs that are started from here

    return click.Option(
        [row.option],
        is_flag=is_flag,
        default=False if is_flag else None,
        metavar=None if is_flag else row.kind.name.split()[-1].upper(),
        expose_value=False,
        callback=take,
        help=words,
    )


def refuse_wrong_options() -> None:
    """Raise UsageError for the first option of a setting that cannot be used."""
    for mistake in current_settings().mistakes:
        if mistake.where.startswith("--"):
            raise click.UsageError(mistake.text)


def tell_mistakes(command: str) -> None:
    """Print what is wrong with the settings. Raises UsageError for what an option says."""
    if command in _SILENT:
        return
    from spacetui.cli import output

    refuse_wrong_options()
    for mistake in current_settings().mistakes:
        output.print_note(f"settings: {mistake.text}")
