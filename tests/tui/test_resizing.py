"""What a window shows after its size has changed is what it shows when it starts in that size."""

import pytest
from textual.content import Content

from spacetui.model.schema import Parameter
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.header import PageHeader
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost

EXAMPLES = ({"text": "first", "times": 3}, {"text": "second", "times": 5})
SIZES = [(80, 24), (120, 40), (200, 60)]


async def screen_at(size: tuple[int, int], first: tuple[int, int] | None = None) -> str:
    """Return the screen of an open Space in a size; first: the size in which the app starts."""
    app = make_app(FakeSession(an_app(SAY._replace(examples=EXAMPLES))), src="demo/text")
    async with app.run_test(size=first or size) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x")
        await wait_until(pilot, lambda: '"x"' in page.view.code.source)
        if first is not None:
            await pilot.resize_terminal(*size)
            await wait_until(pilot, lambda: app.size == size)
            await pilot.pause()
        await pilot.pause(0.1)
        assert isinstance(app.screen, UsePage)
        result = page.view.result
        assert not result.display or result.region.right == app.size.width - 1, "no column is lost"
        return screen_text(app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_resized_window_shows_what_a_new_one_shows(size: tuple[int, int]) -> None:
    expected = await screen_at(size)
    assert "examples" in expected or size[1] < 32
    for first in ((80, 24), (200, 60)):
        assert await screen_at(size, first) == expected, first


async def test_the_name_of_a_place_is_whole_where_whose_account_it_is_is_cut() -> None:
    header = PageHeader()
    header.place = Content("Image filters /filter")
    header.right = Content("demo · everything runs on this machine")
    async with WidgetHost(lambda: [header]).run_test(size=(60, 20)):
        text = header.render().plain

    assert text.startswith("◑ Image filters /filter demo")
    assert text.endswith("…")


async def test_a_long_form_leaves_rows_to_the_result_in_a_window_of_20() -> None:
    texts = tuple(Parameter(f"p{number}", component="Textbox") for number in range(20))
    app = make_app(FakeSession(an_app(SAY._replace(parameters=texts))), src="demo/text")
    async with app.run_test(size=(60, 20)) as pilot:
        page = await wait_for_form(pilot, app)
        await wait_until(pilot, lambda: page.view.code.region.height >= 7)
        assert page.view.form.region.height == 9
