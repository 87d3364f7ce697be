"""copy(text) does one of three things, and its message says exactly which."""

from pathlib import Path

import pyperclip
import pytest

from spacetui.system import clipboard as clipboard_module
from spacetui.system.clipboard import MAX_OSC52, copy
from tests.unit.system.programs import add_program

REMOTE = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is copied to the clipboard of a machine that has one."""
    copied: list[str] = []
    monkeypatch.setattr(pyperclip, "copy", copied.append)
    return copied


@pytest.fixture
def without_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the clipboard of this machine."""

    def copy_nowhere(text: str) -> None:
        raise pyperclip.PyperclipException("no clipboard")

    monkeypatch.setattr(pyperclip, "copy", copy_nowhere)


def test_where_the_machine_has_a_clipboard_it_is_used_and_nothing_else(
    clipboard: list[str], tmp_path: Path
) -> None:
    sent: list[str] = []
    result = copy("code", osc52=sent.append, folder=tmp_path, environ={})
    assert (result.message, result.in_clipboard) == ("copied", True)
    assert clipboard == ["code"]
    assert sent == []
    assert list(tmp_path.iterdir()) == []


def test_over_ssh_the_terminal_and_a_file_are_used_although_the_machine_has_a_clipboard(
    clipboard: list[str], tmp_path: Path
) -> None:
    sent: list[str] = []
    result = copy("print('é')\n", suffix=".py", osc52=sent.append, folder=tmp_path, environ=REMOTE)
    assert clipboard == []
    assert sent == ["print('é')\n"]
    assert result.path == tmp_path / "snippet.py"
    assert result.path.read_text(encoding="utf-8") == "print('é')\n"
    assert result.outcome == "copied by your terminal"
    assert result.message == f"copied (OSC 52); also as snippet.py in {tmp_path}"


@pytest.mark.usefixtures("without_clipboard")
def test_without_a_clipboard_the_terminal_and_a_file_are_used_or_the_file_alone(
    tmp_path: Path,
) -> None:
    sent: list[str] = []
    assert copy("a", osc52=sent.append, folder=tmp_path, environ={}).in_terminal
    assert sent == ["a"]
    alone = copy("b", folder=tmp_path, environ={})
    assert alone.message.startswith(f"not copied, it is snippet.txt in {tmp_path}: ")
    assert alone.message.endswith("there is no clipboard program here")
    assert not alone.in_terminal


@pytest.mark.usefixtures("without_clipboard")
def test_our_own_copy_is_replaced_and_a_file_of_the_users_never(tmp_path: Path) -> None:
    first = copy("one", suffix=".py", folder=tmp_path, environ={}).path
    assert copy("two", suffix=".py", folder=tmp_path, environ={}).path == first
    assert first is not None and first.read_text() == "two"
    first.write_text("two, and edited by the user")
    after = copy("three", suffix=".py", folder=tmp_path, environ={}).path
    assert after == tmp_path / "snippet-2.py"
    assert first.read_text() == "two, and edited by the user"
    assert after.read_text() == "three"


@pytest.mark.usefixtures("without_clipboard")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("mine")
    folder = tmp_path / "copied"
    folder.mkdir()
    (folder / "snippet.py").symlink_to(target)
    (folder / "snippet-2.py").symlink_to(tmp_path / "nowhere")
    assert copy("x", suffix=".py", folder=folder, environ={}).path == folder / "snippet-3.py"
    assert target.read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.usefixtures("without_clipboard")
def test_the_file_is_the_users_alone_and_in_our_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path / "data"))
    path = copy("x", environ={}).path
    assert path == tmp_path / "data" / "copied" / "snippet.txt"
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("without_clipboard")
def test_a_text_too_long_for_the_terminal_goes_to_the_file_alone(tmp_path: Path) -> None:
    sent: list[str] = []
    result = copy("x" * (MAX_OSC52 + 1), osc52=sent.append, folder=tmp_path, environ={})
    assert sent == []
    assert not result.is_copied
    assert result.path is not None
    assert result.outcome == (
        "74 kB is too long for your terminal's clipboard, and there is no clipboard program here"
    )
    assert result.place == f"it is snippet.txt in {tmp_path}"


@pytest.mark.usefixtures("without_clipboard")
def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    sent: list[str] = []
    missing = tmp_path / "missing"
    assert (
        "no file: No such file" in copy("x", osc52=sent.append, folder=missing, environ={}).message
    )
    assert copy("x", folder=missing, environ={}).message.startswith("not copied, no file")


@pytest.mark.parametrize("text", ["rm\x1b[8m", "\u202eevil", "\ud800"])
def test_a_copy_with_control_characters_is_exact_and_warns(
    text: str, tmp_path: Path, clipboard: list[str]
) -> None:
    sent: list[str] = []
    assert copy(text, environ={}).message == "copied; it holds control characters"
    assert clipboard == [text]
    remote = copy(text, osc52=sent.append, folder=tmp_path, environ=REMOTE)
    assert remote.outcome.endswith("; it holds control characters")
    assert "copied (OSC 52); it holds control characters; also as snippet.txt in" in remote.message
    assert remote.path is not None
    assert remote.path.read_bytes() == text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("variable", "name"),
    [("WAYLAND_DISPLAY", "wl-copy"), ("DISPLAY", "xclip"), ("DISPLAY", "xsel")],
)
def test_the_program_of_the_display_gets_the_text(
    variable: str, name: str, programs: Path, tmp_path: Path
) -> None:
    # As xclip does: what serves the clipboard stays in the background with the errors open.
    add_program(programs, name, f"/bin/cat > {tmp_path}/got; /bin/sleep 20 & exit 0")
    environ = {"PATH": str(programs), variable: ":0"}
    result = copy("it's 'é' \\ $x\n", folder=tmp_path, environ=environ)
    assert result.message == "copied"
    assert (tmp_path / "got").read_text(encoding="utf-8") == "it's 'é' \\ $x\n"


def test_a_program_that_fails_is_not_taken_for_a_copy(programs: Path, tmp_path: Path) -> None:
    lines = '/bin/cat > /dev/null; echo "Can\'t open display: :7" >&2; exit 1'
    add_program(programs, "xclip", lines)
    environ = {"PATH": str(programs), "DISPLAY": ":7"}
    sent: list[str] = []
    assert copy("a", osc52=sent.append, folder=tmp_path, environ=environ).in_terminal
    assert sent == ["a"]
    result = copy("x" * (MAX_OSC52 + 1), osc52=sent.append, folder=tmp_path, environ=environ)
    assert not result.is_copied
    assert result.outcome.endswith("and xclip failed: Can't open display: :7")


def test_a_program_that_hangs_is_left(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard_module, "PROGRAM_SECONDS", 0.2)
    add_program(programs, "wl-copy", "exec /bin/sleep 20")
    environ = {"PATH": str(programs), "WAYLAND_DISPLAY": "wayland-0"}
    result = copy("x", folder=tmp_path, environ=environ)
    assert "wl-copy took over 0 s" in result.outcome
    assert result.path is not None and result.path.read_text() == "x"
