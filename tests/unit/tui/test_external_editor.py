"""Which editor edits a field: the user's, else one that is there."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from spacetui.tui.use.external_editor import editor_command, run_editor


@pytest.mark.parametrize(
    ("named", "here", "command"),
    [
        ({"VISUAL": "code -w", "EDITOR": "ed"}, ["nano"], "code -w"),
        ({"EDITOR": "ed"}, ["nano"], "ed"),
        ({}, ["vi", "nano"], "nano"),
        ({}, ["vi"], "vi"),
        ({}, [], ""),
    ],
)
def test_the_users_editor_is_taken_else_one_that_is_there(
    named: dict[str, str],
    here: list[str],
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    for program in here:
        (tmp_path / program).write_text("#!/bin/sh\n")
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert editor_command() == command


class AppThatSuspends:
    """What the editor needs of an app."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield


@pytest.mark.skipif(sys.platform == "win32", reason="this is a program of sh")
def test_ctrl_c_in_the_editor_does_not_end_the_app(tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nkill -INT $PPID\necho edited > "$1"\n')
    editor.chmod(0o755)
    file = tmp_path / "value.txt"
    app: Any = AppThatSuspends()
    run_editor(app, str(editor), file)
    assert file.read_text() == "edited\n"
