"""Output values without a screen: text wrapped as it grows, shapes of every version, sounds."""

import math
import struct
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from spacetui.model.file_data import files_within
from spacetui.model.schema import Json
from spacetui.tui.outputs.chatbot import messages_in
from spacetui.tui.outputs.file import read_wav
from spacetui.tui.outputs.highlighted_text import parts_in
from spacetui.tui.outputs.html import html_text
from spacetui.tui.outputs.image import data_uri_in, decode_data_uri
from spacetui.tui.outputs.table import table_in, table_lines
from spacetui.tui.outputs.text_layout import MAX_LINES, json_lines
from spacetui.tui.outputs.textbox import TextWrapper

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


@pytest.mark.parametrize(
    "value",
    [
        [["hi", "yes"], ["more", None]],
        [
            {"role": "user", "content": "hi"},
            {"role": "assistant", "content": "yes"},
            {"role": "user", "content": "more"},
        ],
        [
            {
                "role": "user",
                "content": [{"type": "text", "text": "hi"}],
                "metadata": None,
                "options": None,
            },
            {"role": "assistant", "content": [{"type": "text", "text": "yes"}]},
            {"role": "user", "content": {"text": "more"}},
        ],
    ],
)
def test_a_chat_of_any_version_is_the_same_messages(value: Json) -> None:
    assert messages_in(value) == [("user", "hi"), ("assistant", "yes"), ("user", "more")]


def test_a_chat_names_its_files_and_other_shapes_are_no_chat() -> None:
    assert messages_in([{"role": "user", "content": {"file": FILE}}]) == [("user", "[out.webp]")]
    assert messages_in([["hi", [FILE, "x"]]]) == [("user", "hi"), ("assistant", "[out.webp] x")]
    assert messages_in([1, 2]) is None
    assert messages_in("x") is None


def test_highlighted_text_of_any_version_is_the_same_parts() -> None:
    parts = [("In 1822 ", ""), ("Fresnel", "PER")]

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


def test_html_gives_its_text_without_scripts() -> None:
    head = "<h1>Hi &amp; ho</h1><script>alert(1)</script>"
    html = f"{head}<p>one<br>two <a href='https://x.org'>link</a></p><img alt=cat>"

    assert html_text(html) == "Hi & ho\n\none\ntwo link (https://x.org)\n[cat]"
    assert html_text("<a href='javascript:alert(1)'>x</a>") == "x"
    assert html_text("a < b") == "a < b"


def test_numbers_are_at_the_right_of_their_column_and_what_is_cut_is_counted() -> None:
    headers, rows = table_in(
        {"headers": ["name", "n"], "data": [["Ada", 3], ["Al", 12.5], ["x", None]] * 100}
    ) or (
        (),
        (),
    )

    lines = [each.plain for each in table_lines(headers, rows, 40)]

    assert lines[:4] == ["name     n", "──────────", "Ada      3", "Al    12.5"]
    assert lines[-1] == "200 of 300 rows; y copies all"
    narrow = table_lines([f"column {n}" for n in range(9)], [list(range(9))], 30)
    assert narrow[-1].plain == "3 of 9 columns; y copies all"
    wide = table_lines(["n", "a rather long column"], [[1, "a rather long value"]], 20)
    assert [each.plain for each in wide][::2] == ["n  a rather long co…", "1  a rather long va…"], (
        "cut, not left out"
    )


def test_a_number_too_large_for_a_float_is_a_cell() -> None:
    lines = [each.plain for each in table_lines(["n"], [[10**400], [10**20], [7]], 40)]

    assert [line.strip() for line in lines[2:]] == ["1.000e+400", "1.000e+20", "7"]


def test_a_huge_value_is_drawn_in_few_lines_with_a_note_that_it_is_cut() -> None:
    lines = json_lines([{"text": "x" * 100_000, "n": list(range(100_000))}] * 50)(60)

    assert len(lines) <= MAX_LINES * 40
    assert lines[-1].plain == "cut; y copies all of it"


def test_deep_values_are_cut_without_a_recursion_error() -> None:
    deep: Json = None
    for _ in range(5_000):
        deep = [deep]

    assert json_lines(deep)(60)[-1].plain == "cut; y copies all of it"
    assert files_within(deep) == []


def test_a_plot_gives_the_data_of_its_picture() -> None:
    assert (
        data_uri_in({"type": "matplotlib", "plot": "data:image/png;base64,AAAA"})
        == "data:image/png;base64,AAAA"
    )
    assert data_uri_in({"type": "altair", "plot": "{}"}) is None
    assert decode_data_uri("data:image/png;base64,AAAA") == b"\0\0\0"
    assert decode_data_uri("data:image/png,AAAA") is None
    assert decode_data_uri("data:image/svg+xml;utf8,<svg>") is None


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
    path.write_bytes(b"RIFF....")
    assert read_wav(path) is None
