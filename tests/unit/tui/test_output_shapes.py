"""Output values without a screen: text wrapped as it grows, shapes of every version, sounds."""

import math
import struct
import wave
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from spacetui.model.file_data import files_within
from spacetui.model.output_path import part_at
from spacetui.model.schema import Json
from spacetui.model.table import Place, table_of
from spacetui.model.table_cells import cell_name
from spacetui.tui.outputs.file import rate_text, read_wav, wave_rows, waveform
from spacetui.tui.outputs.highlighted_text import Part, label_styles, marked_content, parts_in
from spacetui.tui.outputs.image import data_uri_in, decode_data_uri
from spacetui.tui.outputs.json_layout import MAX_LINES, json_lines
from spacetui.tui.outputs.short_value import value_text
from spacetui.tui.outputs.styled_values import styled_values
from spacetui.tui.outputs.table_layout import TableLayout, Window
from spacetui.tui.outputs.textbox import TextWrapper
from spacetui.tui.widgets.code_lines import wrap_code
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import CHOSEN_STYLE

WORDS = st.text("ab  \n日é", max_size=80)


@given(st.lists(WORDS, max_size=6), st.integers(2, 20))
def test_text_wrapped_as_it_grows_is_wrapped_as_a_whole(pieces: list[str], width: int) -> None:
    grown, whole = TextWrapper(width), TextWrapper(width)
    for piece in pieces:
        grown.add(piece)
    whole.add("".join(pieces))

    assert grown.lines == whole.lines or not pieces
    assert all(cell_len(each.rstrip()) <= width for each in grown.lines)
    assert "".join("".join(grown.lines).split()) == "".join("".join(pieces).split())


@given(st.text("ab  =(", max_size=60), st.integers(12, 20))
def test_wrapped_code_breaks_before_no_single_blank(line: str, width: int) -> None:
    line = " ".join(line.split())
    rows = [row.plain for row in wrap_code([Content(line)], width)]

    assert all(cell_len(each.rstrip()) <= width for each in rows)
    assert not [each for each in rows[1:] if each.startswith(f"{glyphs().wrap}  ")]
    words = "".join(each.removeprefix(f"{glyphs().wrap} ") for each in rows)
    assert words.replace(" ", "") == line.replace(" ", "")


def test_lines_break_at_blanks_and_inside_words_that_are_too_long() -> None:
    wrapper = TextWrapper(8)
    wrapper.add("the lamp lit\n\nabcdefghijkl 日本語日本")

    assert wrapper.lines == ["the lamp", "lit", "", "abcdefgh", "ijkl", "日本語日", "本"]


def test_a_stream_of_many_lines_keeps_its_last_lines() -> None:
    wrapper = TextWrapper(20)
    for number in range(9_000):
        wrapper.add(f"line {number}\n")

    assert wrapper.dropped + len(wrapper.lines) == 9_001
    assert len(wrapper.lines) <= 5_000
    assert wrapper.lines[-2] == "line 8999"


FILE = {
    "path": "/tmp/gradio/ab/out.webp",
    "url": "http://x/file=out.webp",
    "meta": {"_type": "gradio.FileData"},
}


def test_highlighted_text_of_any_version_is_the_same_parts() -> None:
    parts = [Part("In 1822 "), Part("Fresnel", "PER")]

    assert parts_in([["In 1822 ", None], ["Fresnel", "PER"]]) == parts
    assert (
        parts_in(
            [
                {"token": "In 1822 ", "class_or_confidence": None},
                {"token": "Fresnel", "class_or_confidence": "PER"},
            ]
        )
        == parts
    )
    assert parts_in({"x": 1}) is None


def test_a_mark_follows_its_last_word_and_the_blanks_follow_the_mark() -> None:
    parts = [Part("but the ", "0.10", 0.1), Part("stairs", "-0.85", -0.85), Part("x", "A")]

    assert marked_content(parts, {}).plain == "but the 0.10 stairs -0.85 x A"


def laid_out(headers: list[Any], rows: list[Any], metadata: Json = None) -> TableLayout:
    value = {"headers": headers, "data": rows, "metadata": metadata}
    table = table_of(value)
    assert table is not None
    return TableLayout(table, styled_values(value))


def all_rows(layout: TableLayout) -> Window:
    return Window(range(len(layout.table.rows)), height=200)


def plain(layout: TableLayout, width: int, window: Window | None = None) -> list[str]:
    return [each.plain for each in layout.lines(window or all_rows(layout), width)]


def test_numbers_are_at_the_right_of_their_column_and_what_is_cut_is_counted() -> None:
    lines = plain(laid_out(["name", "n"], [["Ada", 3], ["Al", 12.5], ["", None]] * 100), 40)

    assert lines[:5] == ["name     n", "──────────", "Ada      3", "Al    12.5", "      null"]
    assert lines[-1] == "200 of 300 rows; p shows all"
    narrow = plain(laid_out([f"column {n}" for n in range(9)], [list(range(9))]), 30)
    assert narrow[-1] == "3 of 9 columns; p shows all"
    wide = laid_out(["n", "a rather long column"], [[1, "a rather long value"]])
    assert plain(wide, 20)[::2] == ["n  a rather long co…", "1  a rather long va…"], (
        "cut, not left out"
    )


def test_a_number_too_large_for_a_float_is_a_cell() -> None:
    lines = plain(laid_out(["n"], [[10**400], [10**20], [7]]), 40)

    assert [line.strip() for line in lines[2:]] == ["1.000e+400", "1.000e+20", "7"]


def test_cells_of_any_type_and_length_are_drawn_in_their_column() -> None:
    row = ["x" * 1_000_000, [1] * 100_000, {"a": None}, True, "\x1b[31m[/x]", None]
    layout = laid_out(["long", "list", "object", "on", "hostile", "none"], [row, "no row", []])
    lines = plain(layout, 200)

    assert lines[2].split() == [*f"{'x' * 31}…".split(), *lines[2].split()[1:]]
    assert '{"a": null}  true' in lines[2] and lines[2].endswith("\\x1b[31m[/x]  null")
    assert lines[3:] == ["no row", ""]
    window = all_rows(layout)._replace(chosen=Place(0, 0))
    assert plain(layout, 200, window)[-1] == "the cell is cut: 1 000 000 characters; p shows it"
    assert plain(layout, 200, window._replace(chosen=Place(0, 2))) == lines


def test_a_table_without_rows_or_with_a_thousand_columns_is_drawn() -> None:
    assert plain(laid_out(["a", "b"], []), 20) == ["a  b", "────"]
    assert plain(laid_out([], []), 20) == ["", ""]
    wide = laid_out([f"c{n}" for n in range(1_000)], [list(range(1_000))])
    assert plain(wide, 30)[-1] == "8 of 1 000 columns; p shows all"
    at_end = Window(range(1), left=wide.left_for(999, 0, 30), chosen=Place(0, 999))
    assert plain(wide, 30, at_end)[0].endswith("c999")
    assert plain(wide, 30, at_end)[-1] == "996 to 1 000 of 1 000 columns; Y copies all"


def test_what_a_styler_displays_is_shown_in_its_styles_with_a_word_that_it_is_not_the_value() -> (
    None
):
    display = {
        "display_value": [["$1.50", "a"], ["$10.00"]],
        "styling": [["background-color: #ff0000; font-weight: bold"], ["color: nonsense", 3]],
    }
    layout = laid_out(["price", "who"], [[1.5, "Ann"], [10, "Tim"]], display)
    lines = layout.lines(all_rows(layout), 80)

    assert [each.plain for each in lines[2:4]] == [" $1.50  a", "$10.00  Tim"]
    assert [str(each.style) for each in lines[2].spans] == ["bold #FFFFFF on #FF0000"]
    assert "take the values" in lines[-1].plain
    for metadata in (3, {"display_value": 3}, {"display_value": [None, 3], "styling": {}}):
        assert plain(laid_out(["a"], [[1]], metadata), 20)[2:] == ["1"]


def test_each_cell_that_is_chosen_is_drawn_marked_in_the_width() -> None:
    rows = [[f"{row}.{column}" for column in range(100)] for row in range(450)]
    layout = laid_out([f"column {n}" for n in range(100)], rows)

    for row, column in [(0, 0), (0, 5), (3, 59), (199, 61), (200, 99), (449, 99), (449, 0)]:
        left = layout.left_for(column, 0, 40)
        window = Window(range(450), min(row, 430), left, 20, Place(row, column))
        lines = layout.lines(window, 40)
        line = lines[2 + row - window.top]
        marked = [
            line.plain[each.start : each.end].strip()
            for each in line.spans
            if str(each.style) == CHOSEN_STYLE
        ]
        assert marked == [f"{row}.{column}"] and line.cell_length <= 40
        x = next(each.start for each in line.spans if str(each.style) == CHOSEN_STYLE)
        at = layout.place_at(x, 2 + row - window.top, window, 40)
        assert at == Place(row, column), "as a click finds it"
    assert lines[-1].plain == "431 to 450 of 450 rows · 4 of 100 columns; Y copies all"


@given(
    st.lists(st.lists(st.one_of(st.none(), WORDS, st.integers()), max_size=5), max_size=5),
    st.integers(0, 6),
    st.integers(0, 6),
    st.integers(2, 60),
)
def test_a_cell_of_any_table_can_be_chosen_and_found_by_its_path(
    rows: list[list[Any]], row: int, column: int, width: int
) -> None:
    for value in ({"headers": ["a"], "data": rows}, rows):
        table = table_of(value)
        if table is None or not table.has(Place(row, column)):
            continue
        layout = TableLayout(table)
        left = layout.left_for(column, 0, width)
        window = Window(range(len(table.rows)), left=left, chosen=Place(row, column))
        styles = [str(each.style) for each in layout.lines(window, width)[2 + row].spans]
        assert CHOSEN_STYLE in styles
        path = table.path_to(Place(row, column))
        found = part_at(value, path)
        assert found == rows[row][column]
        assert cell_name(value, path).endswith(f", row {path[-2] + 1}")  # type: ignore[operator]


def test_a_path_to_no_cell_names_none() -> None:
    value = {"headers": ["a"], "data": [[1]]}

    assert cell_name(value, ("data", 0, 0)) == "a, row 1"
    for path in ((), ("data",), ("data", 0), ("headers", 0, 0), ("data", 0, 0, 0), (0, 0)):
        assert cell_name(value, path) == ""


def test_a_huge_value_is_drawn_in_few_lines_with_a_note_that_it_is_cut() -> None:
    lines = json_lines([{"text": "x" * 100_000, "n": list(range(100_000))}] * 50)(60)

    assert len(lines) <= MAX_LINES * 40
    assert lines[-1].plain == "… more; p shows all"


def test_deep_values_are_cut_without_a_recursion_error() -> None:
    deep: Json = None
    for _ in range(5_000):
        deep = [deep]

    assert json_lines(deep)(60)[-1].plain == "… more; p shows all"
    assert files_within(deep) == []


def test_a_plot_gives_the_data_of_its_picture() -> None:
    assert (
        data_uri_in({"type": "matplotlib", "plot": "data:image/png;base64,AAAA"})
        == "data:image/png;base64,AAAA"
    )
    assert data_uri_in({"type": "altair", "plot": "{}"}) is None
    assert decode_data_uri("data:image/png;base64,AAAA") == b"\0\0\0"
    assert decode_data_uri("data:image/png,AAAA") is None
    assert decode_data_uri("data:image/svg+xml;utf8,<svg>") == b"<svg>"


def test_a_wav_gives_its_length_and_levels_and_another_file_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(
            b"".join(struct.pack("<h", int(16384 * math.sin(i / 5))) for i in range(16000))
        )

    seconds, levels = read_wav(path) or (0, [])

    assert seconds == 2
    assert max(levels) == pytest.approx(0.5, abs=0.01)
    assert rate_text(path) == "8 kHz"
    path.write_bytes(b"RIFF....")
    assert read_wav(path) is None
    assert rate_text(path) == ""


def test_a_sound_is_drawn_in_two_rows_of_which_the_loudest_fills_both() -> None:
    rows = [row.plain for row in wave_rows([0.0, 0.25, 0.5], 3)]

    assert rows == ["  █", "▁██"]
    assert [row.plain for row in wave_rows([0.5] * 100, 4)] == ["████", "████"]
    assert waveform([0.0, 0.5], 2).plain == "▁█"
    assert wave_rows([], 5) == []


def test_each_label_has_a_colour_and_scores_have_that_of_their_sign() -> None:
    labels = [["Ann", "PER"], ["in", None], ["Rome", "LOC"], ["Tim", "PER"]]
    assert label_styles(parts_in(labels) or []) == {"PER": "$secondary", "LOC": "$success"}
    scores = [{"token": "good", "class_or_confidence": 0.9}, ["bad", -0.5]]
    assert label_styles(parts_in(scores) or []) == {"0.90": "$success", "-0.50": "$error"}


def test_of_many_choices_all_are_copied() -> None:
    many = [*range(30)]

    assert value_text(many) == ", ".join(map(str, range(20))) + "…"
    assert value_text(many, is_whole=True) == ", ".join(map(str, many))
