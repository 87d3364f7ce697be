"""Which files the desktop may be asked to open."""

from pathlib import Path

import pytest

from spacetui.system.saved_files import may_open


@pytest.mark.parametrize(
    ("content", "may_be_opened"),
    [(b"G" + bytes(187) + b"G" + bytes(187), True), (b"GREETING = 1", False), (b"", False)],
)
def test_a_streamed_video_may_be_opened_and_a_program_with_its_suffix_may_not(
    tmp_path: Path, content: bytes, may_be_opened: bool
) -> None:
    path = tmp_path / "x.ts"
    path.write_bytes(content)
    assert may_open(path) is may_be_opened
