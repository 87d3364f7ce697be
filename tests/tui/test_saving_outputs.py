"""Outputs that are no files are saved as text, JSON, CSV or pictures; all of them in one go."""

from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from spacetui.model.events import Completed
from spacetui.model.schema import Json, Return
from spacetui.tui.outputs import view_for
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.saved_value import SavedValue
from tests.tui.app_driver import make_app, toast_texts, wait_for_form, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import HOSTILE, WidgetHost

TABLE = {"headers": ["a", "b"], "data": [["x, y", 1], [None, {"k": True}]]}
RETURNS = (Return("words", "Textbox"), Return(f"../{HOSTILE}", "JSON"), Return("t", "Dataframe"))
VALUES = ("two words", {"k": 1}, TABLE)


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    return out.getvalue()


URI = f"data:image/png;base64,{b64encode(png()).decode()}"


@pytest.mark.parametrize(
    ("component", "value", "saved"),
    [
        ("Textbox", "two words", SavedValue(".txt", b"two words")),
        ("Textbox", "\ud800", SavedValue(".txt", b"\xed\xa0\x80")),
        ("Markdown", "# x", SavedValue(".md", b"# x")),
        ("HTML", "<b>x</b>", SavedValue(".html", b"<b>x</b>")),
        ("Number", 3, SavedValue(".json", b"3\n")),
        ("JSON", {"k": [1]}, SavedValue(".json", b'{\n  "k": [\n    1\n  ]\n}\n')),
        ("Dataframe", TABLE, SavedValue(".csv", b'a,b\r\n"x, y",1\r\n,"{""k"": true}"\r\n')),
        ("BarPlot", {"columns": ["x", "y"], "data": [["a", 1]], "mark": "bar"},
         SavedValue(".csv", b"x,y\r\na,1\r\n")),
        ("Chatbot", [{"role": "user", "content": "hi"}], SavedValue(".md", b"user: hi")),
        ("Plot", {"type": "matplotlib", "plot": URI}, SavedValue(".png", png())),
        ("Plot", None, None),
    ],
)  # fmt: skip
async def test_a_value_is_saved_as_what_it_is(
    component: str, value: Json, saved: SavedValue | None
) -> None:
    app = WidgetHost(lambda: [view_for(Return("out", component))])
    async with app.run_test():
        (view,) = app.widgets
        assert isinstance(view, OutputView)
        view.show(value, True)
        assert view.to_save() == saved


async def test_outputs_are_saved_one_by_one_and_all_at_once_where_the_user_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    session = FakeSession(an_app(SAY._replace(parameters=(), returns=RETURNS)))
    session.scripts = [[Completed(VALUES, 0.1)]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        page = await wait_for_form(pilot, app)
        assert not page.view.result.check_action("save", ())
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: len(page.view.result.outputs.shown) == 3)
        await pilot.press("4", "s")
        await wait_until(pilot, lambda: any("words.txt" in each for each in toast_texts(app)))
        await pilot.press("S")
        await wait_until(pilot, lambda: "save all outputs" in screen_text(app))
        await pilot.press(*"/all", "enter")
        await wait_until(pilot, lambda: any("3 outputs" in each for each in toast_texts(app)))

    assert (tmp_path / "words.txt").read_bytes() == b"two words"
    names = names_in(tmp_path / "all")
    assert {Path(name).suffix for name in names} == {".json", ".csv", ".txt"}
    assert {"t.csv", "words.txt"} < set(names)
    assert names_in(tmp_path) == ["all", "words.txt"]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
