"""Which editor edits a field: the user's, else one that is there."""

from pathlib import Path

import pytest

from spacetui.tui.use.external_editor import editor_command


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
