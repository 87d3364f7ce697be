"""Words of a text that grows: counted as in the whole text, and each read once."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from spacetui.text.word_count import WordCount


@given(st.lists(st.text("ab \n\u00a0", max_size=6)))
def test_the_words_of_a_growing_text_are_those_of_the_whole(pieces: list[str]) -> None:
    words, text = WordCount(), ""
    for piece in pieces:
        text += piece
        assert words.count(text) == len(text.split())


def test_another_text_is_counted_anew() -> None:
    words = WordCount()
    assert [words.count(each) for each in ("one two", "three", "", "a b c")] == [2, 1, 0, 3]


def test_what_was_counted_is_not_read_again() -> None:
    class Text(str):
        """A text that notes how many characters of it are split."""

        read = 0

        def split(self, *args: Any) -> Any:
            Text.read += len(self)
            return super().split(*args)

        def __getitem__(self, key: Any) -> "Text":
            return Text(super().__getitem__(key))

    words, text = WordCount(), Text("")
    for number in range(500):
        text = Text(text + f"word{number} ")
        assert words.count(text) == number + 1
    assert Text.read == len(text)
