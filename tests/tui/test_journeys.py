"""Whole journeys on the real demo, by few keys and by the mouse alone.

Letters that are typed as text are not counted; every other key is.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from textual.pilot import Pilot

from spacetui.model.run import Status
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.inputs.file_picker import FilePicker
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.pick_dialog import PickDialog
from tests.tui.app_driver import call_status, wait_for_live_form, wait_longer_until, wait_until
from tests.tui.screen_text import screen_text

pytestmark = pytest.mark.live

SENTENCE = "the cat and the hat and the bat"


class Person:
    """Somebody at the keyboard and the mouse, who does the next thing when he sees the last one."""

    def __init__(self, pilot: Pilot[Any], app: SpacetuiApp) -> None:
        self.pilot, self.app = pilot, app
        self.keys: list[str] = []
        self.copied: list[str] = []
        app.copy_text = lambda text, *rest: self.copied.append(text)  # type: ignore[method-assign]

    async def press(self, *keys: str) -> None:
        self.keys += keys
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        await self.pilot.press(*text)

    async def click(self, words: str, *, times: int = 1) -> None:
        """Click on the first place where `words` stand, once they stand still."""
        await self.sees(words)
        before, place = None, self.place_of(words)
        while place != before:
            await self.pilot.pause(0.1)
            before, place = place, self.place_of(words)
        await self.pilot.click(offset=place, times=times)

    async def click_until(self, words: str, is_so: Callable[[], bool]) -> None:
        """Click on a key of the footer, again where the footer has changed under the mouse."""
        for _ in range(5):
            await self.click(words)
            try:
                return await wait_until(self.pilot, is_so)
            except AssertionError:
                continue
        raise AssertionError(f"no click on {words!r} did it:\n{screen_text(self.app)}")

    def place_of(self, words: str) -> tuple[int, int]:
        rows = screen_text(self.app).split("\n")
        return next((row.index(words), y) for y, row in enumerate(rows) if words in row)

    async def sees(self, words: str) -> None:
        await wait_longer_until(self.pilot, lambda: words in screen_text(self.app))

    async def sees_form_of(self, api_name: str) -> UsePage:
        page = await wait_for_live_form(self.pilot, self.app)
        await wait_longer_until(
            self.pilot, lambda: page.view.shown_form.on_show == (page.space, api_name)
        )
        return page

    async def sees_result(self, page: UsePage, count: int) -> None:
        await wait_longer_until(
            self.pilot,
            lambda: (
                self.app.app_state.calls.recorded_count == count
                and call_status(page) is Status.COMPLETE
            ),
        )


async def test_from_a_search_to_copied_code_by_twelve_keys_besides_text(
    an_app_on: Callable[..., SpacetuiApp],
) -> None:
    app = an_app_on()
    async with app.run_test(size=(120, 40)) as pilot:
        person = Person(pilot, app)
        await person.type("count the words of a text")
        await person.sees("1 of 6")
        await person.press("enter")
        page = await person.sees_form_of("/analyze")
        await person.type(SENTENCE)
        await person.press("ctrl+r")
        await person.sees_result(page, 1)
        await person.press("ctrl+y")
        assert f'text="{SENTENCE}"' in person.copied[0]
        assert 'api_name="/analyze"' in person.copied[0]
        assert len(person.keys) <= 12, person.keys


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_from_a_search_to_copied_code_by_the_mouse_alone(
    an_app_on: Callable[..., SpacetuiApp], size: tuple[int, int]
) -> None:
    app = an_app_on()
    async with app.run_test(size=size) as pilot:
        person = Person(pilot, app)
        await person.sees("Text lab")
        await person.type("count the words of a text")
        await person.sees("1 of 6")
        await person.click("Text lab  demo/text", times=2)
        page = await person.sees_form_of("/analyze")
        await person.click("paste an essay")
        await person.type(SENTENCE)
        await person.click("○ letters")
        await person.click("run  ")
        await person.sees_result(page, 1)
        await person.click_until("copy code", lambda: bool(person.copied))
        assert f'text="{SENTENCE}"' in person.copied[0] and 'unit="letters"' in person.copied[0]
        assert not person.keys


async def test_a_picture_goes_through_two_spaces_and_is_saved_by_twenty_keys_besides_text(
    an_app_on: Callable[..., SpacetuiApp], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (64, 40), "#c42").save(tmp_path / "cat.png")
    (tmp_path / "notes.txt").write_text("no picture")
    app = an_app_on()
    async with app.run_test(size=(120, 40)) as pilot:
        person = Person(pilot, app)
        await person.type("change a picture")
        await person.sees("1 of 6")
        await person.press("enter")
        page = await person.sees_form_of("/filter")
        await person.press("f7")
        await wait_longer_until(
            pilot, lambda: isinstance(app.screen, FilePicker) and bool(app.screen.rows.rows)
        )
        await person.type("cat")
        await person.press("enter")
        await person.press("ctrl+r")
        await person.sees_result(page, 1)

        # Another Space: the same app at another address, which is another one to spacetui.
        assert page.space is not None
        first = page.space
        other = first.opened.app.url.replace("127.0.0.1", "localhost")
        await person.press("escape", "escape")
        await person.sees("1 find")
        await person.type(other)
        await person.press("enter")
        await wait_longer_until(pilot, lambda: len(app.app_state.spaces) == 2)
        await person.sees_form_of("/filter")
        await person.press("escape", "ctrl+t")
        await wait_longer_until(pilot, lambda: page.space is first)
        await person.press("escape", "4", "greater_than_sign")
        await wait_longer_until(pilot, lambda: isinstance(app.screen, PickDialog))
        await person.press("down", "down", "down", "enter")
        await wait_longer_until(pilot, lambda: page.space is not first)
        await wait_longer_until(pilot, lambda: "(sent)" in screen_text(app))
        await person.press("ctrl+r")
        await person.sees_result(page, 2)
        await person.press("4", "s")
        await wait_longer_until(pilot, (tmp_path / "image.png").is_file)
        with Image.open(tmp_path / "image.png") as saved:
            assert saved.size == (64 + 24, 40 + 24), "each run put a frame around it"
        assert len(app.app_state.calls.recorded.in_script) == 2
        assert len(person.keys) <= 20, person.keys
