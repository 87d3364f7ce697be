"""security.md P9: a file of an output is saved whole, in the chosen folder, over no other file.

Names: tests/unit/wire/files/test_file_names.py. Links, cut files and private addresses:
tests/live/test_wire_downloads.py.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.live.fault_server import FaultServer
from tests.promises.folder_contents import files_in
from tests.promises.hostile_apps import NAMES


@pytest.mark.parametrize("fault", list(NAMES))
def test_a_file_name_from_the_server_stays_in_the_folder(
    fault: str, cli: Any, hostile: FaultServer, tmp_path: Path, data_folder: Path
) -> None:
    folder = tmp_path / "out" / "here"
    folder.mkdir(parents=True)
    (folder / "taken.txt").write_text("mine")
    (tmp_path / "out" / "above.txt").write_text("mine")
    done = cli("run", hostile.url(fault), "text=x", "--download", str(folder), "--json")
    assert done.code == 0
    (file,) = done.lines[-1]["data"]
    assert Path(file["path"]).parent == folder and Path(file["path"]).read_bytes() == b"file body"
    assert not Path(file["path"]).name.startswith(".")
    assert (
        files_in(tmp_path / "out")["above.txt"] == b"mine"
        and (folder / "taken.txt").read_text() == "mine"
    )
    assert len(files_in(tmp_path / "out")) == 3
    assert [path.name for path in tmp_path.iterdir()] in (["out"], ["out", "data"], ["data", "out"])


@pytest.mark.parametrize("fault", ["file_stall_cut", "file_gone"])
def test_an_incomplete_download_leaves_no_file_and_is_reported(
    fault: str, cli: Any, hostile: FaultServer, tmp_path: Path
) -> None:
    done = cli("run", hostile.url(fault), "text=x", "--download", str(tmp_path / "out"), "--json")
    assert done.code == 3
    assert done.lines[-1]["event"] == "done", "the call itself is done"
    assert "spacetui: " in done.err
    assert files_in(tmp_path / "out") == {}


async def test_saving_in_the_app_stays_in_the_folder(
    hostile: FaultServer, window: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out" / "here"
    folder.mkdir(parents=True)
    (folder / "taken.txt").write_text("mine")
    monkeypatch.chdir(folder)
    async with window(hostile.url("window_file")) as shown:
        await shown.opened()
        await shown.ended()
        shown.page.view.result.focus_first()
        await shown.pilot.press("s")
        await shown.until(lambda: len(files_in(tmp_path / "out")) == 2)
    assert files_in(folder)["taken.txt"] == b"mine"
    assert set(files_in(tmp_path / "out")) == {"here/taken.txt", "here/above.txt"}


def test_no_local_file_is_uploaded_because_the_server_names_it(
    cli: Any, hostile: FaultServer, tmp_path: Path
) -> None:
    done = cli("run", hostile.url("default_file"), "--json")
    assert done.code == 0
    assert hostile.asked("default_file", "/gradio_api/upload") == []
    (call,) = hostile.asked("default_file", "/gradio_api/queue/join")
    assert b"/etc/passwd" in call.body and b"root:" not in call.body
