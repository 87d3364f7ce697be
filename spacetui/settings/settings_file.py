"""Reading the file of the settings: its values, the line of each, and the lines that are no TOML.

A line that is no TOML is told and left out; the rest of the file holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

# Lines with mistakes that are told; a file with more of them is something else.
MAX_MISTAKES = 20
# Compiled when there is a file: most users have none, and each start comes by here.
_HEADER = r"\s*\[\s*([^\[\]]+?)\s*\]"
_KEY = r"\s*([A-Za-z0-9_.\"'-]+(?:\s*\.\s*[A-Za-z0-9_.\"'-]+)*)\s*="
_AT_LINE = r"(.*) \(at line (\d+), column \d+\)"


class Mistake(NamedTuple):
    """What is wrong. where: file and line, or the variable or option."""

    where: str
    what: str

    @property
    def text(self) -> str:
        return f"{self.where}: {self.what}"


class FileContent(NamedTuple):
    """What the file has. lines: the line of each key, such as `theme` and `keys.zoom`."""

    place: str
    values: Mapping[str, Any] = {}
    lines: Mapping[str, int] = {}
    mistakes: tuple[Mistake, ...] = ()

    def where(self, key: str) -> str:
        """Name the file, and the line of a key."""
        line = self.lines.get(key)
        return f"{self.place}, line {line}" if line else self.place


def read_file(path: Path, place: str) -> FileContent:
    """Read the file; one that is not there has nothing. place: how mistakes name it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return FileContent(place)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", "") or "it is not UTF-8"
        return FileContent(place, mistakes=(Mistake(place, f"it cannot be read: {reason}"),))
    return read_text(text, place)


def read_text(text: str, place: str) -> FileContent:
    """Read what the file holds."""
    import tomllib

    lines = text.splitlines()
    mistakes: list[Mistake] = []
    for _ in range(MAX_MISTAKES):
        try:
            values = tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError as error:
            reason, number = _place_of(str(error), lines)
            mistakes.append(_mistake(place, reason, number, lines))
            if not number:
                break
            lines[number - 1] = ""  # the next lines keep their numbers
        else:
            return FileContent(place, values, dict(_lines_of_keys(lines)), tuple(mistakes))
    mistakes.append(Mistake(place, "nothing of it is used until this is mended"))
    return FileContent(place, mistakes=tuple(mistakes))


def _place_of(error: str, lines: list[str]) -> tuple[str, int]:
    """Return the reason and the line of an error of tomllib; no line where it is the end."""
    found = re.fullmatch(_AT_LINE, error)
    if found is None:
        return error.removesuffix(" (at end of document)"), 0
    number = min(int(found[2]), len(lines))
    return found[1], number if lines[number - 1].strip() else 0


def _mistake(place: str, reason: str, number: int, lines: list[str]) -> Mistake:
    if not number:
        return Mistake(place, f"it is no TOML: {reason}")
    found = lines[number - 1].strip()[:60]
    hint = "A text stands in quotes." if reason == "Invalid value" else "TOML has: name = value."
    return Mistake(f"{place}, line {number}", f"{found!r} is no TOML: {reason}. {hint}")


def _lines_of_keys(lines: list[str]) -> Iterator[tuple[str, int]]:
    table = ""
    for number, line in enumerate(lines, 1):
        if header := re.match(_HEADER, line):
            table = _plain(header[1])
            yield table, number
            table = f"{table}."
        elif key := re.match(_KEY, line):
            yield f"{table}{_plain(key[1])}", number


def _plain(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))
