"""`run` with streamed media: the URL of each update, and one file at the end."""

import shutil
from pathlib import Path

import pytest

from tests.cli_result import Cli

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        shutil.which("ffmpeg") is None, reason="Gradio streams by ffmpeg, not on this machine"
    ),
]


def test_updates_have_a_url_and_a_download_is_one_file(
    cli: Cli, media_url: str, tmp_path: Path
) -> None:
    done = cli(
        "run", media_url, "/sing", "seconds=2", "--json", "--download", str(tmp_path / "got")
    )
    assert done.code == 0, done.err
    updates = [line["data"] for line in done.lines if line["event"] == "output"]
    assert len(updates) == 2
    place = f"{media_url}/gradio_api/stream/"
    assert all(
        file["url"].startswith(place) and file["url"].endswith("/playlist.m3u8")
        for file, _ in updates
    )
    song, text = done.lines[-1]["data"]
    assert (song["path"], text) == (str(tmp_path / "got" / "tone1.aac"), "second 1")
    assert Path(song["path"]).stat().st_size > 5000
    assert [each.name for each in (tmp_path / "got").iterdir()] == ["tone1.aac"]


def test_a_failed_download_is_reported_beside_the_result(
    cli: Cli, media_url: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    done = cli(
        "run",
        media_url,
        "/sing",
        "seconds=1",
        "--json",
        "--download",
        str(tmp_path / "file" / "in"),
    )
    assert done.code == 3
    assert done.lines[-1]["event"] == "done"
    assert "cannot be written" in done.err
    assert done.err.count("\n") == 1
