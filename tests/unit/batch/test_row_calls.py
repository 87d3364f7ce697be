"""The calls of rows: values as `run` reads them, and which files a stranger's rows may name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spacetui.batch.row_check import RowCheck
from spacetui.errors import BadValue, UsageError
from spacetui.model.file_data import is_marked_file
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Choice, Endpoint, FileShape, Parameter

ENDPOINT = Endpoint(
    "/f",
    0,
    parameters=(
        Parameter("text", component="Textbox", schema={"type": "string"}),
        Parameter("count", component="Number", schema={"type": "number"}, default=3),
        Parameter("kind", choices=(Choice("A", 1), Choice("B", 2)), default=1),
        Parameter("file", component="File", file_shape=FileShape.ONE, default=None),
    ),
)
Make = Callable[..., RowCheck]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return a function that checks rows of this content in a folder of a stranger."""
    home, folder = tmp_path / "home", tmp_path / "rows"
    home.mkdir()
    folder.mkdir()
    (home / "secret").write_text("mine")
    (folder / "own.txt").write_text("theirs")
    (folder / "link").symlink_to(home / "secret")
    (folder / "inner").symlink_to(home)
    monkeypatch.setenv("HOME", str(home))

    def check(content: str, *args: str, name: str = "rows.csv", **options: Any) -> RowCheck:
        path = folder / name
        path.write_text(content)
        made = RowCheck.of(path, ENDPOINT, args, **options)
        made.run()
        return made

    return check


def values(check: RowCheck) -> list[dict[str, Any]]:
    return [dict(check.calls.call_of(row).values) for row in check.rows.rows()]


def test_cells_are_read_by_the_type_of_the_parameter(make: Make) -> None:
    assert values(make("text,count,kind\n007,007,B\ntrue,0.5,A\n")) == [
        {"text": "007", "count": 7, "kind": 2},
        {"text": "true", "count": 0.5, "kind": 1},
    ]


def test_an_empty_cell_is_the_empty_text_or_the_default(make: Make) -> None:
    assert values(make("text,count,kind,file\n,,,\n")) == [{"text": "", "file": None}]


def test_values_for_all_rows_are_read_as_those_of_run(make: Make) -> None:
    check = make("count\n1\n2\n", "hello", "kind:=2")
    assert values(check) == [
        {"count": 1, "text": "hello", "kind": 2},
        {"count": 2, "text": "hello", "kind": 2},
    ]
    assert values(make("text,count\na,1\n", "count=5")) == [{"text": "a", "count": 5}]


def test_a_hash_has_what_is_given_and_not_what_is_made_of_it(make: Make) -> None:
    from spacetui.batch.output_line import hash_of

    check = make("count\n01\n", "text=x", "kind:=2")
    wanted = hash_of("/f", {"count": "01", "text": "x", "kind": 2})
    assert [f"{each:016x}" for each in check.hashes] == [wanted]


def test_a_value_for_all_rows_has_one_hash_however_it_is_given(make: Make) -> None:
    given = make("count\n1\n", "text=x", "kind=B").hashes
    assert given == make("count\n1\n", 'text:="x"', "kind:=2").hashes
    assert given == make("count\n1\n", form={"text": "x", "kind": 2}).hashes
    assert given != make("count\n1\n", "text=x", "kind=A").hashes


def test_an_oauth_token_goes_with_each_call_and_is_no_input(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="/f takes no OAuth token"):
        make("text\na\n", oauth_token="hf_own")
    plain = make("text\na\n")
    monkeypatch.setitem(globals(), "ENDPOINT", ENDPOINT._replace(oauth_token="optional"))
    check = make("text\na\n", oauth_token="hf_own")
    (call,) = [check.calls.call_of(row) for row in check.rows.rows()]
    assert call.oauth_token == "hf_own" and check.hashes == plain.hashes


@pytest.mark.parametrize(
    ("content", "args", "message"),
    [
        ("text,count\na,1\nb,x\n", (), "rows.csv, row 2 (line 3), count: 'x' is not a number"),
        ("count\n1\n", (), "rows.csv, row 1 (line 2), text: a value is wanted for text"),
        ("text,kind\na,C\n", (), "row 1 (line 2), kind: 'C' is not a choice of kind"),
        ("text\na\n", ("nope=1",), "no parameter 'nope'"),
        ("text\na\n", ("1", "A", "@own.txt", "more"), "one value too many"),
        ("text,file\na,own.txt\n", (), "row 1 (line 2), file: 'own.txt' is not a file"),
        ("text,file\na,@none.txt\n", (), "does not exist"),
        ("text,file\na,@\0\n", (), "is no path of a file"),
        ("text\n", (), "rows.csv: there are no rows in it"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_known_before_anything_is_sent(
    content: str, args: tuple[str, ...], message: str, make: Make
) -> None:
    with pytest.raises((UsageError, BadValue)) as caught:
        make(content, *args)
    assert message in str(caught.value)


def test_a_json_value_that_deviates_is_sent_and_said_once(make: Make) -> None:
    reads = make('{"text": 5}\n{"text": 6}\n', name="rows.jsonl").calls.reads
    assert reads.deviations == 2
    assert reads.first_deviation.startswith("rows.jsonl, row 1 (line 1): /f: sent as given")


OUTSIDE = ("@../home/secret", "@~/secret", "@link", "@inner/secret", "@/etc/passwd",
           "@own.txt/../../home/secret")  # fmt: skip


@pytest.mark.parametrize("cell", OUTSIDE)
def test_a_file_outside_the_folder_is_found_and_not_sent(cell: str, make: Make) -> None:
    check = make(f"text,file\na,@own.txt\nb,{cell}\n")
    reads = check.calls.reads
    assert (reads.outside, reads.first_outside[1]) == (1, "rows.csv, row 2 (line 3)")
    with pytest.raises(BadValue, match="is not in the folder of the rows"):
        values(check)
    check.calls.are_others_confirmed = True
    assert len(values(check)) == 2


@pytest.mark.parametrize("text", ['{"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}'])
def test_a_file_in_json_is_a_file_too(text: str, make: Make) -> None:
    for content, name in (
        (f'{{"text": "a", "file": {text}}}\n', "rows.jsonl"),
        (f'{{"text": {text}}}\n', "rows.jsonl"),
        ('text,file\na,"' + text.replace('"', '""') + '"\n', "rows.csv"),
    ):
        assert make(content, name=name).calls.reads.outside == 1


def test_a_file_of_the_folder_has_its_whole_path(make: Make, tmp_path: Path) -> None:
    check = make("text,file\na,@own.txt\n")
    assert values(check)[0]["file"] == FileInput(str(tmp_path / "rows" / "own.txt"))
    assert check.calls.reads.outside == 0


def test_a_file_that_the_user_gives_for_all_rows_may_lie_anywhere(make: Make) -> None:
    check = make("text\na\n", "file=@/etc/passwd")
    assert check.calls.reads.outside == 0
    assert values(check)[0]["file"] == FileInput("/etc/passwd")


def test_an_address_is_named_and_for_the_app_to_fetch(make: Make) -> None:
    content = "text,file\na,http://u:p@127.0.0.1:8080/a%20b?c\n"
    check = make(content)
    assert check.calls.reads.hosts == {"127.0.0.1:8080"}
    [value] = [each["file"] for each in values(check)]
    assert is_marked_file(value) and value["path"] == "http://u:p@127.0.0.1:8080/a%20b?c"
    [allowed] = [each["file"] for each in values(make(content, are_others_allowed=True))]
    assert isinstance(allowed, FileInput)
