"""Files that go from one step to the next on versions whose files have another form, or no mark."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from spacetui.cli.commands import run
from spacetui.hub.client import Hub
from spacetui.model.call import Call
from spacetui.model.drift import endpoint_drift, shape_of
from spacetui.model.file_input import FileInput
from spacetui.model.output_path import OutputPath
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedLink
from spacetui.model.recording import Recording
from spacetui.model.schema import Json
from spacetui.recording_files.write import document_of, write_document
from spacetui.session.opened_app import OpenedApp
from spacetui.session.session import Session
from spacetui.snippets import render
from spacetui.store.trim_recording import trim_recording
from tests.compat.environments import python_of, running

pytestmark = pytest.mark.compat
# Named files; files without a mark; the same with is_stream; marked ones.
VERSIONS = ("3.50.2", "4.8.0", "4.19.2", "4.21.0")


async def made(session: Session, opened: OpenedApp, api_name: str, value: Json) -> Recording:
    """Make a call of one parameter, and return how it went."""
    endpoint = opened.app.endpoint(api_name)
    assert endpoint is not None
    call = Call(endpoint, {endpoint.parameters[0].name: value})
    live = session.submit(opened, call, timeout=60)
    async for _ in live:
        continue
    assert live.state.failure is None, live.state.failure
    return live.recording


def output_of(recording: Recording) -> Any:
    assert recording.state.data is not None
    return recording.state.data[0]


async def record(url: str, folder: Path) -> tuple[RecordedScript, list[OutputPath | None], Any]:
    """Record a file that is written and read, and what links other ways of passing files make.

    Return the script, a path for each of those ways, and what has changed of an endpoint since.
    """
    async with Session(Hub()) as session:
        opened = await session.open(url)
        wrote = await made(session, opened, "/write", "the tide comes in")
        leaf = output_of(wrote)
        saved = await session.download(opened, leaf, folder)
        read = await made(session, opened, "/read", FileInput(str(saved)))
        assert output_of(read) == "the tide comes in"
        script = RecordedScript().add(wrote)
        script = script.save_file(str(saved), session.file_url(opened, leaf)).add(read)

        two = await made(session, opened, "/write_two", "ebb")
        leaves = output_of(two)
        paths: list[OutputPath | None] = []
        for first, api_name, value, said in (
            (wrote, "/read", leaf, "the tide comes in"),
            (wrote, "/read_all", [leaf], "the tide comes in"),
            (two, "/read", leaves[1], "EBB"),
            (two, "/read_all", leaves, "ebb EBB"),
            (two, "/read_all", [leaves[1]], "EBB"),
            (two, "/read_all", leaves[::-1], "EBB ebb"),
        ):
            second = await made(session, opened, api_name, value)
            assert output_of(second) == said
            links = RecordedScript().add(first).add(second).steps[1].links
            paths.append(links[0].path if links else None)
        opened = await session.open(url)
        now = opened.app.endpoint("/read")
        assert now is not None
        before = trim_recording(read).call.endpoint
        return script, paths, endpoint_drift(shape_of(before), shape_of(now))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_of_one_step_is_linked_replayed_and_exported(
    version: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with running(version, tmp_path, "journey_app.py") as url:
        script, paths, changes = asyncio.run(record(url, tmp_path))
        (link,) = script.steps[1].links
        assert link == RecordedLink(script.steps[1].endpoint.parameters[0].name, 1, 0)
        assert paths == [(), (), (1,), (), (1,), None]
        assert changes == ()
        file = tmp_path / "journey.toml"
        file.write_text(write_document(document_of(script, tmp_path)))
        monkeypatch.setenv("SPACETUI_NO_HISTORY", "1")
        first = script.names[1]
        code = run(["replay", str(file), "--set", f"{first}.param_0=the tide goes out"])
        out, err = capsys.readouterr()
        assert (code, out.splitlines()[-1]) == (0, "the tide goes out"), err
        assert "changed" not in err
        program = render(script.script(), "python").replace("comes in", "goes out")
        # Code for Gradio 3 is for a client of its time, which knows no newer protocol.
        python = python_of(version) if version.startswith("3.") else sys.executable
        ran = subprocess.run(
            [python, "-"], input=program, capture_output=True, text=True, check=False
        )
        assert "the tide goes out" in ran.stdout, ran.stderr
