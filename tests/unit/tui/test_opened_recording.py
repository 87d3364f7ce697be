"""A recording file that is read for the app: what is none, and what becomes of its steps."""

from pathlib import Path
from typing import Any

import pytest

from spacetui.errors import SpacetuiError
from spacetui.model.recorded_script import RecordedScript
from spacetui.recording_files.document import FileStep, RecordingFile
from spacetui.recording_files.write import document_of
from spacetui.tui.recorder.chosen_recording import ChosenRecording
from spacetui.tui.recorder.opened_recording import OpenedRecording
from tests.tui.fake_session import FakeSession, an_app, opened_app
from tests.unit.model.recordings import COUNT, HERE, WRITE, recorded

HUB = "https://hub.example"
STEP = '[[step]]\nsrc = "a/b"\napi_name = "/x"\n'
BAD = {
    "no such file": ("", "cannot be read: No such file"),
    "not TOML": ("[[step", "not TOML"),
    "of a newer version": (f"format = 99\n{STEP}", "Use a newer spacetui"),
    "of an odd app": (STEP.replace("a/b", "what is it"), "what is it"),
    "of an odd path": (f'{STEP}[step.inputs]\nx = {{ path = "a\\u0000b" }}\n', "is no path"),
    "of a secret": (f'{STEP}[step.inputs]\nx = {{ variable = "HF_TOKEN" }}\n', "only a variable"),
    "of code": (f"{STEP}run = 1\n", "there is no key"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_recording_is_one_clear_line(name: str, tmp_path: Path) -> None:
    text, problem = BAD[name]
    path = tmp_path / "x.toml"
    if text:
        path.write_text(text)
    with pytest.raises(SpacetuiError) as error:
        ChosenRecording.read(path, HUB)
    assert problem in str(error.value) and "\n" not in str(error.value)


def test_nothing_is_read_or_fetched_of_what_a_recording_names(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    inputs = '[step.inputs]\nx = [{ path = "~/.ssh/id_rsa" }, { path = "http://10.0.0.1/y" }]\n'
    path.write_text(STEP + inputs)
    chosen = ChosenRecording.read(path, HUB)
    assert chosen.reach == (
        f"x.toml calls the Space a/b of {HUB}: /x",
        "a/b is given http://10.0.0.1/y to fetch",
    )
    home = Path("~/.ssh/id_rsa").expanduser().resolve()
    assert chosen.outside == (f"step step_1 uploads {home} to a/b",)
    given: Any = chosen.document.steps[0].inputs["x"]
    assert given[0].path == str(home)
    assert given[1]["path"] == "http://10.0.0.1/y", "nothing here fetches it"


async def opened_of(document: RecordingFile, *endpoints: Any) -> OpenedRecording:
    session: Any = FakeSession(an_app(*endpoints, url=HERE.url))
    app: Any = opened_app(HERE.src, session.app, HERE, None)
    made = OpenedRecording(document, {HERE.src: app})
    await made.compare(session)
    return made


async def test_steps_that_shared_a_state_share_a_new_one() -> None:
    script = RecordedScript()
    for number, visit in ((1, 5), (2, 5), (9, 6)):
        script = script.add(recorded(COUNT, {"step": number}, number, visit=visit))
    opened = await opened_of(document_of(script), COUNT)
    first, second, third = (each.recording.visit for each in opened.script().steps)
    assert first == second > 5 and third == 0
    assert len(opened.script().script().clients) == 2
    assert opened.script().steps[0].recording.visit != first, "another one each time it is opened"


async def test_a_parameter_that_a_file_by_hand_invents_is_named_and_left_out() -> None:
    step = FileStep("poem", HERE.src, "/write", {"prompt": "a coast", "colour": "red"})
    opened = await opened_of(RecordingFile((step,)), WRITE)
    assert opened.changes == {"poem": ["the app has no colour"]}
    assert opened.script().steps[0].recording.call.values == {"prompt": "a coast"}


async def test_what_an_undocumented_endpoint_takes_is_asked_for() -> None:
    hidden = WRITE._replace(visibility="undocumented", parameters=())
    session: Any = FakeSession(an_app(hidden, url=HERE.url))
    session.wide = an_app(WRITE._replace(visibility="undocumented"), url=HERE.url)
    app: Any = opened_app(HERE.src, session.app, HERE, None)
    step = FileStep("poem", HERE.src, "/write", {"prompt": "a coast"})
    opened = OpenedRecording(RecordingFile((step,)), {HERE.src: app})
    await opened.compare(session)
    assert opened.changes == {}
    assert opened.script().steps[0].recording.call.values == {"prompt": "a coast"}
