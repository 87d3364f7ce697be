"""stdout, stderr and exit codes: JSON is strict and exact, an error is one safe line."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui import errors
from spacetui.cli.exit_codes import EXIT_CODES, exit_code
from spacetui.cli.human_output import cells, fit, table
from spacetui.cli.output import print_error, print_json, print_text, run_command
from spacetui.errors import AuthError, SpacetuiError, StageError, Unreachable


def test_every_kind_of_error_has_an_exit_code_of_the_contract() -> None:
    def kinds(kind: type[SpacetuiError]) -> set[str]:
        return {kind.kind}.union(
            *(kinds(each) for each in kind.__subclasses__() if each.__module__ == errors.__name__)
        )

    assert kinds(SpacetuiError) <= set(EXIT_CODES)
    assert exit_code(StageError("paused", stage="PAUSED")) == 2
    assert exit_code(StageError("still asleep", stage="SLEEPING", is_waking=True)) == 3


def test_an_error_is_one_safe_line_within_the_limit(capsys: pytest.CaptureFixture[str]) -> None:
    print_error("boom\n\x1b]0;x\x07" + "long " * 1000)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("spacetui: boom \\x1b]0;x\\x07")
    assert err.count("\n") == 1 and len(err) <= 501


def test_text_is_safe_and_json_exact(capsys: pytest.CaptureFixture[str]) -> None:
    print_text("a\x1b[2Jb\n")
    print_json("a\x1b[2Jb\n")
    assert capsys.readouterr().out == 'a\\x1b[2Jb\n\n"a\\u001b[2Jb\\n"\n'


@pytest.mark.parametrize(
    ("error", "code"), [(Unreachable("no network"), 3), (AuthError("no", where="x"), 4)]
)
def test_a_command_that_fails_prints_a_line_and_returns_a_code(
    error: SpacetuiError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fail() -> int:
        raise error

    assert run_command(fail()) == code
    assert capsys.readouterr().err == f"spacetui: {error}\n"


def test_tasks_that_a_command_leaves_running_are_cancelled() -> None:
    ended = []

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def return_early() -> int:
        task = asyncio.ensure_future(forever())
        await asyncio.sleep(0)
        assert not task.done()
        return 7

    assert run_command(return_early()) == 7
    assert ended == [True]


def test_columns_are_aligned_by_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = table(("id", "title"), [("a/b", "漢字"), ("long/name", "plain")]).splitlines()
    assert lines == ["id         title", "a/b        漢字", "long/name  plain"]
    monkeypatch.setattr("spacetui.cli.human_output.columns", lambda: 30)
    narrow = table(("id", "title", "n"), [("a/b", "漢" * 40, "1")]).splitlines()
    assert all(cells(line) <= 30 for line in narrow)
    assert narrow[1].endswith("…   1") or narrow[1].endswith("…  1")


@given(st.text(st.characters(exclude_categories=()), max_size=50), st.integers(1, 30))
def test_a_cell_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    assert cells(fit(text, width)) == width
