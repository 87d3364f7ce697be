"""`spacetui history`: text for people, one JSON object a line, and what it refuses."""

import asyncio
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from spacetui.cli import output
from spacetui.cli.commands import run
from spacetui.errors import Failure
from spacetui.model.events import Completed, Event, Failed
from spacetui.model.file_input import FileInput
from spacetui.recording_files.read import read_document
from spacetui.store.saved_files import read_facts
from spacetui.store.store import Store
from tests.unit.store.samples import recording, write

DAY = 86_400


class History:
    """A history of three calls, and the command on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = folder / "spacetui.sqlite3"
        self._capsys = capsys

    def __call__(self, *args: str) -> tuple[int, str, str]:
        """Run `spacetui history ARGS` and return its exit code, stdout and stderr."""
        code = run(["history", *args])
        out, err = self._capsys.readouterr()
        return code, out, err

    def json(self, *args: str) -> list[Any]:
        code, out, _ = self(*args, "--json")
        assert code == 0
        return [json.loads(line) for line in out.splitlines()]

    def fill(self, picture: Path) -> None:
        asyncio.run(self._fill(picture))

    async def _fill(self, picture: Path) -> None:
        async with Store(self.path) as store:
            await write(store, self._made(400, Completed(("old",), 2.0), text="first"))
            failure = Failure("app", "no GPU left", hint="Try later.")
            await write(store, self._made(1, Failed(failure, 3.0), text="灯台の絵", how=1))
            odd = "a lighthouse [/x] \x1b]0;z\x07"
            values = {"text": "paint", "image": FileInput(str(picture)), "key": "pass-pass"}
            number = await write(store, self._made(0, Completed((odd,), 4.1), **values))
            facts = read_facts(picture)
            assert facts is not None
            await store.writer.add_input_file(number, facts)

    def _made(self, days: int, event: Event, **values: Any) -> Any:
        return replace(recording(event, **values), made_at=time.time() - days * DAY)


@pytest.fixture
def empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> History:
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    return History(tmp_path / "data", capsys)


@pytest.fixture
def history(empty: History, tmp_path: Path) -> History:
    (tmp_path / "cat.png").write_bytes(b"a cat")
    empty.fill(tmp_path / "cat.png")
    return empty


def test_calls_are_listed_by_day_and_newest_first(history: History) -> None:
    code, out, err = history()
    lines = out.splitlines()
    assert code == 0
    assert [line for line in lines if line[:1] not in ("", " ")][:2] == ["today", "yesterday"]
    ids = [line.split()[0] for line in lines if line.startswith("  ")]
    assert ids == ["3", "2", "1"]
    assert "A title  /predict  paint, cat.png" in lines[1] and "failed" in lines[4]
    assert err.startswith("3 calls, ") and "of at most 500 MB" in err


def test_json_has_one_object_a_line_for_each_call(history: History) -> None:
    rows = history.json("list", "--limit", "2")
    assert [row["id"] for row in rows] == [3, 2]
    assert rows[1]["status"] == "failed" and rows[1]["output_preview"] == "no GPU left"
    assert rows[0]["made_at"].endswith("+00:00")
    assert [row["id"] for row in history.json("search", "灯台")] == [2]
    assert history.json("list", "--src", "owner/name") == history.json()
    assert history.json("list", "--src", "other/name") == []


def test_a_call_is_shown_with_its_values_and_what_became_of_its_files(
    history: History, tmp_path: Path
) -> None:
    _, out, _ = history("show", "3")
    assert "complete after" in out
    assert "key: not kept, since it is a secret" in out
    assert "a lighthouse [/x] \\x1b]0;z\\x07" in out and "\x1b" not in out
    assert f"{tmp_path}/cat.png (input, image/png, 5 bytes, gone)" not in out
    (tmp_path / "cat.png").write_bytes(b"a dog")
    assert "changed since" in history("show", "3")[1]
    (tmp_path / "cat.png").unlink()
    assert "gone" in history("show", "3")[1]
    assert "no GPU left. Try later." in history("show", "2")[1]
    (call,) = history.json("show", "3")
    assert call["outputs"] == ["a lighthouse [/x] \x1b]0;z\x07"]
    assert call["withheld"] == ["key"] and "key" not in call["inputs"]
    assert call["inputs"]["image"]["path"] == f"{tmp_path}/cat.png"
    assert call["files"][0]["gone"] is True


def test_calls_are_exported_as_code_without_those_that_failed(history: History) -> None:
    code, out, _ = history("export", "1", "2", "3", "--lang", "python")
    assert code == 0
    assert out.index("left out: ") < out.index('text="first"') < out.index('text="paint"')
    assert 'text="paint"' in history("export", "--lang", "python")[1]
    assert 'text="灯台の絵"' in history("export", "2", "--lang", "python")[1]


def test_calls_are_exported_as_a_recording(history: History) -> None:
    code, out, _ = history("export", "1", "3")
    assert code == 0
    first, last = read_document(out, "-").steps
    assert (first.inputs["text"], last.inputs["text"]) == ("first", "paint")
    code, out, err = history("export", "2")
    assert (code, out) == (2, "")
    assert err.startswith("spacetui: none of these calls came to a result.")


@pytest.mark.parametrize("command", [["show", "99"], ["delete", "1", "99"], ["export", "99"]])
def test_an_unknown_id_is_one_line_and_exit_code_2(history: History, command: list[str]) -> None:
    code, out, err = history(*command)
    assert (code, out) == (2, "")
    assert err == "spacetui: no call 99 in the history. See spacetui history.\n"
    assert len(history.json()) == 3


def test_delete_and_clear_empty_it(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    assert history("delete", "2") == (0, "", "1 call deleted\n")
    assert [row["id"] for row in history.json()] == [3, 1]
    code, _, err = history("clear")
    assert code == 2 and "--yes" in err and err.count("\n") == 1
    monkeypatch.setattr(output, "can_ask", lambda: True)
    monkeypatch.setattr(output, "ask", lambda question: "")
    assert history("clear")[0] == 130
    assert len(history.json()) == 2
    asked: list[str] = []

    def agree(question: str) -> str:
        asked.append(question)
        return "y"

    monkeypatch.setattr(output, "ask", agree)
    assert history("clear")[0] == 0
    assert asked[0].startswith("delete 2 calls, ")
    assert history.json() == []
    assert history("clear", "--yes")[0] == 0


def test_an_app_is_excluded_and_named(history: History) -> None:
    assert history("exclude", "owner/name") == (0, "", "")
    assert history("exclude")[1] == "owner/name\n"
    assert history("exclude", "owner/name", "--undo")[0] == 0
    assert history("exclude")[1] == ""


def test_without_a_history_nothing_is_made(empty: History) -> None:
    assert empty() == (0, "", "no calls yet\n")
    assert empty("search", "x") == (0, "", "no call fits\n")
    assert empty("show", "1")[0] == 2
    assert not empty.path.exists()


def test_a_file_that_cannot_be_read_is_one_line(empty: History) -> None:
    empty.path.write_bytes(b"this is no database" * 100)
    for command in ([], ["show", "1"], ["clear", "--yes"], ["delete", "1"]):
        code, out, err = empty(*command)
        assert (code, out, err.count("\n")) == (2, "", 1), command
        assert "not a database" in err, command


def test_no_history_keeps_nothing_but_can_look(
    history: History, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPACETUI_NO_HISTORY", "")  # which undoes what the option sets
    assert run(["--no-history", "history", "list", "--json"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    from spacetui.cli.kept_history import open_store

    assert open_store(print).is_off
    monkeypatch.setenv("SPACETUI_NO_HISTORY", "0")
    assert not open_store(print).is_off


def test_ids_are_completed(history: History) -> None:
    from spacetui.cli.history import complete_id

    items = complete_id(None, None, "")  # type: ignore[arg-type]
    assert [item.value for item in items] == ["3", "2", "1"]
    assert "paint" in (items[0].help or "")
