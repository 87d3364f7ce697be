"""What the tests of this machine share."""

from pathlib import Path

import pytest


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a folder that programs are looked for in."""
    folder = tmp_path / "programs"
    folder.mkdir()
    return folder
