"""Pages for the browser are the user's alone and do not stay."""

import os
from pathlib import Path

import pytest

from spacetui.system import page_files


def test_a_page_is_private_and_goes_at_exit_or_by_age(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(page_files, "_written", [])
    left = page_files.pages_dir() / "of-another-run.html"
    fresh = page_files.pages_dir() / "fresh.html"
    for each in (left, fresh):
        each.write_text("x")
    os.utime(left, (1, 1))

    path = page_files.write_page("<p>\ud800")

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert (left.exists(), fresh.exists(), path.read_text()) == (False, True, "<p>?")
    page_files.remove_pages()
    assert (fresh.exists(), path.exists()) == (True, False)
