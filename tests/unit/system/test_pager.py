"""The pager: which one is taken, and the file that it is given."""

import sys
from pathlib import Path

import pytest

from spacetui.system.pager import find_pager, run_pager, write_for_pager
from tests.unit.system.programs import add_program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these are programs of sh")


@pytest.mark.parametrize(
    ("named", "here", "taken"),
    [
        (("most", "-s"), ["most", "less"], ("most", "-s")),
        (("most", "-s"), ["less", "more"], ("less",)),
        ((), ["more", "less"], ("less",)),
        ((), ["more"], ("more",)),
        (("most",), [], ()),
    ],
)
def test_the_users_pager_is_taken_else_less_else_more(
    named: tuple[str, ...], here: list[str], taken: tuple[str, ...], programs: Path
) -> None:
    for name in here:
        add_program(programs, name, "exit 0")
    assert find_pager(named, {"PATH": str(programs)}) == taken


def test_the_pager_gets_a_file_that_only_the_user_can_read(programs: Path, tmp_path: Path) -> None:
    add_program(programs, "page", f'echo "$1" > {tmp_path}/option; cp -p "$2" {tmp_path}/got')
    text = "Grüße\t\x1b]0;x\x07\x9b31m\r\n\ud800 $(touch x)"
    path = write_for_pager(text)
    assert run_pager((str(programs / "page"), "-r; touch x"), path) == ""
    path.unlink()
    assert (tmp_path / "option").read_text() == "-r; touch x\n", "no shell read it"
    assert (tmp_path / "got").stat().st_mode & 0o777 == 0o600
    shown = "Grüße\t\\x1b]0;x\\x07\\x9b31m\\x0d\n\\ud800 $(touch x)"
    assert (tmp_path / "got").read_text() == shown


def test_a_pager_that_fails_or_is_none_says_so(programs: Path, tmp_path: Path) -> None:
    add_program(programs, "page", "exit 3")
    assert run_pager((str(programs / "page"),), tmp_path).endswith("page ended with 3")
    reason = run_pager((str(programs / "missing"),), tmp_path)
    assert "No such file" in reason


def test_ctrl_c_in_the_pager_does_not_end_the_app(programs: Path, tmp_path: Path) -> None:
    add_program(programs, "page", "kill -INT $PPID; trap 'exit 4' INT; kill -INT $$")
    reason = run_pager((str(programs / "page"),), tmp_path)
    assert reason.endswith("page ended with 4"), "the pager itself is interrupted"
