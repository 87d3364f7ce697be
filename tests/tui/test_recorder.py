"""The recorder page: its steps with their links, and each of its keys."""

import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.errors import Failure
from spacetui.model.call import Call
from spacetui.model.events import Completed, Failed
from spacetui.model.file_data import file_data
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedLink
from spacetui.model.recording import Recording
from spacetui.model.run import RunState, Status
from spacetui.model.schema import Endpoint, FileShape, Json, Parameter, Return
from spacetui.model.source import Source
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.recorder.diff_dialog import DiffDialog
from spacetui.tui.recorder.link_lines import Thread, margins
from spacetui.tui.recorder.page import RecorderPage
from spacetui.tui.recorder.step_dialog import StepDialog
from spacetui.tui.widgets.glyphs import ASCII, UNICODE, use_glyphs
from spacetui.tui.widgets.pick_dialog import PickDialog
from tests.tui.app_driver import make_app, status_bar_text, wait_until
from tests.tui.fake_session import FakeSession, an_app
from tests.tui.screen_text import screen_text

HERE = Source("http://127.0.0.1:9", "http://127.0.0.1:9", title="Text lab")
THERE = Source("http://127.0.0.1:8", "http://127.0.0.1:8", title="Other lab")
TEXT = "what lights the sea at night"


def endpoint(api_name: str, *, takes: str = "text", gives: str = "reply") -> Endpoint:
    shape = FileShape.ONE if takes == "image" else FileShape.NONE
    kind = "Image" if takes == "image" else "Textbox"
    return Endpoint(
        api_name,
        0,
        parameters=(Parameter(takes, takes, kind, {"type": "string"}, "str", file_shape=shape),),
        returns=(Return(gives, "Textbox", {"type": "string"}, "str"),),
    )


def recorded(
    end: Endpoint, value: Json, output: Json, *, source: Source = HERE, failed: bool = False
) -> Recording:
    state = RunState(Status.COMPLETE, data=(output,), last_at=1.0)
    if failed:
        state = RunState(Status.FAILED, failure=Failure("quota", "no"), last_at=1.0)
    call = Call(end, {end.parameters[0].name: value})
    return Recording(call, source, state)


@dataclass
class Shown:
    """The recorder page of an app, with three calls of which the third takes the first's text."""

    pilot: Pilot[Any]
    app: SpacetuiApp

    @property
    def page(self) -> RecorderPage:
        page = self.app.screen_stack[0]
        assert isinstance(page, RecorderPage)
        return page

    @property
    def script(self) -> RecordedScript:
        return self.app.app_state.calls.recorded

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    @property
    def links(self) -> list[tuple[int, RecordedLink]]:
        return [(each.id, link) for each in self.script.steps for link in each.links]


THREE = (
    recorded(endpoint("/listen"), "voice", TEXT),
    recorded(endpoint("/other"), "short", "nothing of use"),
    recorded(endpoint("/chat"), TEXT, "a lamp and a ring of glass", source=THERE),
)


@asynccontextmanager
async def shown(*recordings: Recording, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Shown]:
    app = make_app(FakeSession(an_app()))
    for each in recordings:
        app.app_state.calls.add_recording(each)
    async with app.run_test(size=size) as pilot:
        app.switch_mode("recorder")
        await wait_until(pilot, lambda: isinstance(app.screen, RecorderPage))
        await pilot.pause()
        yield Shown(pilot, app)


async def test_a_link_is_a_thread_from_the_output_to_the_input() -> None:
    async with shown(*THREE) as now:
        lines = screen_text(now.app).splitlines()
        start = next(line for line in lines if TEXT in line and "reply" in line)
        end = next(line for line in lines if "from 1" in line)
        at = start.index("╭── reply")
        assert end.index("╰─▸ text") == at
        between = lines[lines.index(start) + 1 : lines.index(end)]
        assert {line[at] for line in between} == {"│"}
        assert "3 steps, 1 link" in screen_text(now.app)
        assert next(line for line in lines if "nothing of use" in line).count("unused") == 1


async def test_a_link_that_is_taken_away_comes_back_with_undo() -> None:
    async with shown(*THREE) as now:
        await now.press("j", "j", "u")
        assert now.links == []
        assert "unlinked" in status_bar_text(now.app)
        assert f"text={TEXT!r}".replace("'", '"') in now.page.code_actions.code()
        await now.press("ctrl+z")
        assert now.links == [(3, RecordedLink("text", 1, 0))]


async def test_a_dropped_step_takes_its_links_along_and_undo_brings_both_back() -> None:
    async with shown(*THREE) as now:
        await now.press("d")
        assert [each.id for each in now.script.steps] == [2, 3]
        assert "1 link went with it" in status_bar_text(now.app)
        # A call that is made meanwhile stays.
        now.app.app_state.calls.add_recording(recorded(endpoint("/late"), "x", "y"))
        await now.press("ctrl+z")
        assert [each.endpoint.api_name for each in now.script.steps] == [
            "/listen",
            "/other",
            "/chat",
            "/late",
        ]
        assert now.links == [(3, RecordedLink("text", 1, 0))]


@pytest.mark.soak
async def test_a_moved_step_says_which_links_went() -> None:
    async with shown(*THREE) as now:
        await now.press("J", "J")
        assert [each.id for each in now.script.steps] == [2, 3, 1]
        assert "1 link went with it" in status_bar_text(now.app)
        await now.press("ctrl+z")
        assert [each.id for each in now.script.steps] == [2, 1, 3]


async def test_a_link_is_made_by_hand_from_a_list_of_what_fits() -> None:
    async with shown(*THREE) as now:
        await now.press("j", "l")
        dialog = now.app.screen
        assert isinstance(dialog, PickDialog)
        assert "reply of step 1" in screen_text(now.app)
        await now.press("enter")
        assert (2, RecordedLink("text", 1, 0)) in now.links
        assert "linked" in status_bar_text(now.app)
        await now.press("l")
        assert "no earlier output fits" in status_bar_text(now.app)


async def test_a_step_is_named_and_noted() -> None:
    async with shown(*THREE) as now:
        await now.press("a")
        assert isinstance(now.app.screen, StepDialog)
        await now.press(*"heard", "enter", *"by ear", "enter")
        assert (now.script.steps[0].name, now.script.steps[0].note) == ("heard", "by ear")
        code = now.page.code_actions.code()
        assert "heard = " in code
        assert "# by ear" in code
        assert "text=heard" in code
        await now.press("ctrl+z")
        assert now.script.steps[0].name == ""


@pytest.mark.soak
async def test_one_key_keeps_only_what_the_last_step_needs() -> None:
    async with shown(*THREE) as now:
        await now.press("o")
        assert [each.id for each in now.script.steps] == [1, 3]
        assert now.page.check_action("keep_needed", ()) is False


@pytest.mark.soak
async def test_a_failed_call_is_shown_as_left_out() -> None:
    failed = recorded(endpoint("/paint"), "x", "", failed=True)
    async with shown(*THREE, failed) as now:
        assert "quota · left out" in screen_text(now.app)
        assert "3 steps, 1 link, 1 left out" in screen_text(now.app)
        assert (
            "/paint"
            not in now.page.code_actions.code().replace("left out: http", "").split("import")[1]
        )


async def test_the_recording_is_exported_as_toml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with shown(*THREE) as now:
        await now.press("e", "E")
        await wait_until(now.pilot, (tmp_path / "recording.toml").exists)
        await now.app.workers.wait_for_complete()
    document = tomllib.loads((tmp_path / "recording.toml").read_text())
    assert document["step"][2]["inputs"]["text"] == {"from": "reply", "output": 0}
    assert (tmp_path / "script.py").exists()


@pytest.mark.soak
async def test_a_file_of_a_list_is_linked_by_hand() -> None:
    pictures = [
        {"image": file_data(f"/tmp/{name}.png", orig_name=f"{name}.png"), "caption": None}
        for name in ("one", "two")
    ]
    gives = recorded(endpoint("/paint", gives="pictures"), "a cat", pictures)
    takes = recorded(endpoint("/look", takes="image"), None, "a cat")
    async with shown(gives, takes) as now:
        await now.press("j", "l")
        assert "pictures[1]['image'] of step 1" in screen_text(now.app)
        await now.press("j", "enter")
        assert now.links == [(2, RecordedLink("image", 1, 0, (1, "image")))]


async def test_all_steps_run_again_with_what_the_new_runs_gave_and_show_a_diff() -> None:
    listen, chat = endpoint("/listen"), endpoint("/chat")
    calls = (recorded(listen, "voice", TEXT), recorded(chat, TEXT, "a lamp"))
    async with shown(*calls) as now:
        session = FakeSession(an_app(listen, chat))
        now.app.app_state._session = session  # type: ignore[assignment]
        now.app.app_state.add(await session.open("demo/text"))
        session.scripts = [[Completed(("a new text",), 1.0)], [Completed(("a new lamp",), 1.0)]]
        await now.press("ctrl+r")
        await wait_until(now.pilot, lambda: isinstance(now.app.screen, DiffDialog))
        await now.pilot.pause()
        assert [dict(each.values) for each in session.calls] == [
            {"text": "voice"},
            {"text": "a new text"},
        ]
        text = screen_text(now.app)
        assert "- reply: a lamp" in text
        assert "+ reply: a new lamp" in text
        assert "the same" in text
        await now.press("escape")
        assert now.script.steps[1].outputs == ("a new lamp",)
        assert now.links == [(2, RecordedLink("text", 1, 0))]
        await now.press("ctrl+z")
        assert now.script.steps[1].outputs == ("a lamp",)
        # One that fails changes nothing.
        failed = Failed(Failure("app", "no lamp is left"))
        session.scripts = [[failed]]
        await now.press("r")
        await wait_until(now.pilot, lambda: "no lamp is left" in status_bar_text(now.app))
        assert now.script.steps[0].outputs == (TEXT,)
        # So does one that is stopped.
        await now.press("r")
        await wait_until(now.pilot, lambda: bool(now.app.app_state.calls.running))
        await now.press("escape")
        await wait_until(now.pilot, lambda: "it was stopped" in status_bar_text(now.app))
        assert now.app.app_state.calls.running == []
        assert now.script.steps[0].outputs == (TEXT,)


def test_threads_that_overlap_have_lanes_of_their_own() -> None:
    assert margins(6, [Thread(0, (2, 5)), Thread(1, (3,))]) == [
        "╭─── ",
        "│╭── ",
        "├┼─▸ ",
        "│╰─▸ ",
        "│    ",
        "╰──▸ ",
    ]


def test_threads_have_a_form_in_ascii() -> None:
    use_glyphs(ASCII)
    try:
        assert margins(3, [Thread(0, (2,))]) == ["+-- ", "|   ", "+-> "]
    finally:
        use_glyphs(UNICODE)
