"""What a terminal is asked about pictures, what its answers mean, and how they are read."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PIL import Image
from rich.cells import cell_len

from spacetui.tui import terminal_answers
from spacetui.tui.graphics_memory import remember, remembered, terminal_name
from spacetui.tui.outputs.drawn_pictures import side_by_side
from spacetui.tui.outputs.pixel_pictures import pixel_picture
from spacetui.tui.terminal_answers import AnswerFilter, listen
from spacetui.tui.terminal_graphics import (
    KITTY,
    NO_GRAPHICS,
    SIXEL,
    Graphics,
    graphics_from,
    questions_for,
)
from spacetui.tui.tmux_graphics import wrapped

ANSWERS = "\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;4;22c"
CELL = (10, 20)


@pytest.fixture
def heard() -> Iterator[list[str]]:
    answers: list[str] = []
    listen(answers.append)
    yield answers
    terminal_answers._listener = None


@pytest.mark.parametrize("at", range(1, len(ANSWERS) + 1))
def test_answers_are_no_keys_wherever_they_are_cut(at: int, heard: list[str]) -> None:
    data = f"a{ANSWERS}b\x1b[A"
    if data[at] == "\x1b":
        at += 1  # an escape and what follows come together
    keys = AnswerFilter()

    assert keys.keys_in(data[: at + 1]) + keys.keys_in(data[at + 1 :]) == "ab\x1b[A"
    assert "".join(heard) == ANSWERS


def test_nothing_is_taken_from_what_is_typed_before_a_question() -> None:
    assert AnswerFilter().keys_in(ANSWERS) == ANSWERS


@pytest.mark.parametrize(
    ("environ", "asks_kitty", "asks"),
    [
        ({"TERM": "xterm-kitty"}, True, True),
        ({"TERM": "xterm-ghostty"}, True, True),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, True, True),
        ({"TERM": "xterm-256color"}, False, True),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1", "TMUX": "x"}, False, True),
        ({"TERM": "linux"}, False, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False, False),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, False, False),
        ({}, False, False),
    ],
)
def test_a_terminal_is_asked_what_it_cannot_draw_by_mistake(
    environ: Mapping[str, str], asks_kitty: bool, asks: bool
) -> None:
    questions = questions_for(environ)

    assert ("\x1b_G" in questions, bool(questions)) == (asks_kitty, asks)


@pytest.mark.parametrize(
    ("answers", "true_colors", "expected"),
    [
        (ANSWERS, True, Graphics(KITTY, CELL)),
        (ANSWERS, False, Graphics(SIXEL, CELL)),
        ("\x1b_Gi=31;EBADF\x1b\\\x1b[6;20;10t\x1b[?62c", True, NO_GRAPHICS),
        ("\x1b[?62;4c", True, NO_GRAPHICS),  # the cell's size is not known
        ("\x1b[6;20;10t\x1b[?4;6c", True, NO_GRAPHICS),  # the first number is the class
        ("\x1b[6;0;0t\x1b[?62;4c", True, NO_GRAPHICS),
        ("", True, NO_GRAPHICS),
    ],
)
def test_the_answers_say_how_pictures_are_drawn(
    answers: str, true_colors: bool, expected: Graphics
) -> None:
    assert graphics_from(answers, true_colors=true_colors) == expected


def test_a_kitty_picture_is_rows_of_cells_of_the_right_width() -> None:
    picture = pixel_picture(Image.new("RGB", (9, 9)), 12, 5, Graphics(KITTY, CELL))

    assert [strip.cell_length for strip in picture.rows] == [12] * 5
    assert all(cell_len(strip.text) == 12 for strip in picture.rows)
    assert picture.upload.count("\x1b_G") == picture.upload.count("\x1b\\")
    assert picture.removal in side_by_side([picture], 1, 12).removal


def test_sixels_of_pictures_beside_each_other_stand_over_their_cells() -> None:
    pictures = [
        pixel_picture(Image.new("RGB", (9, 9), color), 4, 2, Graphics(SIXEL, CELL))
        for color in ("red", "blue", "green")
    ]
    drawn = side_by_side(pictures, 2, 6)

    places = [(each.x, each.y, each.width) for each in drawn.sixels]
    assert places == [(0, 0, 4), (0, 1, 4), (8, 0, 4), (8, 1, 4), (0, 3, 4), (0, 4, 4)]
    assert all(each.text.startswith("\x1bP") for each in drawn.sixels)


def test_a_picture_through_tmux_has_each_escape_twice() -> None:
    picture = pixel_picture(Image.new("RGB", (9, 9)), 4, 2, Graphics(KITTY, CELL, is_in_tmux=True))

    for text in (picture.upload, picture.removal):
        parts = re.findall(r"\x1bPtmux;((?:\x1b\x1b|[^\x1b])*)\x1b\\", text)
        assert all("\x1b\x1b_G" in each for each in parts)
        assert "".join(wrapped(each.replace("\x1b\x1b", "\x1b")) for each in parts) == text


def test_what_terminals_said_is_kept_by_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path))
    here = {"TERM": "xterm-kitty", "SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"}
    names = [
        terminal_name(here, ""),
        terminal_name(here, "TMUX"),
        terminal_name({"TERM": "xterm-kitty"}, ""),
    ]
    assert len({*names}) == 3
    assert remembered(names[0]) is None
    remember(names[0], KITTY)
    remember(names[1], "")
    assert [remembered(each) for each in names] == [KITTY, "", None]
    (tmp_path / "graphics.json").write_text("[broken")
    assert remembered(names[0]) is None
