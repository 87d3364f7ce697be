"""Untrusted text as Content: nothing unsafe, nothing as markup, nothing long."""

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from spacetui.text.terminal_escapes import is_safe, visible_line
from spacetui.tui.widgets.safe_content import line_content, mask_unsafe, text_content

ANY_TEXT = st.text(st.characters(), max_size=60) | st.text(
    "[]/\\@a=$ \x1b\n\t\u202e\x9b", max_size=30
)


@given(ANY_TEXT)
def test_content_is_safe_and_keeps_what_is_safe(text: str) -> None:
    for shown in (text_content(text).plain, line_content(text).plain, visible_line(text)):
        assert is_safe(shown)
    if is_safe(text):
        assert text_content(text).plain == text
        assert text_content(text).spans == []


@given(ANY_TEXT)
def test_masked_text_has_the_same_length_and_no_unsafe_character(text: str) -> None:
    assert len(mask_unsafe(text)) == len(text)
    assert is_safe(mask_unsafe(text))


def test_a_million_characters_are_cut_before_they_become_content() -> None:
    assert len(text_content("x" * 1_000_000).plain) == 4000
    assert text_content("x" * 1_000_000).plain.endswith("…")
    assert len(line_content("x" * 1_000_000).plain) == 200


def test_a_style_is_applied_and_markup_stays_text() -> None:
    content = line_content("[b]x[/b]", style="$muted")

    assert content.plain == "[b]x[/b]"
    assert [span.style for span in content.spans] == ["$muted"]
    assert isinstance(content, Content)
