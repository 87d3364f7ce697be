"""CodeKeys: what the keys of a page do with its code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacetui.tui.widgets.code_actions import CodeActions
    from spacetui.tui.widgets.code_check import CodeCheck

# Key id -> the action that a page runs by it.
CODE_KEYS = {
    "copy": "code('copy')",
    "language": "code('next')",
    "languages": "code('choose')",
    "verify": "code('verify')",
}


class CodeKeys:
    """Does by a word what a key stands for: copy, next, choose, verify."""

    def __init__(
        self,
        actions: CodeActions,
        check: CodeCheck,
        *,
        after_typing: Callable[[Callable[[], None]], None],
        reveal: Callable[[], None] = lambda: None,
    ) -> None:
        """after_typing: calls a function when what was typed is in the field.

        reveal: brings the code to the front, where another pane lies over it.
        """
        self._actions = actions
        self._check = check
        self._after_typing = after_typing
        self._reveal = reveal

    def can(self, what: str) -> bool:
        """Return whether there is something to do it with."""
        return what != "verify" or self._check.is_possible

    def do(self, what: str) -> None:
        """Do it. Raises KeyError for another word."""
        {
            "copy": self._copy,
            "next": self._next,
            "choose": self._actions.choose_language,
            "verify": self._check.start,
        }[what]()

    def _copy(self) -> None:
        self._after_typing(self._actions.copy)

    def _next(self) -> None:
        self._actions.show_next_language()
        self._reveal()
