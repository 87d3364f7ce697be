"""JsonTree: which rows a JSON value has, where lists, objects and long strings are open or closed.

Only what is open is kept, in runs of rows, so that a row of a million is found at once. Pure: no
widget, no width but that at which strings are wrapped.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import islice
from typing import NamedTuple

from spacetui.model.output_path import OutputPath
from spacetui.model.schema import Json

# Rows that are open when a value is shown first, and how deep, and characters of a string that is.
FIRST_ROWS, FIRST_DEPTH, FIRST_STRING = 300, 40, 2_000
# Characters of a string that its rows show; a copy has all of it.
MAX_STRING = 1_000_000

# The number of rows that a string takes below its first one.
RowsOfString = Callable[["Node"], int]


class Kind(Enum):
    """What a row is of its node: all of it, the beginning or end of an open one, more of a text."""

    WHOLE = "whole"
    HEAD = "head"
    MORE = "more"
    FOOT = "foot"


class Place(NamedTuple):
    """A node: its number among the children of `parent`, which is open; None for the root."""

    parent: Node | None
    number: int


class Row(NamedTuple):
    """A row. line: of the text of an open string, from 0, which is the row with its key."""

    place: Place
    kind: Kind
    line: int = 0


class _Run(NamedTuple):
    """Rows one below the other: of closed children from `first` on, or else of one node."""

    place: Place
    kind: Kind


class Node:
    """An open list, object or string. depth: how many it lies in."""

    __slots__ = ("_keys", "_unread", "depth", "open", "place", "value")

    def __init__(self, value: Json, place: Place, depth: int) -> None:
        self.value = value
        self.place = place
        self.depth = depth
        self.open: dict[int, Node] = {}
        # The first keys of an object, as far as they were asked for: all of a million take 60 ms.
        self._keys: list[str] = []
        self._unread = iter(value) if isinstance(value, Mapping) else iter(())

    @property
    def count(self) -> int:
        """How many children it has; a string has none."""
        return len(self.value) if is_container(self.value) else 0

    def key_at(self, index: int) -> str | int:
        """Return the key of a child: of a list its number."""
        if not isinstance(self.value, Mapping):
            return index
        if index >= len(self._keys):
            self._keys += islice(self._unread, index + 1 - len(self._keys))
        return self._keys[index]

    def child_at(self, index: int) -> Json:
        return self.value[self.key_at(index)]


class JsonTree:
    """The rows of one value. rows_of_string: what an open string needs at the present width."""

    def __init__(self, value: Json, rows_of_string: RowsOfString) -> None:
        self._rows_of_string = rows_of_string
        self._runs: list[_Run] = []
        self._starts: list[int] = []
        self.count = 0
        self.root = Node(value, Place(None, 0), 0)
        self._open_first()
        self.lay_out()

    # Reading.

    def row_at(self, y: int) -> Row:
        """Return row `y`, which is below `count`."""
        at = bisect_right(self._starts, y) - 1
        (parent, first), kind = self._runs[at]
        offset = y - self._starts[at]
        if kind is Kind.WHOLE:
            return Row(Place(parent, first + offset), kind)
        if kind is Kind.HEAD and offset:
            return Row(Place(parent, first), Kind.MORE, offset)
        return Row(Place(parent, first), kind)

    def row_of(self, place: Place) -> int:
        """Return the number of the first row of a node whose parents are open."""
        for (parent, first), kind, start, end in self._iter_runs():
            if parent is not place.parent or kind is Kind.FOOT:
                continue
            rows = end - start if kind is Kind.WHOLE else 1
            if first <= place.number < first + rows:
                return start + place.number - first
        return 0

    def value_at(self, place: Place) -> Json:
        if place.parent is None:
            return self.root.value
        return place.parent.child_at(place.number)

    def path_to(self, place: Place) -> OutputPath:
        """Return the keys that lead to a node."""
        keys: list[str | int] = []
        while place.parent is not None:
            keys.append(place.parent.key_at(place.number))
            place = place.parent.place
        return tuple(reversed(keys))

    def is_open(self, place: Place) -> bool:
        return place.parent is None or place.number in place.parent.open

    def can_open(self, place: Place) -> bool:
        """Return whether there is anything in a closed node."""
        value = self.value_at(place)
        return bool(value) and isinstance(value, (Mapping, list, tuple, str))

    # Changing.

    def open(self, place: Place) -> Node:
        """Open a node, without laying it out."""
        if place.parent is None:
            return self.root
        made = place.parent.open.get(place.number)
        if made is None:
            made = Node(self.value_at(place), place, place.parent.depth + 1)
            place.parent.open[place.number] = made
        return made

    def close(self, place: Place) -> None:
        """Close a node, without laying it out; what is open in it is forgotten. The root stays."""
        if place.parent is not None:
            place.parent.open.pop(place.number, None)

    def open_way(self, indices: Sequence[int]) -> Place:
        """Open all that a node lies in, and return it. indices: of it and of all it lies in."""
        node, place = self.root, Place(None, 0)
        for index in indices:
            node = self.open(place)
            place = Place(node, index)
        return place

    def lay_out(self) -> None:
        """Find the rows of all that is open."""
        self._runs, self._starts, self.count = [], [], 0
        stack: list[tuple[Node, Iterator[int], int]] = []
        self._enter(self.root, stack)
        while stack:
            node, numbers, done = stack.pop()
            index = next(numbers, None)
            if index is None:
                self._add(Place(node, done), Kind.WHOLE, node.count - done)
                self._add(node.place, Kind.FOOT, 1)
                continue
            self._add(Place(node, done), Kind.WHOLE, index - done)
            stack.append((node, numbers, index + 1))
            self._enter(node.open[index], stack)

    def _enter(self, node: Node, stack: list[tuple[Node, Iterator[int], int]]) -> None:
        if isinstance(node.value, str):
            self._add(node.place, Kind.HEAD, 1 + self._rows_of_string(node))
            return
        self._add(node.place, Kind.HEAD, 1)
        stack.append((node, iter(sorted(node.open)), 0))

    def _add(self, place: Place, kind: Kind, count: int) -> None:
        if count > 0:
            self._runs.append(_Run(place, kind))
            self._starts.append(self.count)
            self.count += count

    def _iter_runs(self) -> Iterator[tuple[Place, Kind, int, int]]:
        ends = [*self._starts[1:], self.count]
        for (place, kind), start, end in zip(self._runs, self._starts, ends, strict=True):
            yield place, kind, start, end

    def _open_first(self) -> None:
        """Open what is near the root, as far as it is not much."""
        layer, left = [self.root], FIRST_ROWS - self.root.count
        while layer and left > 0 and layer[0].depth < FIRST_DEPTH:
            below: list[Node] = []
            for node in layer:
                for index in range(min(node.count, FIRST_ROWS)):
                    value, place = node.child_at(index), Place(node, index)
                    if isinstance(value, str) and 0 < len(value) <= FIRST_STRING:
                        self.open(place)
                    elif is_container(value) and 0 < len(value) < left:
                        left -= len(value) + 1
                        below.append(self.open(place))
            layer = below


def is_container(value: Json) -> bool:
    return isinstance(value, (Mapping, list, tuple))


def children_in_order(value: Json) -> Iterator[tuple[str | int, Json]]:
    """Yield the key and value of each child; none of what is no container."""
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, (list, tuple)):
        yield from enumerate(value)
