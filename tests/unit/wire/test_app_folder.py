"""What the FileExplorer of an app lists becomes entries, whatever the server sends."""

import pytest

from spacetui.model.folder_entry import FolderEntry
from spacetui.model.schema import Json
from spacetui.wire.files.app_folder import entries_in

TREE = [
    {"path": "a.txt", "type": "file", "children": None},
    {
        "path": "docs",
        "type": "folder",
        "children": [{"path": "b.txt", "type": "file", "children": None}],
    },
]


@pytest.mark.parametrize(
    ("listed", "folder", "entries"),
    [
        (
            [{"name": "b", "type": "file", "valid": True}, {"name": "d", "type": "folder"}],
            ["x"],
            [FolderEntry("d", is_folder=True), FolderEntry("b", is_folder=False)],
        ),
        (
            [{"name": "b", "type": "file", "valid": False}],
            [],
            [FolderEntry("b", is_folder=False, fits=False)],
        ),
        (TREE, [], [FolderEntry("docs", is_folder=True), FolderEntry("a.txt", is_folder=False)]),
        (TREE, ["docs"], [FolderEntry("b.txt", is_folder=False)]),
        (TREE, ["docs", "b.txt"], []),
        ([{"name": "/etc"}, {"name": ".."}, {"name": ""}, {"name": 7}, "x", None], [], []),
        (None, [], []),
        ({"detail": "no"}, [], []),
    ],
)
def test_what_is_listed_becomes_entries(
    listed: Json, folder: list[str], entries: list[FolderEntry]
) -> None:
    assert list(entries_in(listed, folder)) == entries
