"""Long JSON, parsed in a thread without stopping the event loop.

json.loads holds the interpreter from the first character to the last: 0.7 s for 25 MB. Here the
same parser takes one part of the text after the other, and other threads run in between. So the
values are those of json.loads, to the last digit.
"""

import json
import re
from collections.abc import Iterable
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed lacks it

from spacetui.model.schema import Json

# Characters that are parsed without a pause, which takes 1 to 3 ms.
PART = 128 * 1024
# Lists and objects within one another that are parsed in parts; what lies deeper is parsed at once.
MAX_ENTERED = 60
# Characters that may follow what looks like a whole number: of `1e+5`, `1` is a number.
MARGIN = 4
# How often in turn the end of a value is guessed wrong before it is looked for in another way.
MAX_MISSES = 3
# Characters of an escaped surrogate pair.
PAIR = 12

# Gives (value, index after it) of the value at an index; StopIteration where there is none.
_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # typeshed lacks it
_SPACE = re.compile(r"[ \t\n\r]*")
# As many characters of a string as may be parsed by themselves: no escape is cut, and no pair.
_STRING_PART = re.compile(
    r'(?:[^"\\]{1,4096}'
    r"|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\u[0-9a-fA-F]{4}"
    r"|\\[^u]){1,32}"
)
# How a value ends that begins with this character.
_ENDS = {"{": "}", "[": "]", '"': '"'}


def parse_parts(parts: Iterable[str], size: int = PART) -> Json:
    """Return what json.loads returns for a text that comes in parts.

    size: characters that are parsed without a pause. Raises ValueError and RecursionError as
    json.loads does. Blocking: call it in a thread.
    """
    return _Parser(parts, size).parse()


class _Parser:
    """Reads a text from its first character to its last; `_at` is where it goes on in `_text`."""

    def __init__(self, parts: Iterable[str], size: int) -> None:
        self._parts = iter(parts)
        self._size = size
        self._text = ""
        self._at = 0
        self._is_end = False

    def parse(self) -> Json:
        self._fill()
        value = self._value(0)
        if self._next():
            raise ValueError("there is more than one value")
        return value

    # The text.

    def _fill(self) -> None:
        """Have some characters ahead, or all that are left."""
        if len(self._text) - self._at < self._size:
            self._read_on(2 * self._size)

    def _read_on(self, count: int) -> bool:
        """Have at least `count` characters ahead, or all that are left; return whether some came.

        Then what was read is dropped, so that `_at` is another index.
        """
        ahead = [self._text[self._at :]]
        left = count - len(ahead[0])
        while left > 0 and not self._is_end:
            part = next(self._parts, None)
            self._is_end = part is None
            ahead.append(part or "")
            left -= len(ahead[-1])
        has_come = any(ahead[1:])
        if has_come:
            self._text, self._at = "".join(ahead), 0
        return has_come

    def _more(self) -> bool:
        """Have more characters ahead; return whether some came."""
        return self._read_on(2 * (len(self._text) - self._at) + self._size)

    def _is_cut(self, end: int) -> bool:
        """Return whether what ends at `end` may go on in the next part."""
        return end + MARGIN > len(self._text) and not self._is_end

    def _next(self) -> str:
        """Go to the next character that is no space, and return it; empty at the end."""
        while True:
            self._at = self._after_space(self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _after_space(self, at: int) -> int:
        match = _SPACE.match(self._text, at)
        return at if match is None else match.end()

    def _goes_on(self, end: str) -> bool:
        """Read what follows a value in a list or an object: a comma, or its end."""
        found = self._next()
        self._at += 1
        if found not in (",", end) or not found:
            raise ValueError(f"expecting , or {end}")
        return found == ","

    # Values, which begin at `_at`.

    def _value(self, depth: int) -> Json:
        first = self._next()
        if first == '"':
            return self._string()
        if first == "[" and depth < MAX_ENTERED:
            return self._list(depth)
        if first == "{" and depth < MAX_ENTERED:
            return self._object(depth)
        while True:
            try:
                value, end = _scan(self._text, self._at)
            except (StopIteration, ValueError) as error:
                if not self._more():
                    raise ValueError(f"expecting a value: {error}") from None
                continue
            if not self._is_cut(end) or not self._more():
                self._at = end
                return value

    def _string(self) -> str:
        found: list[str] = []
        self._at += 1
        while True:
            match = _STRING_PART.match(self._text, self._at)
            end = self._at if match is None else match.end()
            if end + PAIR > len(self._text) and self._more():
                continue
            if match is None:
                break
            found.append(scanstring(match[0] + '"', 0)[0])
            self._at = end
        if self._text[self._at : self._at + 1] != '"':
            raise ValueError("a string has no end")
        self._at += 1
        return "".join(found)

    def _list(self, depth: int) -> list[Json]:
        items: list[Json] = []
        self._at += 1
        if self._next() == "]":
            self._at += 1
            return items
        misses = 0
        while True:
            self._fill()
            if misses < MAX_MISSES and self._many_items(items):
                misses = 0
            elif not self._whole_items(items):
                items.append(self._value(depth + 1))
            else:
                misses += 1
            if not self._goes_on("]"):
                return items

    def _many_items(self, items: list[Json]) -> bool:
        """Add the items up to a place that looks like the end of one; return whether it is one."""
        first = self._next()
        end = start = _ENDS.get(first, "")
        if first == "{":  # rows begin with the same key
            end, start = "", self._text[self._at : self._text.find(":", self._at) + 1]
        elif first == "[":
            start = first
        return self._take_items(self._up_to(end, start), items) or self._take_items(
            self._up_to_end(_ENDS.get(first, "")), items
        )

    def _take_items(self, part: str, items: list[Json]) -> bool:
        """Add the items of a part of a list; return whether it is one."""
        # A list that is cut within an item is no JSON, so that what can be read is right.
        found = _read(f"[{part}]") if part else None
        if found is None:
            return False
        items += found
        self._at += len(part)
        return True

    def _whole_items(self, items: list[Json]) -> bool:
        """Add the items that are whole in the text at hand; return whether one is."""
        self._next()
        at, count = self._at, len(items)
        while True:
            try:
                value, end = _scan(self._text, at)
            except (StopIteration, ValueError):
                break
            if self._is_cut(end):
                break
            items.append(value)
            self._at = end
            at = self._after_space(end)
            if self._text[at : at + 1] != ",":
                break
            at = self._after_space(at + 1)
        return len(items) > count

    def _object(self, depth: int) -> dict[str, Json]:
        made: dict[str, Json] = {}
        self._at += 1
        if self._next() == "}":
            self._at += 1
            return made
        misses = 0
        while True:
            self._fill()
            if misses < MAX_MISSES and self._many_pairs(made):
                misses = 0
            elif not self._whole_pairs(made):
                key = self._key()
                made[key] = self._value(depth + 1)
            else:
                misses += 1
            if not self._goes_on("}"):
                return made

    def _many_pairs(self, made: dict[str, Json]) -> bool:
        """Add the pairs up to a place that looks like the end of one; return whether it is one."""
        self._next()
        colon = self._text.find(":", self._at)
        first = self._text[self._after_space(colon + 1) :][:1]
        part = self._up_to(_ENDS.get(first, ""), '"')
        found = _read(f"{{{part}}}") if part else None
        if found is None:
            return False
        made.update(found)
        self._at += len(part)
        return True

    def _whole_pairs(self, made: dict[str, Json]) -> bool:
        """Add the pairs that are whole in the text at hand; return whether one is."""
        self._next()
        at, start = self._at, self._at
        while self._text[at : at + 1] == '"':
            try:
                key, end = scanstring(self._text, at + 1)
                colon = self._after_space(end)
                if self._text[colon : colon + 1] != ":":
                    break
                value, end = _scan(self._text, self._after_space(colon + 1))
            except (StopIteration, ValueError):
                break
            if self._is_cut(end):
                break
            made[key] = value
            self._at = end
            at = self._after_space(end)
            if self._text[at : at + 1] != ",":
                break
            at = self._after_space(at + 1)
        return self._at > start

    def _key(self) -> str:
        if self._next() != '"':
            raise ValueError("expecting a key")
        key = self._string()
        if self._next() != ":":
            raise ValueError("expecting :")
        self._at += 1
        return key

    def _up_to(self, end: str, start: str) -> str:
        """Return the text up to the last place where a value ends so and another one starts so."""
        limit = self._at + self._size
        for space in ("", " "):
            cut = self._text.rfind(f"{end},{space}{start}", self._at, limit)
            if cut > self._at:
                return self._text[self._at : cut + len(end)]
        return ""

    def _up_to_end(self, end: str) -> str:
        """Return the text up to the first place where a value ends so and a list ends."""
        cut = self._text.find(f"{end}]", self._at, self._at + self._size)
        return self._text[self._at : cut + len(end)] if cut > self._at else ""


def _read(text: str) -> Json:
    """Return the list or object of a text; None where it is none, or nothing is in it."""
    try:
        return json.loads(text) or None
    except ValueError:
        return None
