"""security.md P5: no character of an untrusted text reaches the terminal as a control character."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.text import terminal_escapes
from spacetui.text.terminal_escapes import UNSAFE, is_safe, make_visible, visible_line

ANY_TEXT = st.text(st.characters(exclude_categories=()))
FORBIDDEN = (
    [chr(code) for code in range(0x20) if chr(code) not in "\n\t"]
    + [chr(code) for code in range(0x7F, 0xA0)]
    + list(
        "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\ufeff"
    )
    + ["\ud800", "\udfff"]
)


@given(ANY_TEXT)
def test_no_control_character_passes(text: str) -> None:
    shown = make_visible(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert not set(FORBIDDEN) & set(shown)
    shown.encode("utf-8")


@given(ANY_TEXT, ANY_TEXT)
def test_pieces_may_be_made_safe_one_by_one(before: str, after: str) -> None:
    assert make_visible(before) + make_visible(after) == make_visible(before + after)


@given(ANY_TEXT)
def test_nothing_is_stripped(text: str) -> None:
    assert len(make_visible(text)) >= len(text)
    assert is_safe(text) == (make_visible(text) == text)
    assert make_visible(make_visible(text)) == make_visible(text)


def test_every_forbidden_character_has_a_visible_escape() -> None:
    for character in FORBIDDEN:
        assert re.fullmatch(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}", make_visible(character)), hex(
            ord(character)
        )


def test_no_forbidden_character_counts_as_printable() -> None:
    ranges = (range(0x3000), range(0xD000, 0xE000), range(0xF000, 0x10000), range(0xE0000, 0xE0100))
    forbidden = [chr(code) for codes in ranges for code in codes if re.match(UNSAFE, chr(code))]
    assert len(forbidden) > 2_000
    assert not any(each.isprintable() for each in forbidden)


def test_hidden_text_does_not_look_harmless() -> None:
    assert make_visible("rm\x1b[8m -rf") == "rm\\x1b[8m -rf"
    assert make_visible("tag\U000e0041") == "tag\\U000e0041"


def test_newline_tab_and_other_scripts_stay() -> None:
    text = "a\n\tb é 漢字 🎉 שלום"
    assert make_visible(text) == text


@given(ANY_TEXT, st.integers(2, 300))
def test_a_line_is_one_line_within_its_limit(text: str, limit: int) -> None:
    line = visible_line(text, limit)
    assert len(line) <= limit
    assert "\n" not in line and "\t" not in line
    assert is_safe(line)


def test_a_long_line_says_that_it_was_cut() -> None:
    assert visible_line("x" * 2_000_000, 10) == "x" * 9 + "…"
    assert visible_line("short", 10) == "short"


def test_a_long_text_is_looked_through_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a\x1b[1m\nlamp\u202e" * 20
    whole = make_visible(text)
    monkeypatch.setattr(terminal_escapes, "STEP", 7)

    assert make_visible(text) == whole
    assert not is_safe(text)
    assert is_safe("a\nlamp" * 20)
