"""A video: its size and length, and its first frame where ffmpeg is on this machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from spacetui.errors import SpacetuiError
from spacetui.model.file_data import size_of, type_of
from spacetui.model.schema import Json, Return
from spacetui.system.media import VIDEO_DEMUXERS, VideoLook, look_at_video
from spacetui.text.format import length_text
from spacetui.tui.outputs.file import FileView, file_label
from spacetui.tui.outputs.half_blocks import can_draw
from spacetui.tui.outputs.image_widget import ImageWidget
from spacetui.tui.outputs.output_view import Fetch
from spacetui.tui.widgets.exclusive_worker import run_exclusive
from spacetui.tui.widgets.glyphs import glyphs

# Bytes of a video that is fetched for its first frame alone.
MAX_BYTES = 64_000_000
MIN_ROWS, AROUND = 6, 3


class VideoView(FileView):
    """A video, with subtitles or without."""

    TAKES_PAGE: ClassVar[bool] = True

    def __init__(self, return_: Return, fetch: Fetch | None = None) -> None:
        super().__init__(return_, fetch)
        self.frame = ImageWidget()
        self._looked_at: Mapping[str, Json] | None = None

    def value_widgets(self) -> Iterable[Widget]:
        return (self.frame, self.body)

    def fit(self, rows: int) -> None:
        self.frame.fit(max(MIN_ROWS, rows - AROUND))

    def draw(self, value: Json, final: bool) -> None:
        super().draw(value, final)
        file = self.file
        if file != self._looked_at:
            self._looked_at = None
            self.frame.show(())
        if final and file is not None and file != self._looked_at and self._can_look(file):
            self._looked_at = file
            run_exclusive(self, "frame", partial(self._look, file))

    def _can_look(self, file: Mapping[str, Json]) -> bool:
        is_video = f".{type_of(file)}" in VIDEO_DEMUXERS and file.get("is_stream") is not True
        is_small = (size_of(file) or 0) <= MAX_BYTES
        return is_video and is_small and self.fetch is not None and self.is_attached

    async def _look(self, file: Mapping[str, Json]) -> None:
        assert self.fetch is not None
        try:
            path = await self.fetch(file)
            look = await look_at_video(path)
        except (SpacetuiError, OSError):
            return  # the name is on the screen, and saving the file shows the error
        if look is None or self._looked_at is not file:
            return
        self.summary = video_label(file, look, path.stat().st_size)
        if look.frame and can_draw():
            self.frame.show([look.frame])


def video_label(file: Mapping[str, Json], look: VideoLook, size: int) -> str:
    """Return `mp4 · 640×360 · 12.4 s · 3.1 MB` of a video; size: in bytes."""
    length = length_text(look.seconds) if look.seconds else ""
    return file_label(file, look.size.replace("x", glyphs().times), length, size=size)
