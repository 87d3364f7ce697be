"""A Script becomes code: Python, curl or JavaScript. Pure text from values; nothing is run or fetched here.

To add a language: one module with `render(script) -> str`, one row in LANGUAGES, one in _SHOWN, and a test
that runs what it renders.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from spacetui.errors import UsageError
from spacetui.model.script import Script

LANGUAGES: dict[str, str] = {
    "python": "python:render",
    "curl": "curl:render",
    "javascript": "javascript:render",
}
ALIASES: dict[str, str] = {
    "py": "python",
    "python3": "python",
    "sh": "curl",
    "bash": "curl",
    "shell": "curl",
    "js": "javascript",
    "node": "javascript",
    "mjs": "javascript",
}
# name -> title on the screen, Pygments lexer, suffix of a file that holds it
_SHOWN: dict[str, tuple[str, str, str]] = {
    "python": ("python", "python", ".py"),
    "curl": ("curl", "bash", ".sh"),
    "javascript": ("js", "javascript", ".mjs"),
}


@dataclass(frozen=True, slots=True)
class Language:
    """A language a script can be rendered in.

    title: short, for the screen. lexer: the name Pygments knows. suffix: with its dot.
    """

    name: str
    title: str
    lexer: str
    suffix: str
    render: Callable[[Script], str]


def language(name: str) -> Language:
    """Give the language called `name` or one of its aliases. Raises UsageError that lists them."""
    known = ALIASES.get(name.strip().lower(), name.strip().lower())
    if known not in LANGUAGES:
        raise UsageError(
            f"{name!r} is not a snippet language" if name else "a snippet language is wanted",
            hint=f"One of: {', '.join(LANGUAGES)}.",
        )
    module, _, function = LANGUAGES[known].partition(":")
    return Language(known, *_SHOWN[known], getattr(import_module(f"{__name__}.{module}"), function))


def render(script: Script, name: str) -> str:
    """Give `script` as code in the language called `name`; ends with a newline. Raises UsageError."""
    return language(name).render(script)
