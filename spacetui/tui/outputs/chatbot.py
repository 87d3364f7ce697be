"""A conversation: each message under the name of its author."""

from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content

from spacetui.model.file_data import files_within, name_of
from spacetui.model.schema import Json, Return
from spacetui.text.format import count_text
from spacetui.text.terminal_escapes import make_visible, visible_line
from spacetui.tui.outputs.output_view import Fetch, OutputView
from spacetui.tui.outputs.text_layout import as_json, cut_note, muted
from spacetui.tui.outputs.textbox import TextWrapper
from spacetui.tui.widgets.glyphs import glyphs

# The newest messages are shown; a copy has all of them.
MAX_MESSAGES = 100
MAX_IN_MESSAGE = 100_000
MAX_AUTHOR = 40
_AUTHORS = {"user": "you", "assistant": "answer"}


class ChatView(OutputView):
    """Messages in the shape of any version; only those that changed are wrapped again."""

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        # The rows of each message at the last layout, by its text and the width.
        self._wrapped: dict[tuple[str, int], list[str]] = {}

    def draw(self, value: Json, final: bool) -> None:
        messages = messages_in(value)
        if messages is None:
            self.draw_json(value or None)
            return
        self.summary = count_text(len(messages), "message")
        self.body.show_lines(lambda width: self._lines(messages, width, final))

    def text_to_copy(self) -> str:
        messages = messages_in(self.value)
        if messages is None:
            return as_json(self.value)
        return "\n\n".join(f"{role}: {text}" for role, text in messages)

    def _lines(self, messages: Sequence[tuple[str, str]], width: int, final: bool) -> list[Content]:
        shown = messages[-MAX_MESSAGES:]
        lines: list[Content] = []
        if len(messages) > len(shown):
            lines.append(muted(f"the last {len(shown)} of {len(messages)} messages"))
        before, self._wrapped = self._wrapped, {}
        for role, text in shown:
            if lines:
                lines.append(Content(""))
            lines.append(muted(visible_line(_AUTHORS.get(role, role), MAX_AUTHOR)))
            rows = before.get((text, width)) or _wrap(text, width)
            self._wrapped[text, width] = rows
            lines += [Content(each) for each in rows]
            lines += cut_note(len(text) > MAX_IN_MESSAGE)
        if lines and not final:
            lines[-1] = Content.assemble(lines[-1], (glyphs().caret, "$accent"))
        return lines


def _wrap(text: str, width: int) -> list[str]:
    wrapper = TextWrapper(width - 1)
    wrapper.add(make_visible(text[:MAX_IN_MESSAGE]).replace("\t", "    "))
    return wrapper.lines


def messages_in(value: Json) -> list[tuple[str, str]] | None:
    """Return (role, text) of each message: objects with a role, or the pairs of Gradio 3.

    None for a value of another shape.
    """
    if not isinstance(value, list) or not value:
        return None
    messages: list[tuple[str, str]] = []
    for each in value:
        if isinstance(each, Mapping) and isinstance(each.get("role"), str):
            messages.append((each["role"], _content_text(each.get("content"))))
        elif isinstance(each, (list, tuple)) and len(each) == 2:
            pair = zip(("user", "assistant"), each, strict=True)
            messages += [(role, _content_text(part)) for role, part in pair if part is not None]
        else:
            return None
    return messages


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
