"""What is in a folder, and what a typed path may become."""

from pathlib import Path

import pytest

from spacetui.model.folder_entry import FolderEntry
from spacetui.model.schema import FileShape, Parameter
from spacetui.system.accepted_files import name_fits
from spacetui.system.folder_listing import complete_path, list_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("lake.png", "Lamp.txt", "b c.png", ".hidden.png"):
        (tmp_path / name).write_bytes(b"123")
    (tmp_path / "last").mkdir()
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    return tmp_path


def is_png(path: Path) -> bool:
    return path.suffix == ".png"


def names(entries: object) -> list[str]:
    assert isinstance(entries, (list, tuple))
    return [each.name for each in entries]


def test_folders_come_first_and_then_files_that_fit(folder: Path) -> None:
    found = list_folder(folder, is_png)
    assert names(found) == ["last", ".hidden.png", "b c.png", "lake.png", "Lamp.txt"]
    assert found[0] == FolderEntry("last", is_folder=True)
    assert found[-1] == FolderEntry("Lamp.txt", is_folder=False, fits=False, size=3)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("la", ["last", "lake.png"]),
        ("lam", ["Lamp.txt"]),
        ("lake.png", ["lake.png"]),
        ("", ["last", "b c.png", "lake.png"]),
        (".h", [".hidden.png"]),
        ("none", []),
        ("last/", []),
        ("no/such/", []),
        ("\0", []),
    ],
)
def test_a_path_becomes_what_its_folder_has(folder: Path, typed: str, shown: list[str]) -> None:
    assert names(complete_path(f"{folder}/{typed}", is_png, several=False).entries) == shown


@pytest.mark.parametrize("text", ["https://host/la", "~nobody-of-that-name/x", '"/tm'])
def test_a_url_and_what_is_no_path_become_nothing(text: str) -> None:
    assert not complete_path(text, is_png, several=True).entries


def test_what_all_have_in_common_is_added(folder: Path) -> None:
    found = complete_path(f"{folder}/l", is_png, several=False)
    assert found.text_in_common(f"{folder}/l") == f"{folder}/la"
    found = complete_path(f"{folder}/las", is_png, several=False)
    assert found.text_in_common(f"{folder}/las") == f"{folder}/last/"


def test_the_last_of_several_words_is_completed_and_its_blanks_escaped(folder: Path) -> None:
    text = f"one.png {folder}/b"
    found = complete_path(text, is_png, several=True)
    assert found.text_in_common(text) == f"one.png {folder}/b\\ c.png"
    again = complete_path(found.text_in_common(text), is_png, several=True)
    assert names(again.entries) == ["b c.png"]


def test_a_path_below_the_home_folder_keeps_its_tilde(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder))
    found = complete_path("~/lak", is_png, several=False)
    assert found.text_in_common("~/lak") == "~/lake.png"


@pytest.mark.parametrize(
    ("component", "name", "fits"),
    [
        ("Image", "a.png", True),
        ("Image", "a.txt", False),
        ("Model3d", "a.png", False),
        ("Audio", "a.unknown", True),
        ("File", "a.anything", True),
    ],
)
def test_a_name_tells_whether_a_file_fits(component: str, name: str, fits: bool) -> None:
    types = (".glb",) if component == "Model3d" else ()
    parameter = Parameter("p", component=component, file_shape=FileShape.ONE, file_types=types)
    assert name_fits(Path(name), parameter) is fits
