"""The length of an animated picture, from its bytes alone."""

from pathlib import Path

import pytest
from PIL import Image

from spacetui.system.animation import Animation, animation_at


@pytest.mark.parametrize("suffix", ["gif", "webp", "png"])
def test_frames_are_counted_and_their_times_added(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{suffix}"
    frames = [Image.new("RGB", (4, 4), (shade, 0, 0)) for shade in (0, 90, 200)]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=[100, 200, 500])

    found = animation_at(path)
    assert found is not None and Animation(found.frames, round(found.seconds, 6)) == (3, 0.8)


@pytest.mark.parametrize("suffix", ["gif", "webp", "png", "jpg"])
def test_a_still_and_a_broken_picture_have_no_length(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{suffix}"
    Image.new("RGB", (4, 4)).save(path)
    assert animation_at(path) is None
    whole = path.read_bytes()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        assert animation_at(path) is None
