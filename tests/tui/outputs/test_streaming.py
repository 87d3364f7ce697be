"""Outputs that stream in: an update costs what it adds, and what is shown is exact. By counting."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.strip import Strip

from spacetui.model.schema import Json, Return
from spacetui.text.format import count_text
from spacetui.tui.outputs import textbox, view_for
from spacetui.tui.outputs.rich_text import block_rows
from spacetui.tui.outputs.rich_text.block_rows import BlockRows
from spacetui.tui.outputs.rich_text.html_scanner import HtmlScanner
from spacetui.tui.outputs.view_body import ViewBody
from spacetui.tui.widgets import code_highlighting
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost

UPDATES = 200
SIZE = (60, 30)


class Counts:
    """What was done for the updates of a stream: characters, rows, and blocks of Markdown."""

    wrapped = highlighted = parsed = drawn = blocks = 0


@contextmanager
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counts]:
    """Count the characters that are wrapped, highlighted and parsed, and what is drawn."""
    counts = Counts()

    def count(owner: Any, name: str, what: str, argument: int) -> None:
        real: Callable[..., Any] = getattr(owner, name)

        def counted(*args: Any, **more: Any) -> Any:
            setattr(counts, what, getattr(counts, what) + len(args[argument]))
            return real(*args, **more)

        monkeypatch.setattr(owner, name, counted)

    count(textbox, "wrap_line", "wrapped", 0)
    count(code_highlighting, "highlight_code", "highlighted", 0)
    count(block_rows, "inline_content", "parsed", 0)
    count(HtmlScanner, "feed", "parsed", 1)
    lay_out = BlockRows.lay_out

    def laying_out(block: BlockRows, width: int) -> Any:
        counts.blocks += 1
        return lay_out(block, width)

    monkeypatch.setattr(BlockRows, "lay_out", laying_out)
    render_line = ViewBody.render_line

    def drawing(body: ViewBody, y: int) -> Strip:
        counts.drawn += 1
        return render_line(body, y)

    monkeypatch.setattr(ViewBody, "render_line", drawing)
    yield counts


def views_of(app: WidgetHost) -> list[Any]:
    """Return the views, which the host knows as widgets alone."""
    return list(app.widgets)


def prose(number: int) -> str:
    return f"word{number} " if number % 20 else f"line {number}\n"


def as_markdown(text: str) -> str:
    """Make a paragraph, which is a block, of each line."""
    return text.replace("\n", "\n\n")


def as_chat(text: str) -> Json:
    answer = {"role": "assistant", "content": as_markdown(text)}
    return [{"role": "user", "content": "q"}, answer]


def as_json(text: str) -> Json:
    return {"lines": text.split("\n"), "model": "m"}


VALUES: dict[str, Callable[[str], Json]] = {
    "Textbox": str,
    "Markdown": as_markdown,
    "Code": str,
    "HTML": lambda text: "<b>x</b>" + text,
    "Chatbot": as_chat,
    "JSON": as_json,
}


@pytest.mark.parametrize("component", VALUES)
async def test_an_update_costs_what_it_adds(
    component: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = WidgetHost(lambda: [view_for(Return("out", component))])
    async with app.run_test(size=SIZE) as pilot:
        view, text = views_of(app)[0], ""
        with counting(monkeypatch) as counts:
            for number in range(UPDATES):
                text += prose(number)
                view.show(VALUES[component](text), False)
                if number % 50 == 0:
                    await pilot.pause()
            await pilot.pause()
        # The row that grows is wrapped, and in JSON the line coloured, with each update.
        longest = 20 * len("word123 ")
        for done in (counts.wrapped, counts.highlighted, counts.parsed):
            assert done <= 2 * len(text) + UPDATES * longest
        assert counts.wrapped + counts.highlighted + counts.blocks > 0
        assert counts.blocks <= 3 * UPDATES
        lines = text.rstrip().split("\n")
        shown = screen_text(app)
        for row in lines[:2]:
            assert row[:12] in shown, "from the first line"
        view.show(VALUES[component](text), True)
        await pilot.pause()
        assert view.value == VALUES[component](text)


async def test_a_word_in_the_last_row_draws_that_row_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = WidgetHost(lambda: [view_for(Return("out", "Textbox"))])
    async with app.run_test(size=SIZE) as pilot:
        view, text = views_of(app)[0], "a line\n" * 20
        view.show(text, False)
        await pilot.pause()
        with counting(monkeypatch) as counts:
            for word in ("some", " more", " words"):
                text += word
                view.show(text, False)
                await pilot.pause()
        assert 3 <= counts.drawn <= 2 * 3
        assert "some more words▍" in screen_text(app)


async def test_a_long_final_text_is_wrapped_as_far_as_it_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = WidgetHost(lambda: [view_for(Return("out", "Textbox"))])
    async with app.run_test(size=SIZE) as pilot:
        view, line = views_of(app)[0], "a line of words"
        with counting(monkeypatch) as counts:
            view.show(f"first\n{line}\n" + f"{line}\n" * 100_000, True)
            await pilot.pause()
        # Once, and again beside the scrollbar.
        assert 0 < counts.wrapped <= 2 * (textbox.MAX_LINES * len(line) + textbox.PIECE)
        rows = rows_of(view)
        assert len(rows) == textbox.MAX_LINES + 1
        assert rows[:2] == ["first", line] and "more; p shows all" in rows[-1]
        assert view.summary == count_text(1_600_022, "character", is_grouped=True), (
            "words are not counted"
        )
        view.show("", True)
        await pilot.pause()
        assert rows_of(view) == [], "the head says that it is empty"


@pytest.mark.parametrize("component", ["Textbox", "Chatbot", "JSON"])
async def test_a_text_shown_piece_by_piece_is_shown_as_the_whole(component: str) -> None:
    app = WidgetHost(lambda: [view_for(Return("out", component)) for _ in range(2)])
    async with app.run_test(size=(60, 60)) as pilot:
        grown, whole = views_of(app)
        pieces = [
            "one\ttab",
            " [/x]",
            " \x1b[31m",
            "\n\nthe end ",
            "of a line " * 9,
            "日本" * 40,
            "x",
        ]
        for number in range(len(pieces) + 1):
            grown.show(VALUES[component]("".join(pieces[:number])), False)
            if number % 2:
                await pilot.pause()
        for view in (grown, whole):
            view.show(VALUES[component]("".join(pieces)), True)
        await pilot.pause()
        assert rows_of(grown) == rows_of(whole)
        whole.show(VALUES[component]("another"), True)
        grown.show(VALUES[component]("another"), True)
        await pilot.pause()
        assert rows_of(grown) == rows_of(whole)


def rows_of(view: Any) -> list[str]:
    body, width = view.body, view.body.content_size.width
    return [body.line_at(y, width).plain for y in range(body.line_count(width))]


def a_long_chat(last: str) -> list[Json]:
    texts = [f"message {number} **bold**\n\n- item\n- item" for number in range(400)]
    roles = ("user", "assistant")
    turns = [{"role": roles[at % 2], "content": text} for at, text in enumerate(texts)]
    return [*turns, {"role": "user", "content": "q"}, {"role": "assistant", "content": last}]


async def test_of_a_long_chat_only_what_is_seen_and_the_block_that_grows_are_laid_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = WidgetHost(lambda: [view_for(Return("out", "Chatbot"))])
    async with app.run_test(size=SIZE) as pilot:
        view, text = views_of(app)[0], "# Title\n\nfirst **paragraph**\n\n"
        with counting(monkeypatch) as counts:
            view.show(a_long_chat(text), False)
            while view.body.list.next_unread() is not None:
                await pilot.pause()
            await pilot.pause()
            assert 20 < counts.blocks < 120, "of 1,200"
            counts.blocks = counts.parsed = 0
            for number in range(20):
                text += f"word{number} "
                view.show(a_long_chat(text), False)
            assert counts.blocks == 20
            assert counts.parsed <= 20 * len("word19 " * 20)
            await pilot.pause()
            view.show(a_long_chat(text), True)
            await pilot.pause()
            assert counts.blocks <= 30
        assert view.summary == "402 messages"


async def test_the_reader_sees_the_same_rows_while_those_above_are_laid_out() -> None:
    app = WidgetHost(lambda: [view_for(Return("out", "Chatbot"))])
    async with app.run_test(size=SIZE) as pilot:
        view = views_of(app)[0]
        view.show(a_long_chat("the end"), True)
        while view.body.list.next_unread() is not None:
            await pilot.pause()
        page = next(each for each in view.ancestors if isinstance(each, VerticalScroll))
        for _ in range(4):
            await pilot.pause()
            page.scroll_end(animate=False, force=True)
        await pilot.pause()
        assert "the end" in screen_text(app)
        seen = [row for row in screen_text(app).split("\n") if "message 3" in row]
        assert seen
        for _ in range(6):
            page.scroll_to(y=page.scroll_y - 3, animate=False)
            await pilot.pause()
            await pilot.pause()
        numbers = [int(word) for word in re.findall(r"message (\d+)", screen_text(app))]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        last = int(re.findall(r"message (\d+)", seen[-1])[0])
        assert last - 5 <= numbers[-1] < last, "18 rows further up: a message takes 6"


async def test_a_final_html_is_parsed_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    app = WidgetHost(lambda: [view_for(Return("out", "HTML"))])
    async with app.run_test(size=SIZE) as pilot:
        view = views_of(app)[0]
        for part in ("<p>one", "<p>one</p><p>tw", "<p>one</p><p>two &amp", "other <i>text"):
            view.show(part, False)
            await pilot.pause()
        view.show("<p>one</p><p>two &amp; three</p>", True)
        await pilot.pause()
        assert rows_of(view) == ["one", "", "two & three"]
