"""Kinds of settings: how a value is read from a text or from TOML, and what is allowed.

Imports nothing heavy: each start needs it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class Kind(Generic[T]):
    """How the values of a setting are read.

    name: of the kind, for the documentation.
    """

    name = ""

    def allowed(self) -> str:
        """Return in words what is allowed."""
        raise NotImplementedError

    def known(self) -> Sequence[str]:
        """Return the names that may be meant by a wrong one."""
        return ()

    def from_text(self, text: str) -> object:
        """Return what TOML would have for a text of the environment or of an option."""
        return text

    def check(self, value: object) -> T:
        """Return the value as it is used. Raises ValueError where it is not allowed."""
        raise NotImplementedError

    def to_toml(self, value: T) -> Any:
        """Return what TOML has for a value as it is used."""
        return value


class Name(Kind[str]):
    """One of several names."""

    name = "name"

    def __init__(self, names: Callable[[], Sequence[str]]) -> None:
        self._names = names

    def allowed(self) -> str:
        return ", ".join(self._names())

    def known(self) -> Sequence[str]:
        return self._names()

    def check(self, value: object) -> str:
        if not isinstance(value, str) or value not in self._names():
            raise ValueError(value)
        return value


class Names(Kind[tuple[str, ...]]):
    """Several names in an order, each once; as a text with commas between them."""

    name = "list of names"

    def __init__(self, names: Callable[[], Sequence[str]], find: Callable[[str], str]) -> None:
        """find: gives the name that stands for another one. Raises ValueError for no name."""
        self._names = names
        self._find = find

    def allowed(self) -> str:
        return f"a list of {', '.join(self._names())}"

    def known(self) -> Sequence[str]:
        return self._names()

    def from_text(self, text: str) -> object:
        return [each.strip() for each in text.split(",") if each.strip()]

    def check(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            raise ValueError(value)
        return tuple(dict.fromkeys(self._find(str(each)) for each in value))

    def to_toml(self, value: tuple[str, ...]) -> Any:
        return list(value)


class Switch(Kind[bool]):
    """On or off. is_inverted: a text of the environment or an option states the opposite."""

    name = "true or false"

    def __init__(self, *, is_inverted: bool = False) -> None:
        self._is_inverted = is_inverted

    def allowed(self) -> str:
        return "true, false"

    def from_text(self, text: str) -> object:
        if self._is_inverted:
            return text.strip().lower() in _FALSE
        return self.stated(text)

    def stated(self, text: str) -> object:
        """Return what a text states, which is never the opposite; any other text as it is."""
        words = {**dict.fromkeys(_TRUE, True), **dict.fromkeys(_FALSE, False)}
        return words.get(text.strip().lower(), text)

    def check(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise ValueError(value)
        return value


class Whole(Kind[int]):
    """A whole number within limits."""

    name = "number"

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most

    def allowed(self) -> str:
        return f"{self._least} to {self._most}"

    def from_text(self, text: str) -> object:
        return int(text) if text.strip().isdecimal() else text

    def check(self, value: object) -> int:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if not isinstance(value, int) or not is_number or not self._least <= value <= self._most:
            raise ValueError(value)
        return value


class Text(Kind[str]):
    """Any text. words: what it is."""

    name = "text"

    def __init__(self, words: str) -> None:
        self._words = words

    def allowed(self) -> str:
        return self._words

    def check(self, value: object) -> str:
        if not isinstance(value, str):
            raise ValueError(value)
        return value.strip()


class Address(Text):
    """The address of a server, without a slash at its end."""

    name = "address"

    def check(self, value: object) -> str:
        address = super().check(value).rstrip("/")
        scheme, _, host = address.partition("://")
        if scheme not in ("http", "https") or not host or host.startswith("/"):
            raise ValueError(value)
        return address


class Folder(Text):
    """A folder, with `~` for the home folder; empty for none."""

    name = "folder"

    def check(self, value: object) -> str:
        text = super().check(value)
        return os.path.expanduser(text)  # noqa: PTH111  an empty text stays empty


class Command(Kind[tuple[str, ...]]):
    """A program and its arguments, as a shell splits them; empty for none."""

    name = "command"

    def allowed(self) -> str:
        return "a program with its arguments; the path of the file comes last"

    def check(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, str):
            raise ValueError(value)
        if not value.strip():
            return ()
        import shlex

        return tuple(shlex.split(value))

    def to_toml(self, value: tuple[str, ...]) -> Any:
        import shlex

        return shlex.join(value)
