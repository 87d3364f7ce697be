"""Outputs that stream in: an update costs what it adds, and what is shown is exact. By counting."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual.strip import Strip

from spacetui.model.schema import Json, Return
from spacetui.tui.outputs import html, textbox, view_for
from spacetui.tui.outputs.view_body import ViewBody
from spacetui.tui.widgets import code_highlighting
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost

UPDATES = 200
SIZE = (60, 30)


class Counts:
    """What was done for the updates of a stream: characters and rows."""

    wrapped = highlighted = parsed = drawn = 0


@contextmanager
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counts]:
    """Count the characters that are wrapped, highlighted and parsed, and the rows drawn."""
    counts = Counts()

    def count(owner: Any, name: str, what: str, argument: int) -> None:
        real: Callable[..., Any] = getattr(owner, name)

        def counted(*args: Any) -> Any:
            setattr(counts, what, getattr(counts, what) + len(args[argument]))
            return real(*args)

        monkeypatch.setattr(owner, name, counted)

    count(textbox, "wrap_line", "wrapped", 0)
    count(code_highlighting, "highlight_code", "highlighted", 0)
    count(html._TextParser, "feed", "parsed", 1)
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


def as_chat(text: str) -> Json:
    return [{"role": "user", "content": "q"}, {"role": "assistant", "content": text}]


def as_json(text: str) -> Json:
    return {"lines": text.split("\n"), "model": "m"}


VALUES: dict[str, Callable[[str], Json]] = {
    "Textbox": str,
    "Markdown": str,
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
        assert counts.wrapped + counts.highlighted > 0
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


async def test_a_chat_of_more_messages_than_are_shown_goes_on_at_its_end() -> None:
    app = WidgetHost(lambda: [view_for(Return("out", "Chatbot"))])
    async with app.run_test(size=SIZE) as pilot:
        view = views_of(app)[0]
        messages: list[Json] = []
        for number in range(105):
            messages.append({"role": "user", "content": f"message {number}"})
            view.show(list(messages), False)
            if number % 25 == 0:
                await pilot.pause()
        await pilot.pause()
        rows = rows_of(view)
        assert rows[0] == "the last 100 of 105 messages"
        assert rows[1:4] == ["", "you", "message 5"]
        assert rows[-2:] == ["you", "message 104▍"]
        view.show([], True)
        await pilot.pause()
        assert view.summary == "nothing"


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
