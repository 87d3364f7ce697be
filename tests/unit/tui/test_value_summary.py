"""A value on one line."""

from typing import Any

import pytest

from spacetui.model.file_data import file_data
from spacetui.model.file_input import FileInput
from spacetui.model.schema import WITHHELD
from spacetui.tui.wording.value_summary import MAX_NAMED, summarize_quoted


def image(name: str) -> dict[str, Any]:
    return file_data(f"/tmp/gradio/{name}", orig_name=name)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("two\nlines", "“two lines”"),
        (WITHHELD, "••••••"),
        (FileInput("/home/me/a.png"), "a.png"),
        (image("a.png"), "a.png"),
        ([image("a.txt"), image("b.txt")], "a.txt, b.txt"),
        ([{"image": image("a.png"), "caption": "x"}, {"video": image("b.mp4")}], "a.png, b.mp4"),
        ([image("a.txt"), "text"], None),
        ([], "[]"),
        ({"headers": ["a"], "data": [[1], [2]], "metadata": None}, "2 rows · 1 column"),
        ({"headers": ["a"]}, '{"headers": ["a"]}'),
        ([1, None], "[1, null]"),
    ],
)
def test_a_value_is_named_by_what_a_user_knows_it_by(value: Any, text: str | None) -> None:
    shown = summarize_quoted(value)
    assert shown == text or (text is None and shown.startswith("[{"))


def test_of_many_files_the_rest_is_counted() -> None:
    shown = summarize_quoted([image(f"{n}") for n in range(MAX_NAMED + 2)])
    assert shown.endswith(", 19, 2 more")
