"""`spacetui serve` in a real browser: the app is drawn, takes keys, and ends with its page."""

import asyncio
import base64
import io
import json
import subprocess
import sys
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from websockets.asyncio.client import ClientConnection, connect

from tests.browser import START_SECONDS, running_browser

CTRL = 2  # of Chromium's modifiers


@pytest.fixture
def address() -> Iterator[str]:
    """Give the address that a running `spacetui serve` has printed."""
    words = [sys.executable, "-m", "spacetui", "--no-history", "serve", "--no-open"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


class Page:
    """A page of Chromium, driven by its protocol for developers."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._count = 0

    async def ask(self, method: str, **parameters: Any) -> Any:
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        await self._connection.send(json.dumps(message))
        while True:
            answer = json.loads(await self._connection.recv())
            if answer.get("id") == self._count:
                return answer["result"]

    async def until_it_is(self, state: str) -> None:
        """Wait until the page has a class."""
        await until(lambda: self._has_class(state))

    async def _has_class(self, name: str) -> bool:
        return name in await self.value_of("document.body?.className ?? ''")

    async def is_drawn(self) -> bool:
        """Return whether there are letters, whose edges have many colours."""
        return len(await self.colours()) >= 20

    async def value_of(self, script: str) -> Any:
        return (await self.ask("Runtime.evaluate", expression=script))["result"]["value"]

    async def colours(self) -> set[Any]:
        """Return the colours of what is drawn."""
        picture = base64.b64decode((await self.ask("Page.captureScreenshot"))["data"])
        found = Image.open(io.BytesIO(picture)).convert("RGB").getcolors(1 << 24)
        return {colour for _, colour in found or ()}

    async def press_with_ctrl(self, letter: str) -> None:
        key = {"key": letter, "code": f"Key{letter.upper()}", "modifiers": CTRL}
        code = ord(letter.upper())
        await self.ask(
            "Input.dispatchKeyEvent", type="rawKeyDown", windowsVirtualKeyCode=code, **key
        )
        await self.ask("Input.dispatchKeyEvent", type="keyUp", windowsVirtualKeyCode=code, **key)


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Ask until it is so."""
    async with asyncio.timeout(START_SECONDS):
        is_done = await is_so()
        while not is_done:
            await asyncio.sleep(0.1)
            is_done = await is_so()


async def test_the_app_is_drawn_in_a_page_takes_keys_and_ends(tmp_path: Path, address: str) -> None:
    with running_browser(tmp_path, tmp_path) as browser:
        asked = urllib.request.Request(f"{browser.tools}/json/new?{address}", method="PUT")
        opened = await asyncio.to_thread(urllib.request.urlopen, asked)
        socket = json.loads(opened.read())["webSocketDebuggerUrl"]
        async with connect(socket, max_size=None) as connection:
            page = Page(connection)
            await page.until_it_is("-first-byte")
            await until(page.is_drawn)
            await page.press_with_ctrl("q")
            await page.until_it_is("-closed")
            shown = await page.value_of("document.querySelector('#ended').innerText")
            assert "spacetui has ended" in shown
