"""Parts of an output by JSON Pointers, as they stand on a command line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.model.file_data import file_data
from spacetui.model.output_path import part_at, part_at_pointer, write_pointer
from spacetui.model.schema import MISSING, Json

DATA: list[Json] = ["x", [{"image": file_data("/a.png"), "a/b~1": [None, "c"]}], {"0": 7, "": 8}]


@pytest.mark.parametrize(
    ("pointer", "part"),
    [
        ("", DATA),
        ("/0", "x"),
        ("/1/0/image", file_data("/a.png")),
        ("/1/0/a~1b~01/1", "c"),
        ("/1/0/a~1b~01/0", None),
        ("/2/0", 7),
        ("/2/", 8),
        ("/3", MISSING),
        ("/-1", MISSING),
        ("/²", MISSING),
        ("/0/0", MISSING),
        ("/1/image", MISSING),
        ("/1/0/image/path", MISSING),  # a file is a whole
        ("0", MISSING),
    ],
)
def test_a_pointer_leads_to_a_part(pointer: str, part: Json) -> None:
    assert part_at_pointer(DATA, pointer) == part


keys = st.text() | st.integers(0, 5)


@given(st.lists(keys, max_size=4), st.text())
def test_a_path_and_its_pointer_lead_to_the_same(path: list[str | int], leaf: str) -> None:
    value: Json = leaf
    for key in reversed(path):
        value = {key: value} if isinstance(key, str) else [None] * key + [value]
    assert part_at(value, tuple(path)) == leaf
    assert part_at_pointer(value, write_pointer(tuple(path))) == leaf
