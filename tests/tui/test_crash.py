"""What a bug of ours prints on the terminal: where it is, and no value of any variable."""

import asyncio
from typing import Any

import pytest
from textual.containers import Vertical
from textual.widgets import Static
from textual.worker import WorkerFailed

from tests.tui.app_driver import make_app
from tests.tui.fake_session import FakeSession, an_app

TOKEN = "hf_verysecretSecret"


class BrokenSession(FakeSession):
    async def open(self, src: str, *, on_stage: Any = None) -> Any:
        token = TOKEN
        raise RuntimeError(f"a bug \x1b]0;z\x07 {token} [/x]")


async def test_a_crash_shows_where_it_happened_and_no_secret_or_control_character(
    capsys: pytest.CaptureFixture[str],
) -> None:
    session = BrokenSession(an_app())
    session.redactor.add_secret(TOKEN)
    app = make_app(session, src="demo/text")
    with pytest.raises(WorkerFailed):
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause(1)
    stderr = capsys.readouterr().err
    assert "RuntimeError" in stderr and "in open" in stderr
    assert r"a bug \x1b]0;z\x07 [hidden] [/x]" in " ".join(stderr.split())
    assert TOKEN not in stderr and "\x1b" not in stderr


async def test_what_a_page_mounts_after_the_exit_is_no_crash() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)):
        page, was_run = app.screen, asyncio.Event()

        def exit_and_mount() -> None:
            was_run.set()
            app.exit(0)
            page.mount(Static("too late"))

        page.call_later(exit_and_mount)
        await was_run.wait()
    assert app.return_code == 0


async def test_what_a_page_mounts_while_the_app_is_taken_down_is_no_crash() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)):
        page, was_run = app.screen, asyncio.Event()

        async def mount_after_the_end() -> None:
            was_run.set()
            while app.is_running:  # noqa: ASYNC110  # nothing tells that the app is taken down
                await asyncio.sleep(0)
            await Vertical().mount(Static("into what was never composed"))

        page.call_later(mount_after_the_end)
        await was_run.wait()
    assert not app.is_running
