"""A browser of this machine, without a window and shut off from the network."""

import asyncio
import os
from pathlib import Path

from spacetui.verify.processes import NO_PROXY_THERE
from spacetui.verify.tools import PROBE_TIMEOUT, Lacking, find_program

# In the order in which they are tried.
_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_OPTIONS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    f"--proxy-server={NO_PROXY_THERE}",  # what is on this machine is asked without it
)


def browser_command(browser: str, folder: Path) -> list[str]:
    """Return the command that starts a browser. folder: where it gets a profile of its own."""
    options = [*_OPTIONS, f"--user-data-dir={folder / 'browser-profile'}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # root's does not start with its sandbox
        options.append("--no-sandbox")
    return [browser, *options]


async def find_browser(folder: Path) -> str:
    """Return the path of a browser that starts here. Raises Lacking."""
    browser = find_program(*_NAMES)
    process = await asyncio.create_subprocess_exec(
        *browser_command(browser, folder),
        "--dump-dom",
        "about:blank",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await asyncio.wait_for(process.wait(), PROBE_TIMEOUT)
    except TimeoutError:
        process.kill()
        await process.wait()
    if process.returncode:
        raise Lacking(f"{Path(browser).name} does not start here")
    return browser
