"""What a desktop may be asked to show."""

from pathlib import Path

import pytest

from spacetui.system.saved_files import may_open


@pytest.mark.parametrize(
    ("content", "is_shown"),
    [(b"G" + bytes(187) + b"G" + bytes(187), True), (b"GREETING = 1", False), (b"", False)],
)
def test_a_streamed_video_is_shown_and_a_program_of_its_ending_is_not(
    tmp_path: Path, content: bytes, is_shown: bool
) -> None:
    path = tmp_path / "x.ts"
    path.write_bytes(content)
    assert may_open(path) is is_shown
