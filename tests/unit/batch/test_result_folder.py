"""The files of a row that is called again take the place of those that it left before."""

from pathlib import Path

import pytest

from spacetui.errors import Lost
from tests.unit.batch.batch_driver import Batches, lines_of, names_in, write_rows
from tests.unit.batch.queue_server import QueueServer


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "rows.csv", ["t1"])


def files_in(folder: Path) -> list[str]:
    """Return the names of the files below a folder, sorted."""
    return sorted(each.name for each in folder.rglob("*") if each.is_file())


async def test_what_a_run_had_fetched_without_writing_its_line_is_replaced(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    out, folder = tmp_path / "out.jsonl", tmp_path / "files"
    server.plan["t1"] = ["file", "file"]
    batch, output = await batches.make(rows, out, folder=folder)

    def refuse(*_: object, **__: object) -> None:
        raise Lost("no room is left")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Lost):
        patch.setattr(output, "write", refuse)
        await batch.run()
    output.close()
    [of_row] = folder.iterdir()
    (of_row / "other.txt.part").write_text("the start of a file")
    await batches.run(rows, out, folder=folder)
    [line] = lines_of(out)
    assert line["files"] == [line["data"][0][0]["path"]] == [str(of_row / "leaf.txt")]
    assert (files_in(folder), line["attempts"]) == (["leaf.txt"], 2)


async def test_a_row_whose_files_do_not_all_come_leaves_none(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    out, folder = tmp_path / "out.jsonl", tmp_path / "files"
    server.plan["t1"] = ["half", "file"]
    batch = await batches.run(rows, out, folder=folder)
    assert batch.first_failure is not None and "gone.txt" in batch.first_failure[1].message
    assert names_in(folder) == []
    await batches.run(rows, out, folder=folder)
    assert files_in(folder) == ["leaf.txt"] and "data" in lines_of(out)[0]


async def test_the_files_of_another_output_stay(
    batches: Batches, server: QueueServer, rows: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    server.plan["t1"] = ["file", "file"]
    for name in ("1.jsonl", "2.jsonl"):
        await batches.run(rows, tmp_path / name, folder=folder)
    saved = [lines_of(tmp_path / name)[0]["files"][0] for name in ("1.jsonl", "2.jsonl")]
    assert [Path(each).name for each in saved] == files_in(folder)[::-1]
    assert files_in(folder) == ["leaf (1).txt", "leaf.txt"]
