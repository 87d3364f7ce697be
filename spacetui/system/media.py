"""Sound and video of somebody else, for the programs of FFmpeg: what a file may be read as.

FFmpeg looks into a file to tell what it is. A playlist that is called `song.mp3` would make it open
the addresses in it, on the network or on this machine. So each file is read as what its name says,
by one demuxer, and nothing but files may be opened.
"""

import re
import shutil
from asyncio import create_subprocess_exec, subprocess, wait_for
from pathlib import Path
from typing import NamedTuple

SOUND_DEMUXERS = {
    ".wav": "wav", ".mp3": "mp3", ".flac": "flac", ".ogg": "ogg", ".opus": "ogg", ".m4a": "mov",
    ".aac": "aac",
}  # fmt: skip
VIDEO_DEMUXERS = {
    ".mp4": "mov", ".m4v": "mov", ".mov": "mov", ".webm": "matroska", ".mkv": "matroska",
    ".avi": "avi", ".ts": "mpegts", ".gif": "gif",
}  # fmt: skip
# Seconds for a first frame, its width in pixels at most, and pixels of a frame that is decoded.
TIMEOUT, MAX_WIDTH, MAX_PIXELS = 15, 1280, 50_000_000


def reading_options(demuxer: str) -> tuple[str, ...]:
    """Return the options of FFmpeg's programs that stand before a file of somebody else."""
    return ("-protocol_whitelist", "file", "-f", demuxer)


class VideoLook(NamedTuple):
    """seconds: 0 where they are not known. size: `640x360`, or empty. frame: a PNG, or empty."""

    seconds: float
    size: str
    frame: bytes


async def look_at_video(path: Path) -> VideoLook | None:
    """Return the length and the first frame of a video; None where ffmpeg cannot tell."""
    program, demuxer = shutil.which("ffmpeg"), VIDEO_DEMUXERS.get(path.suffix.lower())
    if program is None or demuxer is None:
        return None
    before = ("-nostdin", "-hide_banner", "-max_pixels", str(MAX_PIXELS), "-threads", "1")
    scale = f"scale=w='min({MAX_WIDTH},iw)':h=-2"
    after = ("-map", "0:v:0", "-frames:v", "1", "-vf", scale, "-c:v", "png", "-f", "image2pipe")
    try:
        process = await create_subprocess_exec(
            program,
            *before,
            *reading_options(demuxer),
            "-i",
            f"file:{path}",
            *after,
            "pipe:1",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except OSError:
        return None
    try:
        frame, said = await wait_for(process.communicate(), TIMEOUT)
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return _look_from(frame, said.decode("utf-8", "replace"))


def _look_from(frame: bytes, said: str) -> VideoLook | None:
    """Read what ffmpeg says of its input. said: its messages."""
    length = re.search(r"Duration: (\d+):(\d+):(\d+\.?\d*)", said)
    size = re.search(r"Stream #0.*?Video:.*? (\d{1,5}x\d{1,5})\b", said)
    seconds = 0.0
    if length is not None:
        seconds = int(length[1]) * 3600 + int(length[2]) * 60 + float(length[3])
    if not frame and size is None:
        return None
    return VideoLook(seconds, "" if size is None else size[1], frame)
