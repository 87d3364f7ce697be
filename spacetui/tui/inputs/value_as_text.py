"""EditorValue: the value behind a text editor, and the text that stands for it."""

from collections.abc import Callable

from spacetui.model.schema import MISSING, Json, Missing
from spacetui.text.format import size_text

# Characters. A longer text from the app is kept and sent, but not put into an editor, which would
# wrap all of it again at each key.
MAX_EDITED = 50_000


class EditorValue:
    """A value that stays exactly as given until the user types.

    given: the value. loaded: the text that was put into the editor for it; empty if there is none
    or it is too long. is_edited: the user has typed since, so that the editor's text counts.
    """

    def __init__(self, write: Callable[[Json], str]) -> None:
        """`write` returns the text for a value, which is neither null nor MISSING."""
        self._write = write
        self.given: Json | Missing = MISSING
        self.loaded = ""
        self.is_edited = False

    def load(self, value: Json | Missing) -> str:
        """Keep a value, and return the text that the editor shows for it."""
        self.given = value
        self.is_edited = False
        self.loaded = ""
        if value is not MISSING and value is not None:
            text = self._write(value)
            if len(text) <= MAX_EDITED:
                self.loaded = text
        return self.loaded

    def kept_note(self) -> str:
        """Return what an editor shows that is empty although there is a value; or nothing."""
        if self.is_edited or self.loaded or self.given is MISSING:
            return ""
        if self.given is None:
            return "null"
        text = self._write(self.given)
        if not text:
            return ""
        return f"{size_text(len(text))} of text, kept as it is; typing replaces it"
