"""What ffmpeg is let do with a file of somebody else."""

import asyncio
import shutil
import subprocess
from pathlib import Path

import pytest

from spacetui.system.media import look_at_video
from tests.counting_server import counting_server

FFMPEG = shutil.which("ffmpeg") or ""
pytestmark = pytest.mark.skipif(not FFMPEG, reason="ffmpeg is not on this machine")


@pytest.mark.soak
async def test_a_playlist_with_the_name_of_a_video_reaches_no_server(tmp_path: Path) -> None:
    with counting_server() as (url, asked):
        for name in ("a.mp4", "a.ts", "a.webm", "a.avi"):
            path = tmp_path / name
            playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{url}/x.ts\n#EXT-X-ENDLIST\n"
            path.write_text(playlist)
            assert await look_at_video(path) is None
        assert asked == []
        options = ("-protocol_whitelist", "file,http,tcp", "-i", str(tmp_path / "a.mp4"))
        command = (FFMPEG, "-v", "quiet", "-allowed_extensions", "ALL", *options, "-f", "null", "-")
        await asyncio.to_thread(subprocess.run, command)
        assert "/x.ts" in asked  # it would be asked by what reads the file as what it is
