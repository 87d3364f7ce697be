"""What is said where no browser can run a page."""

from pathlib import Path

import pytest

from spacetui.verify.browser import find_browser
from spacetui.verify.tools import Lacking


async def test_a_machine_without_a_browser_lacks_chromium(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(Lacking, match="chromium is not installed"):
        await find_browser(tmp_path)


async def test_a_browser_that_does_not_start_is_lacking_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Lacking, match="chromium does not start here"):
        await find_browser(tmp_path)
