"""The code pane: the call first, its helpers below, room for the result, colours in every theme."""

import re
from pathlib import Path
from typing import Any

import pytest

from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape, Parameter
from spacetui.settings.theme_files import theme_files
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.outputs.view_body import ViewBody
from spacetui.tui.use.page import UsePage
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.screen_text import screen_strips, screen_text
from tests.tui.test_themes import contrast

PICTURE = SAY._replace(
    parameters=(
        Parameter("picture", "picture", "File", file_shape=FileShape.ONE),
        *SAY.parameters,
    ),
)
LONG = tuple(
    Parameter(f"p{n}", f"label {n}", "Textbox", {"type": "string"}, "str", default="x" * 20)
    for n in range(30)
)


async def show_picture_call(app: SpacetuiApp, pilot: Any, folder: Path) -> UsePage:
    """Fill the form with a file, and show the code in JavaScript, which needs a helper for it."""
    picture = folder / "a.png"
    picture.write_bytes(b"x")
    page = await wait_for_form(pilot, app)
    page.view.form.fields[0].set_value(FileInput(str(picture)))
    page.view.form.fields[1].set_value("hi")
    page.view.controllers.code_actions.show_in("javascript")
    await wait_until(pilot, lambda: "a.png" in page.view.code.source)
    await pilot.pause()
    return page


async def test_helper_functions_stand_below_the_call_and_a_copy_is_in_running_order(
    tmp_path: Path,
) -> None:
    app = make_app(FakeSession(an_app(PICTURE)), src="demo/text")
    async with app.run_test(size=(120, 90)) as pilot:
        page = await show_picture_call(app, pilot, tmp_path)
        assert "Client.connect" in screen_text(app)
        page.view.code.focus_first()
        await pilot.press("end")
        await wait_until(pilot, lambda: "── helpers ──" in screen_text(app))
        screen = screen_text(app)
        assert screen.index("── helpers ──") < screen.index("const local")
        source = page.view.code.source
        assert source.index("const local") < source.index("Client.connect")


@pytest.mark.parametrize("rows", [24, 36])
async def test_helper_functions_are_one_line_where_the_pane_has_under_16_rows(
    rows: int, tmp_path: Path
) -> None:
    app = make_app(FakeSession(an_app(PICTURE)), src="demo/text")
    async with app.run_test(size=(120, rows)) as pilot:
        page = await show_picture_call(app, pilot, tmp_path)
        page.view.code.focus_first()
        await pilot.press("end")
        await pilot.pause()
        assert re.search(r"helpers · \d+ lines?, zoom shows them", screen_text(app))
        assert "const local" not in screen_text(app)
        await pilot.press("z")
        await wait_until(pilot, lambda: "── helpers ──" in screen_text(app))
        await pilot.press("end")
        await wait_until(pilot, lambda: "const local" in screen_text(app))


@pytest.mark.parametrize("size", [(120, 40), (120, 24), (120, 33), (100, 50), (200, 60)])
async def test_a_result_gets_at_least_half_of_its_column(size: tuple[int, int]) -> None:
    app = make_app(FakeSession(an_app(SAY._replace(parameters=LONG))), src="demo/text")
    async with app.run_test(size=size) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.pause()
        column = page.view.size.height
        assert page.view.result.size.height * 2 >= column
        code = page.view.code
        scroll = code.query_one("VerticalScroll")
        assert scroll.region.bottom == code.region.bottom, "nothing of the scroll area is cut off"
        assert scroll.max_scroll_y > 0


def colours_of_code(app: SpacetuiApp, page: UsePage) -> set[tuple[str, str]]:
    """Return the pairs of colours, text on background, in which the code on the screen stands."""
    region = page.view.code.query_one(ViewBody).region
    segments = [
        segment
        for strip in screen_strips(app)[region.y : region.bottom]
        for segment in strip.crop(region.x, region.right)
        if segment.text.strip(" ─")  # a rule is no text
    ]
    styles = [segment.style for segment in segments if segment.style is not None]
    assert styles
    return {(name_of(each.color), name_of(each.bgcolor)) for each in styles}


def name_of(color: Any) -> str:
    return color.name if color is not None else "default"


async def test_code_has_four_colours_and_is_readable_in_every_theme() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 60)) as pilot:
        page = await wait_for_form(pilot, app)
        themes = set(app.available_themes)
        assert {path.stem for path in theme_files()} < themes
        for theme in themes:
            app.theme = theme
            await pilot.pause()  # the theme is taken over at the next refresh,
            await pilot.pause()  # and drawn after that
            colours = colours_of_code(app, page)
            assert len({text for text, _ in colours}) >= 4, (theme, colours)
            if not app.current_theme.ansi:
                dark = [pair for pair in colours if contrast(*pair) < 4.5]
                assert dark == [], theme


@pytest.mark.parametrize("language", ["python", "curl"])
async def test_zoom_shows_all_of_the_code_however_long_it_is(language: str) -> None:
    def shown() -> str:
        """Return the code as the pane has it, without the signs of wrapped lines."""
        body = page.view.code.query_one(ViewBody)
        width = body.content_size.width
        rows = (body.line_at(y, width).plain for y in range(body.line_count(width)))
        return "".join(rows).replace("↳ ", "")

    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        page.view.controllers.code_actions.show_in(language)
        page.view.form.fields[0].set_value("x" * 60_000 + " the end of it")
        await wait_until(pilot, lambda: "the end of it" in page.view.code.source)
        await pilot.pause()
        assert "the end of it" not in shown()
        page.view.code.focus_first()
        await pilot.press("z")
        await wait_until(pilot, lambda: page.view.code.region.width > 100)
        await wait_until(pilot, lambda: "the end of it" in shown())
        last = page.view.code.source.rstrip("\n").split("\n")[-1]
        await pilot.press("end")
        await wait_until(pilot, lambda: last in screen_text(app))
        await pilot.press("z")
        await wait_until(pilot, lambda: "the end of it" not in shown())
