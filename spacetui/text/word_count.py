"""Counting the words of a text that grows."""


class WordCount:
    """Counts words. Of a text that begins with the one counted before, only the rest is read."""

    def __init__(self) -> None:
        self._text = ""
        self._count = 0

    def count(self, text: str) -> int:
        """Return the number of words in `text`."""
        before = self._text
        if text.startswith(before):
            self._count += _new_words(before, text[len(before) :])
        else:
            self._count = len(text.split())
        self._text = text
        return self._count


def _new_words(before: str, growth: str) -> int:
    """Return how many words `growth` adds to the text before it."""
    if not growth or not before:
        return len(growth.split())
    continues_word = not growth[0].isspace() and not before[-1].isspace()
    return len(growth.split()) - continues_word
