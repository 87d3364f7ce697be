"""The log over a page: its rows follow what goes on, and its keys copy and clear."""

from httpx import Request, Response

from spacetui.tui.command_log.dialog import LogDialog
from spacetui.tui.use.page import UsePage
from spacetui.wire.http.traffic import TrafficLog
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import HOSTILE, FakeSession, an_app
from tests.tui.screen_text import screen_text, unsafe_rows

PASSWORD = "hunter-two"


def post(log: TrafficLog, body: bytes) -> None:
    """Note a POST that was answered."""
    step = log.begin(Request("POST", "http://127.0.0.1:9/queue/join", content=body), body, ())
    headers = [(b"content-type", b"application/json"), (b"x-said", HOSTILE.encode())]
    log.answer(step, Response(200, headers=headers), ())
    log.receive(step, b'{"event_id": 1}')
    log.end(step)


async def test_the_log_follows_copies_and_clears() -> None:
    session = FakeSession(an_app())
    session.redactor.add_secret(PASSWORD)
    copied: list[str] = []
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await wait_for_form(pilot, app)
        app.copy_text = lambda text, *_: copied.append(text)  # type: ignore[method-assign]
        await pilot.press("escape", "@")
        await wait_until(pilot, lambda: "Nothing was sent" in screen_text(app))
        dialog = app.screen
        assert isinstance(dialog, LogDialog) and "copy" not in screen_text(app)
        session.traffic = log = TrafficLog()
        post(log, f'{{"data": ["{PASSWORD}"]}}'.encode())
        await wait_until(pilot, lambda: "queue/join" in screen_text(app))
        log.message("<-", "/queue/data", (b'{"msg": "process_starts"} ' + HOSTILE.encode(),))
        await wait_until(pilot, lambda: "process_starts" in screen_text(app))
        assert dialog.list.current == 1, "the newest has the cursor"
        assert not unsafe_rows(app)
        await pilot.press("y", "up")
        await wait_until(pilot, lambda: "[hidden]" in screen_text(app))
        log.message("<-", "/queue/data", (b"{}",))
        await wait_until(pilot, lambda: len(dialog.list.rows) == 3)
        assert dialog.list.current == 0, "it stays on what is read"
        await pilot.press("y", "c")
        await wait_until(pilot, lambda: "Nothing was sent" in screen_text(app))
        assert copied[0].startswith('{"msg": "process_starts"}')
        assert "curl -sS" in copied[1] and PASSWORD not in copied[1] and "by hand" in copied[1]
        session.redactor.add_secret("ab")
        post(log, b"tab")
        await wait_until(pilot, lambda: "too short to be found" in screen_text(app))
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is page and isinstance(page, UsePage))
