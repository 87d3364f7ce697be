"""The words of plain mode: what each takes and does."""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """A word that a line may begin with. takes: what follows, as help names it; empty: nothing."""

    takes: str
    does: str


WORDS = {
    "search": Word("WORDS", "find Spaces by what they do"),
    "open": Word("SRC", "open a Space, the address of any Gradio app, or a row of the list"),
    "endpoints": Word("", "what the open app can do, as a list"),
    "run": Word(
        "NAME", "ask for the values of an endpoint, and call it; a row of the list will do"
    ),
    "again": Word("", "make the last call again"),
    "code": Word("LANGUAGE", "the code that makes the last call"),
    "save": Word("FOLDER", "save the files that the last call gave"),
    "history": Word("WORDS", "the calls that are kept, or those with these words"),
    "show": Word("ID", "one call of the history"),
    "help": Word("", "these words"),
    "quit": Word("", "end; so does ctrl+d"),
}


def help_lines() -> list[str]:
    """Return a line for each word."""
    lines = [f"{name} {word.takes}".strip() + f": {word.does}" for name, word in WORDS.items()]
    return [
        *lines,
        "a number: that row of the last list",
        "/name name=value …: call an endpoint at once, with values as in `spacetui run --help`",
        "any other line: a search, or an app to open if it is an id or an address",
    ]
