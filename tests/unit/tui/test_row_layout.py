"""Rows of cells: as wide as asked, whatever is put into them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.widgets.row_layout import column_text, left_right, ruled_row
from spacetui.tui.widgets.safe_content import line_content

ANY_TEXT = st.text(st.characters(), max_size=60) | st.text(
    "[]/\\@a=$ \x1b\n\t\u202e\x9b日é", max_size=30
)


@pytest.mark.parametrize(("gap", "min_left"), [(1, 0), (2, 8)])
@given(ANY_TEXT, ANY_TEXT, st.integers(min_value=0, max_value=90))
def test_a_row_is_as_wide_as_it_is_asked_to_be(
    gap: int, min_left: int, left: str, right: str, width: int
) -> None:
    row = left_right(line_content(left), line_content(right), width, gap=gap, min_left=min_left)

    assert row.cell_length == width


def test_the_left_part_gives_way_to_the_right_one_which_leaves_it_its_room() -> None:
    left, right = Content("a long name of a thing"), Content("its state")

    assert left_right(left, right, 20).plain == "a long na… its state"
    assert left_right(left, right, 20, gap=2).plain == "a long n…  its state"
    assert left_right(left, right, 14, gap=2, min_left=8).plain == "a lon…  its s…"
    assert left_right(left, Content(""), 10).plain == "a long na…"


def test_a_rule_fills_what_the_parts_leave() -> None:
    def rule(length: int) -> Content:
        return Content("-" * length)

    assert ruled_row(Content("form"), Content("2 set"), 16, rule).plain == "form ----- 2 set"
    assert ruled_row(Content("form"), Content(""), 8, rule).plain == "form ---"
    assert ruled_row(Content("form"), Content("2 set"), 5, rule).plain == "form  2 set"


@given(ANY_TEXT, st.integers(min_value=0, max_value=70))
def test_a_column_has_its_width_whatever_stands_in_it(text: str, width: int) -> None:
    line = visible_line(text)
    column = column_text(line, width)

    assert cell_len(column) == width
    if cell_len(line) <= width:
        assert column.rstrip() == line.rstrip()
    elif width:
        assert column.endswith("…")
