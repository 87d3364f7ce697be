"""A conversation: each message under who said it."""

from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content

from spacetui.model.file_data import files_within, name_of
from spacetui.model.schema import Json, Return
from spacetui.text.format import count_text
from spacetui.text.terminal import make_visible
from spacetui.tui.outputs import Fetch
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import as_json, json_lines, note
from spacetui.tui.outputs.textbox import Wrapper
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.safe_content import line

# The newest are shown; a copy has all.
MOST_MESSAGES = 100
MOST_IN_MESSAGE = 100_000
_WHO = {"user": "you", "assistant": "answer"}


class ChatView(OutputView):
    """Messages in every version's shape; only what changed is folded again."""

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self._folded: dict[tuple[str, int], list[str]] = {}

    def draw(self, value: Json, final: bool) -> None:
        messages = messages_in(value)
        if messages is None:
            self.summary = "nothing" if not value else ""
            self.body.fill(json_lines(value) if value else lambda width: ())
            return
        self.summary = count_text(len(messages), "message")
        self.body.fill(lambda width: self._lines(messages, width, final))

    def copied(self) -> str:
        messages = messages_in(self.value)
        if messages is None:
            return as_json(self.value)
        return "\n\n".join(f"{who}: {text}" for who, text in messages)

    def _lines(self, messages: Sequence[tuple[str, str]], width: int, final: bool) -> list[Content]:
        shown = messages[-MOST_MESSAGES:]
        lines: list[Content] = []
        if len(messages) > len(shown):
            lines.append(note(f"the last {len(shown)} of {len(messages)} messages"))
        before, self._folded = self._folded, {}
        for who, text in shown:
            if lines:
                lines.append(Content(""))
            lines.append(note(line(_WHO.get(who, who), 40)))
            folded = before.get((text, width))
            if folded is None:
                wrapper = Wrapper(width - 1)
                wrapper.add(make_visible(text[:MOST_IN_MESSAGE]).replace("\t", "    "))
                folded = wrapper.lines
            self._folded[text, width] = folded
            lines += [Content(each) for each in folded]
            if len(text) > MOST_IN_MESSAGE:
                lines.append(note("cut; y copies all of it"))
        if lines and not final:
            lines[-1] = Content.assemble(lines[-1], (glyphs().caret, "$accent"))
        return lines


def messages_in(value: Json) -> list[tuple[str, str]] | None:
    """Give (role, text) of each message: dicts with a role, or Gradio 3's pairs; None for anything else."""
    if not isinstance(value, list) or not value:
        return None
    messages: list[tuple[str, str]] = []
    for each in value:
        if isinstance(each, Mapping) and isinstance(each.get("role"), str):
            messages.append((each["role"], " ".join(_texts(each.get("content")))))
        elif isinstance(each, (list, tuple)) and len(each) == 2:
            said = zip(("user", "assistant"), each, strict=True)
            messages += [(who, " ".join(_texts(part))) for who, part in said if part is not None]
        else:
            return None
    return messages


def _texts(content: Json) -> Iterator[str]:
    """Give the texts of a message's content: a string, a part, a list of parts, a file."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, (list, tuple)):
        for each in content:
            yield from _texts(each)
    elif isinstance(content, Mapping):
        text = content.get("text", content.get("value"))
        if isinstance(text, str):
            yield text
        elif files := files_within(content):
            yield from (f"[{name_of(each) or 'file'}]" for each in files)
        else:
            yield as_json(content, None)
    elif content is not None:
        yield str(content)
