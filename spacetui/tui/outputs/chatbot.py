"""A conversation: each message under the name of its author."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content

from spacetui.model.file_data import files_within, name_of
from spacetui.model.schema import Json, Return
from spacetui.text.format import count_text, duration_text
from spacetui.text.terminal_escapes import make_visible, visible_line
from spacetui.tui.outputs.output_view import Fetch, OutputView
from spacetui.tui.outputs.saved_value import SavedValue, saved_value
from spacetui.tui.outputs.text_layout import as_json, cut_note, muted
from spacetui.tui.outputs.textbox import TextWrapper
from spacetui.tui.outputs.view_body import Layout, ViewBody
from spacetui.tui.widgets.glyphs import glyphs

# The newest messages are shown; a copy has all of them.
MAX_MESSAGES = 100
MAX_IN_MESSAGE = 200_000
MAX_AUTHOR = 40
# Seconds: a step that is said to take longer is not told how long.
MAX_DURATION = 10_000_000
_AUTHORS = {"user": "you", "assistant": "answer"}


class Turn:
    """A message under the name of its author. Of a text that has grown only the rest is wrapped."""

    def __init__(self, role: str, text: str, width: int) -> None:
        self.role, self.text = role, text
        self._wrapper = TextWrapper(width, is_whole=True)
        self._add(text[:MAX_IN_MESSAGE])

    def _add(self, text: str) -> None:
        self._wrapper.add(make_visible(text).replace("\t", "    "))

    def take(self, role: str, text: str) -> bool:
        """Show a later text of this message; return False where it is not one."""
        if role != self.role or not text.startswith(self.text):
            return False
        if len(text) > len(self.text):
            self._add(text[len(self.text) : MAX_IN_MESSAGE])
            self.text = text
        return True

    @property
    def height(self) -> int:
        """The rows of the message, with its author."""
        return 1 + len(self._wrapper.lines) + (len(self.text) > MAX_IN_MESSAGE)

    def line_at(self, y: int) -> Content:
        """Return a row of the message, the author's first."""
        if y == 0:
            return muted(visible_line(_AUTHORS.get(self.role, self.role), MAX_AUTHOR))
        lines = self._wrapper.lines
        if y <= len(lines):
            return Content(lines[y - 1])
        return cut_note(is_cut=True)[0]


class ChatBody(ViewBody):
    """A body of messages with a blank row between them; or of lines, for another value."""

    def __init__(self) -> None:
        super().__init__()
        self._messages: Sequence[tuple[str, str]] = ()
        self._is_growing = False
        self._shows_lines = False
        self._width = 0  # not known before the first layout
        # The turns on show, by the numbers of their messages, and the rows where they start.
        self._turns: dict[int, Turn] = {}
        self._starts: list[int] = []

    def show_lines(self, layout: Layout) -> None:
        """Show lines instead of messages."""
        self._shows_lines = True
        super().show_lines(layout)

    def show_messages(self, messages: Sequence[tuple[str, str]], *, is_growing: bool) -> None:
        """Show (role, text) of each message; while they grow a caret is drawn at their end."""
        height_before = -1 if self._shows_lines else self._height
        self._messages, self._is_growing, self._shows_lines = messages, is_growing, False
        self._wrap()
        self.refresh(layout=not self._width or self._height != height_before)

    def _wrap(self) -> None:
        """Wrap what is new in the messages on show."""
        if not self._width:
            return
        first = max(0, len(self._messages) - MAX_MESSAGES)
        before, self._turns, self._starts = self._turns, {}, []
        row: int = bool(first)  # the row that says how many there are
        for number, (role, text) in enumerate(self._messages[first:], first):
            turn = before.get(number)
            if turn is None or not turn.take(role, text):
                turn = Turn(role, text, self._width)
            row += bool(row)  # the blank one
            self._turns[number] = turn
            self._starts.append(row)
            row += turn.height

    @property
    def _height(self) -> int:
        if not self._starts:
            return 0
        return self._starts[-1] + self._turns[len(self._messages) - 1].height

    def line_count(self, width: int) -> int:
        if self._shows_lines:
            return super().line_count(width)
        # One cell is kept for the caret, so that it never needs a line of its own.
        if self._width != max(1, width - 1):
            self._width, self._turns = max(1, width - 1), {}
            self._wrap()
        return self._height

    def line_at(self, y: int, width: int) -> Content:
        if self._shows_lines:
            return super().line_at(y, width)
        place = bisect_right(self._starts, y) - 1
        if place < 0:
            hidden = f"the last {len(self._turns)} of {len(self._messages)} messages"
            if y == 0:
                return muted(hidden)
            return Content("")
        turn = self._turns[len(self._messages) - len(self._starts) + place]
        row = y - self._starts[place]
        content = turn.line_at(row) if row < turn.height else Content("")
        if self._is_growing and y == self._height - 1:
            content = Content.assemble(content, (glyphs().caret, "$accent"))
        return content


class ChatView(OutputView):
    """Messages in the shape of any version."""

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self._chat_body = ChatBody()
        self.body = self._chat_body

    def messages(self, value: Json) -> list[tuple[str, str]] | None:
        """Return (role, text) of each message; None for a value of another shape."""
        return messages_in(value)

    def draw(self, value: Json, final: bool) -> None:
        messages = self.messages(value)
        if messages is None:
            self.draw_json(value or None)
            return
        self.summary = count_text(len(messages), "message")
        self._chat_body.show_messages(messages, is_growing=not final)

    def to_save(self) -> SavedValue | None:
        if self.messages(self.value) is None:
            return super().to_save()
        return saved_value(self.text_to_copy(), ".md")

    def text_to_copy(self) -> str:
        messages = self.messages(self.value)
        if messages is None:
            return super().text_to_copy()
        return "\n\n".join(f"{role}: {text}" for role, text in messages)


def messages_in(value: Json) -> list[tuple[str, str]] | None:
    """Return (role, text) of each message: objects with a role, or the pairs of Gradio 3.

    None for a value of another shape.
    """
    if not isinstance(value, list) or not value:
        return None
    messages: list[tuple[str, str]] = []
    for each in value:
        if isinstance(each, Mapping) and isinstance(each.get("role"), str):
            text = _content_text(each.get("content"))
            head = step_head(each.get("metadata"))
            messages.append((each["role"], f"{head}\n{text}" if head else text))
        elif isinstance(each, (list, tuple)) and len(each) == 2:
            pair = zip(("user", "assistant"), each, strict=True)
            messages += [(role, _content_text(part)) for role, part in pair if part is not None]
        else:
            return None
    return messages


def step_head(metadata: Json) -> str:
    """Return the title of a tool's step with its log and how long it took; empty for an answer.

    Source: gradio 6.31 components/chatbot.py, MetadataDict; duration is in seconds.
    """
    if not isinstance(metadata, Mapping):
        return ""
    texts = (metadata.get("title"), metadata.get("log"))
    parts = [each for each in texts if isinstance(each, str) and each]
    duration = metadata.get("duration")
    if parts and isinstance(duration, (int, float)) and 0 <= duration < MAX_DURATION:
        parts.append(duration_text(duration))
    return f" {glyphs().dot} ".join(parts)


def _content_text(content: Json) -> str:
    return " ".join(_texts(content))


def _texts(content: Json) -> Iterator[str]:
    """List the texts in the content of a message: a text, a part, a list of parts, or a file."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, (list, tuple)):
        for each in content:
            yield from _texts(each)
    elif isinstance(content, Mapping):
        yield from _part_texts(content)
    elif content is not None:
        yield str(content)


def _part_texts(part: Mapping[str, Json]) -> Iterator[str]:
    text = part.get("text", part.get("value"))
    if isinstance(text, str):
        yield text
    elif files := files_within(part):
        yield from (f"[{name_of(each) or 'file'}]" for each in files)
    else:
        yield as_json(part, None)
