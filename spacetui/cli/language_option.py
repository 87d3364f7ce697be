"""The option --lang, whose help and completion list the languages of the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from spacetui.snippets import LANGUAGES, list_languages


class LanguageOption(click.Option):
    """An option whose help contains {languages}.

    They are listed when the help is shown and not when its command is imported, because a row can
    be added to the table later.
    """

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        if record is None:
            return None
        name, text = record
        return name, text.replace("{languages}", list_languages())


def language_option(help_text: str, **settings: Any) -> Callable[[Any], Any]:
    """Return the decorator that adds --lang to a command. `settings` are those of click.Option."""
    return click.option(
        "--lang",
        cls=LanguageOption,
        metavar="LANG",
        help=help_text,
        shell_complete=_complete_language,
        **settings,
    )


def _complete_language(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in LANGUAGES if name.startswith(incomplete)]
