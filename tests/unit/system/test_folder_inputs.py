"""The files of a folder: all of them, in order, none from outside, and not without end."""

import os
from pathlib import Path

import pytest

from spacetui.errors import BadValue
from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape, Parameter
from spacetui.system import folder_inputs as folders
from spacetui.system.folder_inputs import files_of, with_folders

FOLDER = Parameter("f", file_shape=FileShape.MANY, props={"file_count": "directory"})


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)


def names_of(root: Path) -> list[str]:
    return [str(Path(file.path).relative_to(root)) for file in files_of(str(root))]


def test_files_come_sorted_and_from_every_depth(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/z.txt", "a/b/c.txt", "c/a.txt", "a.txt")
    assert names_of(tmp_path) == ["a/b/c.txt", "a/z.txt", "a.txt", "b.txt", "c/a.txt"]
    assert {file.folder for file in files_of(str(tmp_path))} == {str(tmp_path)}


def test_hidden_files_and_what_is_no_file_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", ".env", ".git/config", "sub/.DS_Store")
    os.mkfifo(tmp_path / "pipe")
    assert names_of(tmp_path) == ["a.txt"]


def test_a_link_is_followed_within_the_folder_and_not_out_of_it(tmp_path: Path) -> None:
    root = tmp_path / "in"
    make(root, "a.txt", "sub/b.txt")
    make(tmp_path, "out/secret.txt")
    (root / "inner.txt").symlink_to("sub/b.txt")
    (root / "outer.txt").symlink_to(tmp_path / "out/secret.txt")
    (root / "folder").symlink_to(tmp_path / "out")
    (root / "round").symlink_to(root)
    (root / "nowhere").symlink_to(root / "none")
    assert names_of(root) == ["a.txt", "inner.txt", "sub/b.txt"]


def test_a_folder_that_is_itself_a_link_is_the_one_the_user_named(tmp_path: Path) -> None:
    make(tmp_path / "real", "a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert names_of(tmp_path / "link") == ["a.txt"]


def test_too_many_files_are_an_error_instead_of_some_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MAX_FILES", 3)
    make(tmp_path, "1", "2", "3")
    assert len(names_of(tmp_path)) == 3
    make(tmp_path, "4")
    with pytest.raises(BadValue, match=f"more than 3 files in the folder {tmp_path}"):
        files_of(str(tmp_path))


def test_several_folders_together_have_the_same_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MAX_FILES", 3)
    make(tmp_path, "a/1", "a/2", "b/1", "b/2")
    with pytest.raises(BadValue, match="more than 3 files"):
        with_folders([FileInput(str(tmp_path / each)) for each in "ab"], FOLDER)


def test_a_folder_of_countless_hidden_files_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MAX_VISITED", 5)
    make(tmp_path, *(f"{each}/.hidden" for each in range(10)))
    with pytest.raises(BadValue, match="more than"):
        files_of(str(tmp_path))


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="no files"):
        files_of(str(tmp_path))


def test_a_parameter_that_takes_no_folder_keeps_its_value(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    value = [FileInput(str(tmp_path))]
    assert with_folders(value, Parameter("f", file_shape=FileShape.MANY)) is value
    assert with_folders([FileInput("https://x/y")], FOLDER) == [FileInput("https://x/y")]
    assert with_folders(None, FOLDER) is None
