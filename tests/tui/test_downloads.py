"""Files of outputs: progress is shown, esc stops a download, and an error is one line."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from spacetui.errors import DownloadFailed
from spacetui.model.events import Completed, Started
from spacetui.model.schema import Endpoint, Return
from spacetui.text.format import part_text
from tests.tui.app_driver import (
    make_app,
    toast_texts,
    wait_for_form,
    wait_for_recordings,
    wait_until,
)
from tests.tui.fake_session import HOSTILE, FakeSession, an_app
from tests.tui.screen_text import screen_text

GIVE = Endpoint("/give", 0, parameters=(), returns=(Return("file", "File"),), output_slots=(True,))
BIG = {
    "path": "/srv/big.bin",
    "orig_name": f"big{HOSTILE}.bin",
    "size": 40_000_000,
    "meta": {"_type": "gradio.FileData"},
}
WIDTH = (150, 40)


class Pipe:
    """A download that stops after its first bytes until `go` is set.

    `left` is set when it is cancelled.
    """

    def __init__(self, total: int | None = 40_000_000) -> None:
        self.total = total
        self.go, self.left = asyncio.Event(), asyncio.Event()
        self.folders: list[Path] = []

    async def __call__(self, file: Any, folder: Path, on_progress: Any) -> Path:
        self.folders.append(folder)
        on_progress(12_000_000, self.total)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.left.set()
            raise
        return folder / "big.bin"


@pytest.fixture
def session() -> FakeSession:
    made = FakeSession(an_app(GIVE))
    made.scripts = [[Completed((BIG,), 1.0)], [Started()]]
    return made


@pytest.mark.parametrize(("total", "words"), [(40_000_000, "12 of 40 MB"), (None, "12 MB")])
async def test_the_bytes_of_a_file_are_counted_while_it_is_saved(
    session: FakeSession, total: int | None, words: str
) -> None:
    session.fetch = pipe = Pipe(total)
    app = make_app(session, src="demo/text")
    async with app.run_test(size=WIDTH, notifications=True) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await pilot.press("4", "s", "s")
        await wait_until(pilot, lambda: "saving" in screen_text(app) and words in screen_text(app))
        await wait_until(pilot, lambda: "esc stop the file" in screen_text(app))
        assert not set("\x1b\x07\u202e") & set(screen_text(app))
        assert pipe.folders == [Path.cwd()], (
            "pressed twice, it is saved once, in the folder the app was started in"
        )
        pipe.go.set()
        await wait_until(pilot, lambda: any("big.bin" in each for each in toast_texts(app)))
        assert words not in screen_text(app)


async def test_esc_stops_the_download_before_the_call_and_says_that_no_file_is_kept(
    session: FakeSession,
) -> None:
    session.fetch = pipe = Pipe()
    app = make_app(session, src="demo/text")
    async with app.run_test(size=WIDTH) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await pilot.press("4", "s", "ctrl+r")
        await wait_until(
            pilot, lambda: bool(app.app_state.calls.running) and "saving" in screen_text(app)
        )
        await pilot.press("escape")
        await wait_until(pilot, pipe.left.is_set)
        await wait_until(
            pilot,
            lambda: "is not kept" in screen_text(app) and "after 12 of 40 MB" in screen_text(app),
        )
        assert app.app_state.calls.running, "the call goes on"
        await pilot.press("escape")
        await wait_until(pilot, lambda: not app.app_state.calls.running)
        assert page.view.result.display


async def test_a_failed_download_is_one_line_until_the_next_run(
    session: FakeSession,
) -> None:
    async def broken(file: Any, folder: Path, on_progress: Any) -> Path:
        raise DownloadFailed(
            "ended after 12 of 40 bytes", where=f"big {HOSTILE}", hint="Try again."
        )

    session.fetch = broken
    app = make_app(session, src="demo/text")
    async with app.run_test(size=WIDTH) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await pilot.press("4", "o")
        await wait_until(pilot, lambda: "not saved" in screen_text(app))
        await wait_until(
            pilot, lambda: "ended after 12 of 40 bytes. Try again." in screen_text(app)
        )
        assert not set("\x1b\x07\u202e") & set(screen_text(app))
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: "not saved" not in screen_text(app))


async def test_all_files_of_an_output_are_saved_one_after_another(session: FakeSession) -> None:
    names = [f"{number}.txt" for number in range(3)]
    session.scripts = [[Completed(([{**BIG, "orig_name": name} for name in names],), 1.0)]]
    saved: list[str] = []

    async def each(file: Any, folder: Path, on_progress: Any) -> Path:
        saved.append(file["orig_name"])
        return folder / str(file["orig_name"])

    session.fetch = each
    app = make_app(session, src="demo/text")
    async with app.run_test(size=WIDTH, notifications=True) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("ctrl+r")
        await wait_for_recordings(pilot, app, 1)
        await pilot.press("4", "s")
        await wait_until(
            pilot, lambda: any("saved 3 files in" in each for each in toast_texts(app))
        )
        assert saved == names
        await pilot.press("o")
        await wait_until(pilot, lambda: len(saved) == 4)
        assert saved[3] == names[0], "only one file is opened"


def test_a_part_of_a_size_names_a_shared_unit_once() -> None:
    assert part_text(12_000_000, 40_000_000) == "12 of 40 MB"
    assert part_text(812_000, 40_000_000) == "812 kB of 40 MB"
    assert part_text(0, 40) == "0 of 40 B"
    assert part_text(512, None) == "512 B"
