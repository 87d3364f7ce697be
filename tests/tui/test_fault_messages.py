"""What the app shows of faults of servers and proxies: the same words as the command line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from spacetui.hub.client import Hub
from spacetui.session.options import Options
from spacetui.session.session import Session
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.widgets.pane import Pane
from tests.live.fault_server import FaultServer
from tests.tui.app_driver import wait_for_live_form, wait_longer_until
from tests.tui.screen_text import screen_text

pytestmark = pytest.mark.live
CERTIFICATE = Path(__file__).parents[1] / "live" / "localhost.pem"


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[FaultServer, FaultServer]]:
    """Return the server of faults, and one with a certificate that is not trusted."""
    with FaultServer(certificate=CERTIFICATE) as secure, FaultServer() as server:
        yield server, secure


def app_on(src: str) -> SpacetuiApp:
    async def connect() -> Session:
        hub = Hub("http://127.0.0.1:9", use_saved_token=False)
        return Session(hub, Options(use_saved_token=False))

    return SpacetuiApp(connect, src=src)


async def wait_for_words(pilot: Pilot[Any], app: SpacetuiApp, words: str) -> None:
    """Wait until a pane shows `words`, whose lines may be wrapped."""

    def is_shown() -> bool:
        rows = screen_text(app).split("\n")
        parts = [
            " ".join(row[pane.region.x : pane.region.right] for row in rows)
            for pane in app.screen.query(Pane)
        ]
        return any(words in " ".join(part.split()) for part in parts)

    await wait_longer_until(pilot, is_shown)


@pytest.mark.parametrize(
    ("src", "words"),
    [
        ("https://127.0.0.1:{port}/well", "write http://127.0.0.1:{port}."),
        ("{secure}/well", "use --insecure"),
        ("{root}/config_not_gzip", "compressed (gzip), and cannot be unpacked"),
        ("{root}/config_to_file", "redirects to no web address: file:///etc/passwd"),
    ],
)
async def test_why_an_app_does_not_open_stands_on_the_screen(
    servers: tuple[FaultServer, FaultServer], src: str, words: str
) -> None:
    server, secure = servers
    names = {"root": server.root, "secure": secure.root, "port": server.port}
    app = app_on(src.format(**names))
    async with app.run_test(size=(160, 50)) as pilot:
        await wait_for_words(pilot, app, words.format(**names))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("data_no_output", "the server sent a result without output"),
        ("data_not_gzip", "the answer says that it is compressed"),
        ("data_html", "the answer is not an event stream, but a page"),
        ("data_lines", "that name."),  # the last line of the app's error
        ("data_text", "done"),
    ],
)
async def test_why_a_call_fails_stands_in_the_result(
    servers: tuple[FaultServer, FaultServer], fault: str, words: str
) -> None:
    app = app_on(servers[0].url(fault))
    async with app.run_test(size=(160, 50)) as pilot:
        page = await wait_for_live_form(pilot, app)
        page.view.form.fields[0].set_value("x")
        await pilot.pause()
        page.view.controllers.runs.run()
        await wait_for_words(pilot, app, words)
