"""`spacetui replay` of a stranger's recording: which files it may read, and what is said first.

The apps of these recordings are at a port where nothing listens. A recording that gets so far as to
connect ends with exit code 3; one that is refused before ends with 2.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from spacetui.cli import output
from spacetui.cli.commands import run
from spacetui.cli.replay_uploads import with_allowed_files
from spacetui.model.file_data import is_marked_file
from spacetui.model.file_input import FileInput, files_in
from spacetui.recording_files.document import FileStep, RecordingFile
from spacetui.system.own_folder import OwnFolder

Replay = Callable[..., tuple[int, str]]
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def replay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Replay:
    """Return a function that replays a recording of one step with this input."""
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh" / "id_rsa").write_text("mine")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("SPACETUI_NO_HISTORY", "1")
    folder = tmp_path / "recordings"
    folder.mkdir()
    (folder / "own.txt").write_text("theirs")
    (folder / "link.txt").symlink_to(home / ".ssh" / "id_rsa")
    (folder / "inner").symlink_to(home)

    def play(value: str, *options: str) -> tuple[int, str]:
        file = folder / "stranger.toml"
        file.write_text(
            f'[[step]]\nname = "take"\nsrc = "{NOWHERE}"\napi_name = "/take"\n'
            f"[step.inputs]\nfile = {value}\n"
        )
        code = run(["replay", str(file), *options])
        return code, capsys.readouterr().err

    return play


OUTSIDE = (
    '{ path = "~/.ssh/id_rsa" }',
    '{ path = "../home/.ssh/id_rsa" }',
    '{ path = "link.txt" }',
    '{ path = "inner/.ssh/id_rsa" }',
    '{ path = "inner" }',
    '{ path = "/etc/passwd" }',
    '[{ text = "x", files = [{ path = "own.txt" }, { path = "~/.ssh/id_rsa" }] }]',
    '{ path = "own.txt/../../home/.ssh/id_rsa", folder = "." }',
)


@pytest.mark.parametrize("value", OUTSIDE)
def test_a_file_outside_the_folder_is_refused_before_anything_is_asked(
    value: str, replay: Replay
) -> None:
    code, err = replay(value)
    assert code == 2
    lines = err.splitlines()
    assert lines[0] == "stranger.toml calls http://127.0.0.1:9: /take"
    assert lines[1].startswith("spacetui: step take would upload /")
    assert "give --allow-files if you trust the recording" in lines[1]
    assert "mine" not in err


def test_a_file_of_the_folder_and_one_that_is_allowed_go_on(replay: Replay) -> None:
    assert replay('{ path = "own.txt" }')[0] == 3
    assert replay('{ path = "~/.ssh/id_rsa" }', "--allow-files")[0] == 3
    code, err = replay('{ path = "https://example.org/a.png" }')
    assert code == 3
    assert f"{NOWHERE} is given https://example.org/a.png to fetch" in err


def test_nothing_of_a_recording_is_fetched_here(tmp_path: Path) -> None:
    """Apps of Gradio 3 want the content of a URL, which another machine must not choose."""
    step = FileStep("take", NOWHERE, "/take", {"file": FileInput("http://127.0.0.1:8080/a%20b?c")})
    document, folder = RecordingFile((step,)), OwnFolder(tmp_path.resolve())
    [kept] = with_allowed_files(document, folder, are_others_allowed=False).steps
    assert files_in(kept.inputs) == []
    assert kept.inputs["file"]["path"] == "http://127.0.0.1:8080/a%20b?c"
    assert is_marked_file(kept.inputs["file"])
    assert with_allowed_files(document, folder, are_others_allowed=True).steps == (step,)


@pytest.mark.parametrize(("answer", "code"), [("y", 3), ("", 2), ("no", 2)])
def test_on_a_terminal_the_user_is_asked(
    answer: str, code: int, replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return answer

    monkeypatch.setattr(output, "can_ask", lambda: True)
    monkeypatch.setattr(output, "ask", ask)
    assert replay('{ path = "~/.ssh/id_rsa" }')[0] == code
    assert "uploads" in asked[0]
    assert ".ssh/id_rsa to http://127.0.0.1:9 /take" in asked[0]


def test_no_path_is_made_of_what_cannot_be_one(replay: Replay) -> None:
    code, err = replay('{ path = "a\\u0000b" }')
    assert code == 2
    assert "is no path of a file" in err
    assert replay('{ path = "~no-such-user/x" }')[0] == 2


def test_a_stranger_cannot_name_a_credential_of_the_environment(
    replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "hunter2")
    code, err = replay('{ variable = "HF_TOKEN" }')
    assert (code, "only a variable called MY_… is read" in err) == (2, True)
    code, err = replay('{ variable = "MY_KEY" }')
    assert code == 3
    assert "MY_KEY of your environment goes there" in err
    assert "hunter2" not in err


def test_a_control_character_of_a_recording_does_not_reach_the_terminal(replay: Replay) -> None:
    _, err = replay('{ path = "\\u001b]0;x\\u0007.png" }')
    assert "\x1b" not in err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--set", "tak.file=x"), "no step 'tak'. Did you mean take?"),
        (("--set", "take"), "'take' sets nothing. Write step.parameter=value."),
    ],
)
def test_a_setting_that_names_nothing_is_an_error(
    options: tuple[str, ...], message: str, replay: Replay
) -> None:
    code, err = replay("3", *options)
    assert code == 2
    assert message in err


def test_a_file_that_is_no_recording_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe")
    assert run(["replay", str(tmp_path / "a.toml")]) == 2
    assert "it is not UTF-8 text" in capsys.readouterr().err
    assert run(["replay", str(tmp_path / "none.toml")]) == 2
    assert "No such file" in capsys.readouterr().err
    os.mkfifo(tmp_path / "pipe.toml")
    assert run(["replay", str(tmp_path / "pipe.toml")]) == 2
    assert "it is not a plain file" in capsys.readouterr().err


def test_credentials_are_for_a_recording_of_one_app(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    step = '[[step]]\nsrc = "http://127.0.0.1:{0}"\napi_name = "/x"\n'
    (tmp_path / "two.toml").write_text(step.format(9) + step.format(10))
    assert run(["replay", str(tmp_path / "two.toml"), "--token", "hf_secret"]) == 2
    err = capsys.readouterr().err
    assert "the recording calls 2 apps, and credentials are for one" in err
    assert "hf_secret" not in err


def test_a_recording_is_opened_in_the_app_on_a_terminal_alone(replay: Replay) -> None:
    assert "needs a terminal" in replay('{ path = "own.txt" }', "--open")[1]
    code, told = replay('{ path = "own.txt" }', "--open", "--check")
    assert code == 2 and "without the other options" in told


def test_a_file_that_is_no_recording_is_told_before_the_app_opens(replay: Replay) -> None:
    code, told = replay("{", "--open")
    assert code == 2 and "not TOML" in told and "terminal" not in told
