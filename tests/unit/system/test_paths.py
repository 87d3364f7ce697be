"""The folder of stored data is the user's alone; one that the user chose is left as it is."""

from pathlib import Path

import platformdirs
import pytest

from spacetui.system import paths


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that is used where the user chose none."""
    monkeypatch.delenv("SPACETUI_DATA_DIR", raising=False)
    folder = tmp_path / "spacetui"
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *args, **options: folder)
    return folder


def test_our_folder_is_made_private(own_folder: Path) -> None:
    assert paths.data_dir() == own_folder
    assert own_folder.stat().st_mode & 0o777 == 0o700
    own_folder.chmod(0o755)
    assert paths.data_dir().stat().st_mode & 0o777 == 0o700


def test_a_folder_that_the_user_chose_is_created_private_and_else_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path / "mine"))
    assert paths.data_dir().stat().st_mode & 0o777 == 0o700
    (tmp_path / "mine").chmod(0o755)
    assert paths.data_dir().stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(("below", "text"), [("", "~"), ("a/b.png", "~/a/b.png")])
def test_the_home_folder_is_written_as_users_write_it(
    below: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert paths.path_text(tmp_path / below) == text
    assert paths.path_text(tmp_path.parent) == str(tmp_path.parent)
