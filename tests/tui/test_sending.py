"""Sending: an output goes to an input by `>`, an input gets one by `<`, and a link is recorded."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.errors import SpacetuiError
from spacetui.model.events import Completed, Event
from spacetui.model.file_data import file_data
from spacetui.model.file_input import FileInput
from spacetui.model.output_path import OutputPath
from spacetui.model.recorded_step import RecordedLink
from spacetui.model.schema import App, Endpoint, FileShape, Json, Parameter, Return
from spacetui.model.source import Source
from spacetui.system.saved_files import viewing_folder
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.pick_dialog import PickDialog
from tests.tui.app_driver import (
    make_app,
    status_bar_text,
    wait_for_form,
    wait_for_recordings,
    wait_until,
)
from tests.tui.fake_session import FakeSession, an_app, opened_app
from tests.tui.screen_text import screen_text

TEXT, FILE = {"type": "string"}, {"type": "object"}


def image(name: str) -> dict[str, Any]:
    return file_data(f"/tmp/gradio/{name}", orig_name=name)


def text(name: str, **more: Any) -> Parameter:
    return Parameter(name, name, "Textbox", TEXT, "str", default="", **more)


def picture(name: str) -> Parameter:
    return Parameter(name, name, "Image", FILE, "file", default=None, file_shape=FileShape.ONE)


def table(name: str) -> Parameter:
    return Parameter(name, name, "Dataframe", FILE, "dict", default=None)


WRITE = Endpoint(
    "/write", 0, parameters=(text("topic"),), returns=(Return("reply", "Textbox", TEXT, "str"),)
)
PAINT = Endpoint(
    "/paint", 1, parameters=(text("prompt"),), returns=(Return("image", "Image", FILE, "file"),)
)
MANY = Endpoint(
    "/many", 2, parameters=(text("prompt"),), returns=(Return("images", "Gallery", FILE, "list"),)
)
SCORES = {
    "headers": ["name", "score, prompt"],
    "data": [["Ada", "a long road"], ["Bo", "a hill"], ["", None]],
    "metadata": None,
}
RANK = Endpoint(
    "/rank",
    4,
    parameters=(text("topic"),),
    returns=(Return("scores", "Dataframe", FILE, "dict"),),
)
CUT = Endpoint(
    "/cut", 3, parameters=(picture("image"),), returns=(Return("image", "Image", FILE, "file"),)
)
OTHER = App(
    url="http://127.0.0.1:8",
    version="6.31.0",
    protocol="sse_v3",
    api_prefix="/gradio_api",
    endpoints=(CUT,),
)


@dataclass
class Sent:
    pilot: Pilot[Any]
    app: SpacetuiApp
    session: FakeSession

    @property
    def page(self) -> UsePage:
        page = self.app.screen_stack[0]
        assert isinstance(page, UsePage)
        return page

    @property
    def links(self) -> list[tuple[RecordedLink, ...]]:
        return [each.links for each in self.app.app_state.calls.recorded.steps]

    @property
    def form(self) -> dict[str, Json]:
        return self.page.view.form.fields.values()

    async def run(self, count: int) -> None:
        await self.pilot.press("ctrl+r")
        await wait_for_recordings(self.pilot, self.app, count)
        await self.pilot.pause()

    async def send(self, *keys: str) -> None:
        """Send the first output, with these keys in the lists."""
        self.page.view.result.focus_first()
        await self.pilot.press("greater_than_sign")
        await wait_until(self.pilot, lambda: isinstance(self.app.screen, PickDialog))
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        await wait_until(self.pilot, lambda: isinstance(self.app.screen, UsePage))
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()


@asynccontextmanager
async def opened(
    *endpoints: Endpoint, scripts: Sequence[Sequence[Event]], other: bool = False
) -> AsyncIterator[Sent]:
    session = FakeSession(an_app(*endpoints))
    session.scripts = list(scripts)
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        if other:
            first, source = app.app_state.space, Source(OTHER.url, OTHER.url, title="Cutter")
            there: Any = opened_app("other", OTHER, source, None)
            app.app_state.add(there)
            assert first is not None
            app.app_state.take(first)
        yield Sent(pilot, app, session)


async def test_an_output_goes_to_an_input_and_the_call_is_linked_to_it() -> None:
    # Too short to be found by itself: it is linked because it was sent.
    scripts = [[Completed(("short",), 1.0)], [Completed((image("a.png"),), 1.0)]]
    async with opened(WRITE, PAINT, scripts=scripts) as now:
        await now.run(1)
        await now.send("j", "enter")
        assert now.page.place().plain.endswith("/paint")
        assert now.form == {"prompt": "short"}
        focused = now.page.view.form.field_focus.focused
        assert focused is not None and focused.parameter.name == "prompt"
        assert not now.page.is_typing
        await now.run(2)
        assert now.links == [(), (RecordedLink("prompt", 1, 0),)]
        assert "prompt=reply" in "".join(
            line for line in script_code(now.app).splitlines() if "prompt" in line
        )


def script_code(app: SpacetuiApp) -> str:
    from spacetui.snippets import render

    return render(app.app_state.calls.recorded.script(), "python")


async def test_the_best_input_by_type_and_name_comes_first() -> None:
    async with opened(WRITE, PAINT, scripts=[[Completed(("short",), 1.0)]]) as now:
        await now.run(1)
        now.page.view.result.focus_first()
        await now.pilot.press("greater_than_sign")
        await wait_until(now.pilot, lambda: "3 form" in screen_text(now.app))
        lines = screen_text(now.app).splitlines()
        mine = next(at for at, line in enumerate(lines) if "3 form" in line and "exact" in line)
        assert "/paint" in lines[mine + 1]


async def test_a_file_goes_to_another_app_and_is_shown_by_its_name() -> None:
    scripts = [[Completed((image("lighthouse.png"),), 1.0)], [Completed((image("cut.png"),), 1.0)]]
    async with opened(PAINT, scripts=scripts, other=True) as now:

        async def fetch(file: Any, folder: Path, on_progress: Any) -> Path:
            path = folder / str(file["orig_name"])
            path.write_bytes(b"\x89PNG")
            return path

        now.session.fetch = fetch
        await now.run(1)
        await now.send("enter")
        assert now.page.space is not None and now.page.space.opened.app is OTHER
        assert now.form == {"image": FileInput(str(viewing_folder() / "lighthouse.png"))}
        assert "(sent) lighthouse.png" in screen_text(now.app)
        note = "# lighthouse.png: an output of another call, in a temporary file."
        assert note in now.page.view.code.source
        await now.run(2)
        assert now.links == [(), (RecordedLink("image", 1, 0),)]


async def test_one_picture_of_a_gallery_goes_to_an_input_of_the_same_app() -> None:
    pictures = [{"image": image(name), "caption": None} for name in ("one.png", "two.png")]
    path: OutputPath = (1, "image")
    scripts = [[Completed((pictures,), 1.0)], [Completed((image("cut.png"),), 1.0)]]
    async with opened(MANY, CUT, scripts=scripts) as now:
        await now.run(1)
        now.page.view.result.focus_first()
        await now.pilot.press("l", "greater_than_sign")
        await wait_until(now.pilot, lambda: "exact" in screen_text(now.app))
        await now.pilot.press("enter")
        await now.settle()
        assert now.form == {"image": image("two.png")}
        assert "two.png" in screen_text(now.app)
        await now.run(2)
        assert now.links == [(), (RecordedLink("image", 1, 0, path),)]


async def test_the_chosen_cell_of_a_table_is_sent_copied_and_linked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scripts = [[Completed((SCORES,), 1.0)], [Completed((image("a.png"),), 1.0)]]
    async with opened(RANK, PAINT, scripts=scripts) as now:
        copied: list[str] = []
        monkeypatch.setattr(now.app, "copy_text", lambda text, *more: copied.append(text))
        await now.run(1)
        now.page.view.result.focus_first()
        await now.pilot.press("down", "l", "y", "Y")
        assert "y copy cell" in screen_text(now.app) and "> send cell" in screen_text(now.app)
        await now.pilot.press("greater_than_sign")
        await wait_until(now.pilot, lambda: isinstance(now.app.screen, PickDialog))
        assert "score, prompt, row 2  “a hill”" in screen_text(now.app)
        assert "same name" not in screen_text(now.app).split("/paint")[0]  # the best comes first
        await now.pilot.press("enter")
        await now.settle()
        assert now.form == {"prompt": "a hill"}
        assert [*copied] == ["a hill", "name\tscore, prompt\nAda\ta long road\nBo\ta hill\n\t"]
        await now.run(2)
        assert now.links == [(), (RecordedLink("prompt", 1, 0, ("data", 1, 1)),)]
        assert 'scores["data"][1][1]' in script_code(now.app)


async def test_a_table_can_still_be_sent_whole() -> None:
    whole = RANK._replace(api_name="/again", parameters=(table("scores"),))
    async with opened(RANK, whole, scripts=[[Completed((SCORES,), 1.0)]]) as now:
        await now.run(1)
        await now.send("G", "enter")
        assert now.page.place().plain.endswith("/again") and now.form == {"scores": SCORES}


async def test_a_field_takes_an_output_and_what_is_typed_over_it_is_no_link() -> None:
    scripts = [[Completed(("short",), 1.0)], [Completed(("other",), 1.0)]]
    async with opened(WRITE, scripts=scripts) as now:
        await now.run(1)
        now.page.view.form.field_focus.choose(now.page.view.form.fields[0])
        await now.pilot.press("less_than_sign")
        assert "reply" in screen_text(now.app)
        await now.pilot.press("enter")
        await now.settle()
        assert now.form == {"topic": "short"}
        await now.pilot.press("enter", "x")
        await now.run(2)
        assert now.links == [(), ()]


@pytest.mark.soak
async def test_a_file_that_does_not_come_is_not_sent() -> None:
    scripts = [[Completed((image("lighthouse.png"),), 1.0)]]
    async with opened(PAINT, scripts=scripts, other=True) as now:

        async def fetch(file: Any, folder: Path, on_progress: Any) -> Path:
            raise SpacetuiError("the server says 404")

        now.session.fetch = fetch
        await now.run(1)
        await now.send("enter")
        assert now.page.space is not None and now.page.space.opened.app is not OTHER
        assert "not sent the server says 404" in status_bar_text(now.app)


@pytest.mark.soak
async def test_an_output_that_nothing_takes_says_so() -> None:
    async with opened(PAINT, scripts=[[Completed((image("a.png"),), 1.0)]]) as now:
        await now.run(1)
        now.page.view.result.focus_first()
        await now.pilot.press("greater_than_sign")
        words = "no other is open: open the one that is to have it first"
        await wait_until(now.pilot, lambda: words in status_bar_text(now.app))


async def test_a_file_that_was_saved_and_is_named_by_hand_is_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scripts = [[Completed((image("a.png"),), 1.0)], [Completed((image("cut.png"),), 1.0)]]
    async with opened(PAINT, CUT, scripts=scripts) as now:

        async def fetch(file: Any, folder: Path, on_progress: Any) -> Path:
            path = folder / "a.png"
            path.write_bytes(b"\x89PNG")
            return path

        now.session.fetch = fetch
        await now.run(1)
        now.page.view.result.focus_first()
        await now.pilot.press("s")
        await now.app.workers.wait_for_complete()
        assert now.page.space is not None
        now.page.space.api_name = "/cut"
        await now.page.view.show_space()
        now.page.view.form.focus_first()
        await now.pilot.press(*"a.png")
        await now.run(2)
        assert now.links == [(), (RecordedLink("image", 1, 0),)]
