"""A chat by its keys: what is chosen, copied, folded and saved, and the pictures in it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from spacetui.model.schema import Json, Return
from spacetui.tui.outputs import view_for
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost

FILE = {"path": "/tmp/cat.png", "orig_name": "cat.png", "meta": {"_type": "gradio.FileData"}}
STEP: dict[str, Json] = {"title": "Search", "log": "3 hits", "duration": 1.25, "id": 1}
CHAT: list[Json] = [
    {"role": "user", "content": "hello **you**"},
    {"role": "assistant", "metadata": {**STEP, "status": "done"}, "content": "found it"},
    {"role": "assistant", "metadata": {"title": "Inner", "parent_id": 1}, "content": "deep"},
    {
        "role": "assistant",
        "content": [{"type": "text", "text": "Here:\n```python\nx = 1\n```"}, {"file": FILE}],
        "options": [{"value": "yes", "label": "Yes!"}],
    },
]


async def test_a_chat_is_chosen_from_copied_and_folded_by_keys(tmp_path: Path) -> None:
    Image.new("RGB", (64, 32), "red").save(tmp_path / "cat.png")

    async def fetch(file: Mapping[str, Json]) -> Path:
        return tmp_path / "cat.png"

    app = WidgetHost(lambda: [view_for(Return("out", "Chatbot"), fetch)])
    async with app.run_test(size=(60, 40)) as pilot:
        view: Any = app.widgets[0]
        view.show(CHAT, True)
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        shown = screen_text(app)
        rows = {row.strip() for row in shown.split("\n")}
        said = {"you", "│ hello you", "▸ Search · 3 hits · 1.2 s", "answer", "x = 1", "› Yes!"}
        assert said - rows == set()
        assert "found it" not in shown
        assert "[cat.png]" in shown
        assert "▀▀▀▀" in shown, "the picture, small"
        view.focus()
        await pilot.pause()
        whole = view.copied_text()
        assert whole.startswith("user: hello **you**\n\nassistant: Search\nfound it")
        assert view.path_in_hand == ()
        taken = []
        for _ in range(4):
            await pilot.press("down")
            taken.append((view.path_in_hand, view.copied_text()))
        assert taken == [
            ((0, "content"), "hello **you**"),
            ((), whole),
            ((3, "content", 0, "text"), "Here:\n```python\nx = 1\n```"),
            ((3, "content", 1, "file"), "/tmp/cat.png"),
        ]
        assert view.files_to_save == (FILE,)
        await pilot.press("up", "up", "enter")
        await pilot.pause()
        shown = screen_text(app)
        assert "▼ Search" in shown
        assert "found it" in shown
        assert shown.index("found it") < shown.index("▼ Inner") < shown.index("deep")
        await pilot.press("enter")
        await pilot.pause()
        assert "▼ Inner" not in screen_text(app)
        assert view.to_save().content.decode() == whole


async def test_a_chat_that_changes_is_shown_as_one_that_came_at_once() -> None:
    app = WidgetHost(lambda: [view_for(Return("out", "Chatbot")) for _ in range(2)])
    async with app.run_test(size=(60, 70)) as pilot:
        changed, fresh = list(app.widgets)
        pair: list[Json] = [["q", "one"], ["again", None]]
        values: list[list[Json]] = [
            CHAT[:1],
            [*CHAT[:1], {"role": "assistant", "content": "a"}],
            [*CHAT[:1], {"role": "assistant", "content": "a\n\nb"}],
            CHAT[:3],
            [CHAT[1], *CHAT],
            pair,
            [pair[0], ["again", "yes"]],
            [pair[0], ["again", "yes and **more**"]],
            [1],
            CHAT,
        ]
        for number, value in enumerate(values):
            await fresh.remove()
            fresh = view_for(Return("out", "Chatbot"))
            await app.screen.query_one("VerticalScroll").mount(fresh)
            for view in (changed, fresh):
                view.show(value, number % 3 == 2)  # type: ignore[attr-defined]
            await pilot.pause()
            await pilot.pause()
            assert rows_of(changed) == rows_of(fresh), value


def rows_of(view: Any) -> list[str]:
    body, width = view.body, view.body.content_size.width
    return [body.line_at(y, width).plain for y in range(body.line_count(width))]
