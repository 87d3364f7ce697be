"""The room of the result: more of it beside a small form, all of it for what is zoomed."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from spacetui.model.events import Completed, Started
from spacetui.model.schema import Parameter, Return
from spacetui.tui.outputs.image_widget import ImageWidget
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.use.form_size import has_small_form
from spacetui.tui.use.page import UsePage
from tests.tui.app_driver import make_app, wait_for_form, wait_for_recordings, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text

TEXT = Parameter("text", "text", "Textbox", {"type": "string"}, "str")
STEPS = Parameter("steps", "steps", "Slider", {"type": "number"}, "float", default=2)
RETURNS = (Return("words", "Textbox"), Return("picture", "Image"), Return("table", "Dataframe"))
NOTHING = SAY._replace(api_name="/nothing", parameters=(), returns=RETURNS)
TABLE = {"headers": ["a"], "data": [[number] for number in range(30)]}
FILE = {"path": "/p.png", "orig_name": "p.png", "meta": {"_type": "gradio.FileData"}}


@pytest.mark.parametrize(
    ("parameters", "is_small"),
    [
        ((), True),
        ((STEPS, STEPS), True),
        ((TEXT._replace(max_length=10),), True),
        ((STEPS, STEPS, STEPS), False),
        ((TEXT,), False),
        ((STEPS._replace(component="Image"),), False),
        ((STEPS._replace(component="dropdown", multiselect=True),), False),
    ],
)
def test_a_form_without_fields_or_with_two_short_ones_is_small(
    parameters: tuple[Parameter, ...], is_small: bool
) -> None:
    assert has_small_form(SAY._replace(parameters=parameters)) is is_small


def result_width(page: UsePage) -> int:
    return page.view.result.size.width


async def test_a_small_form_gives_its_width_to_the_result_when_its_endpoint_is_chosen() -> None:
    session = FakeSession(an_app(SAY, NOTHING))
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        before = result_width(page)
        page.view.side.endpoints.focus_first()
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: page.has_class("-small-form"))
        await wait_until(pilot, lambda: result_width(page) > before + 8)
        assert page.view.form.size.width >= 28


async def test_a_picture_takes_the_page_at_a_key_and_comes_back_where_it_was(
    tmp_path: Path,
) -> None:
    picture = tmp_path / "p.png"
    Image.new("RGB", (400, 200), (1, 2, 3)).save(picture)

    async def fetch(file: Any, folder: Path, on_progress: Any) -> Path:
        return picture

    session = FakeSession(an_app(NOTHING))
    session.fetch = fetch
    done = Completed(("word\n" * 30, FILE, TABLE), 0.1)
    session.scripts = [[done], [Started(), done]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: len(page.view.result.outputs.shown) == 3)
        image = page.view.result.query_one(ImageWidget)
        await wait_until(pilot, lambda: image.size.height > 0)
        words, view, table = page.view.result.outputs.views
        view.focus()
        await pilot.pause()
        place, width = view.region, image.size.width

        await pilot.press("z")
        await wait_until(pilot, lambda: image.size.width > width + 20)
        assert shown(words, view, table) == [False, True, False]
        assert view.region.y < 6
        await wait_until(pilot, lambda: "esc end zoom" in screen_text(app))

        await pilot.press("ctrl+r")  # meanwhile nothing is there to have the focus
        await wait_for_recordings(pilot, app, 2)
        await wait_until(pilot, lambda: app.focused is view)
        await wait_until(pilot, lambda: shown(words, view, table) == [False, True, False])

        await pilot.press("z")
        await wait_until(pilot, lambda: view.region == place)
        await wait_until(pilot, lambda: "esc end zoom" not in screen_text(app))
        assert shown(words, view, table) == [True, True, True]
        assert app.focused is view

        words.focus()
        await pilot.press("z")
        await pilot.pause()
        assert shown(words, view, table) == [True, True, True]


def shown(*views: OutputView) -> list[bool]:
    return [view.display and view.size.height > 0 for view in views]
