"""ChatLayout: the turns of a chat as parts; of a chat that grows only what is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from spacetui.model.chat_turns import ChatItem, ChatTurn, turns_in
from spacetui.model.output_path import OutputPath
from spacetui.model.schema import Json
from spacetui.tui.outputs.chat_parts import heading, turn_parts
from spacetui.tui.outputs.rich_text.parts_body import PartsBody
from spacetui.tui.outputs.rich_text.text_part import FixedPart, Part, TextPart
from spacetui.tui.outputs.turn_file import FilePictures

# An element of a chat -> its turns, or None where it is none.
Parse = Callable[[Json], list[ChatTurn] | None]


class Stop(NamedTuple):
    """What can be chosen of a chat: an item of a turn, or the heading of a tool's step.

    parts: the numbers of its parts. path: leads to the item in the value.
    """

    parts: range
    turn: int
    item: ChatItem | None
    path: OutputPath = ()


class _Turn(NamedTuple):
    """A turn on show. first: the number of its first part. depth: of steps around its text."""

    turn: ChatTurn
    message: int  # the number of its element in the value
    first: int
    depth: int
    is_folded: bool
    is_hidden: bool
    has_heading: bool


class ChatLayout:
    """Shows the messages of one view in its body."""

    def __init__(self, body: PartsBody, pictures: FilePictures, parse: Parse = turns_in) -> None:
        self._body = body
        self._pictures = pictures
        self._parse = parse
        self._messages: list[Json] = []
        self._parsed: list[list[ChatTurn]] = []
        self._turns: list[_Turn] = []
        self._folded: dict[int, bool] = {}  # by the number of a turn, as the user has it
        self._is_growing = False

    @property
    def turns(self) -> list[ChatTurn]:
        """All turns, from first to last."""
        return [each.turn for each in self._turns]

    def clear(self) -> None:
        """Forget what is shown."""
        self._messages, self._parsed, self._turns = [], [], []
        self._folded.clear()

    def show(self, messages: Sequence[Json], *, is_growing: bool) -> bool:
        """Show messages; return False where one of them is none, and show nothing then."""
        same = self._count_same(messages)
        parsed = [self._parse(each) for each in messages[same:]]
        if any(each is None for each in parsed):
            return False
        first = sum(map(len, self._parsed[:same]))
        before = self._turns[first:]
        self._messages[same:] = messages[same:]
        self._parsed[same:] = [each or [] for each in parsed]
        if same < len(messages) or len(before) or is_growing != self._is_growing:
            self._is_growing = is_growing
            self._show_from(first, same, before)
        return True

    def _count_same(self, messages: Sequence[Json]) -> int:
        """Return how many messages at the beginning are those that are shown."""
        for number, (before, now) in enumerate(zip(self._messages, messages, strict=False)):
            if before is not now and before != now:
                return number
        return min(len(self._messages), len(messages))

    def _show_from(self, first: int, message: int, before: Sequence[_Turn]) -> None:
        """Show the turns from `first` on, which is the first one of a message."""
        if self._grow(first, message, before):
            return
        parts_now = len(self._body.list.parts)
        start = self._turns[first].first if first < len(self._turns) else parts_now
        del self._turns[first:]
        parts: list[Part] = []
        for number in range(message, len(self._parsed)):
            for turn in self._parsed[number]:
                parts += self._add_turn(turn, number, start + len(parts))
        self._body.show_parts(start, parts, is_growing=self._is_growing)

    def _grow(self, first: int, message: int, before: Sequence[_Turn]) -> bool:
        """Show a later text of the last turn; return False where more than that has changed."""
        now = [turn for turns in self._parsed[message:] for turn in turns]
        while now and before and now[0] == before[0].turn:  # the first of a pair
            first, now, before = first + 1, now[1:], before[1:]
        if not now and not before and self._turns:  # nothing has changed but whether it grows
            first, now, before = len(self._turns) - 1, [self._turns[-1].turn], self._turns[-1:]
        if len(now) != 1 or len(before) != 1:
            return False
        shown, turn = before[0], now[0]
        number = len(self._body.list.parts) - 1
        part = self._body.list.parts[number] if _is_longer(shown, turn) else None
        text = turn.items[-1].text if turn.items else ""
        if not isinstance(part, TextPart) or not part.take(text, is_complete=not self._is_growing):
            return False
        self._turns[first] = shown._replace(turn=turn)
        self._body.show_growth(number, is_growing=self._is_growing)
        return True

    def _add_turn(self, turn: ChatTurn, message: int, first: int) -> list[Part]:
        last = self._turns[-1].turn if self._turns else None
        shown = self._turn(turn, message, first, last)
        self._turns.append(shown)
        parts: list[Part] = []
        if shown.has_heading:
            is_step_after_step = turn.step and last is not None and last.step
            gap = last is not None and not is_step_after_step
            parts.append(FixedPart(heading(turn, shown.is_folded, shown.depth, gap)))
        if not shown.is_hidden and not shown.is_folded:
            parts += turn_parts(
                turn,
                shown.depth,
                is_complete=not self._is_growing,
                highlight=self._body.colours.highlight,
                pictures=self._pictures,
            )
        return parts

    def _turn(self, turn: ChatTurn, message: int, first: int, last: ChatTurn | None) -> _Turn:
        """Return a turn as it is shown after `last`."""
        parent = self._parent_of(turn)
        depth, is_hidden = (0, False) if parent is None else (parent.depth, _hides(parent))
        is_step = turn.step is not None
        is_folded = turn.step is not None and self._folded.get(len(self._turns), turn.step.is_done)
        is_other = last is None or last.role != turn.role or last.step is not None
        has_heading = not is_hidden and bool(turn.role) and (is_step or is_other)
        return _Turn(turn, message, first, depth + is_step, is_folded, is_hidden, has_heading)

    def _parent_of(self, turn: ChatTurn) -> _Turn | None:
        if turn.step is None or not turn.step.parent_id:
            return None
        steps = (each for each in reversed(self._turns) if each.turn.step is not None)
        wanted = turn.step.parent_id
        return next(
            (each for each in steps if each.turn.step and each.turn.step.id == wanted), None
        )

    # What can be chosen.

    def stops(self) -> list[Stop]:
        """Return what can be chosen, from top to bottom."""
        found: list[Stop] = []
        for number, shown in enumerate(self._turns):
            if shown.is_hidden:
                continue
            at = shown.first
            if shown.has_heading:
                if shown.turn.step is not None:
                    found.append(Stop(range(at, at + 1), number, None))
                at += 1
            for item in () if shown.is_folded else shown.turn.items:
                path = (shown.message, *item.path) if item.path else ()
                found.append(Stop(range(at, at + 1), number, item, path))
                at += 1
        return found

    def fold(self, number: int) -> None:
        """Fold the step of a tool, or unfold it."""
        shown = self._turns[number]
        if shown.turn.step is None:
            return
        self._folded[number] = not shown.is_folded
        first = next(at for at, each in enumerate(self._turns) if each.message == shown.message)
        self._show_from(first, shown.message, ())


def _hides(parent: _Turn) -> bool:
    """Return whether what lies in a step is not shown."""
    return parent.is_folded or parent.is_hidden


def _is_longer(shown: _Turn, turn: ChatTurn) -> bool:
    """Return whether a turn is the one that is shown, but for its last text."""
    before = shown.turn
    if shown.is_hidden or shown.is_folded or turn.options or not turn.items:
        return False
    is_alike = turn._replace(items=()) == before._replace(items=())
    is_text = turn.items[-1].file is None
    is_same_to_it = len(turn.items) == len(before.items) and turn.items[:-1] == before.items[:-1]
    return is_alike and is_text and is_same_to_it
