"""The note on files of other calls, for which the values of a form are looked through."""

import pytest

from spacetui.model.file_input import FileInput
from spacetui.tui import space_script
from spacetui.tui.space_script import MAX_PARTS, temporary_files


def test_no_file_is_looked_for_in_a_large_table(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[object] = []

    def noting(value: object) -> list[FileInput]:
        looked_at.append(value)
        return []

    monkeypatch.setattr(space_script, "files_in", noting)
    few = [["a", 1]]
    assert temporary_files({"large": few * MAX_PARTS, "few": few}) == []
    assert looked_at == [few]
