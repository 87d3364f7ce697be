"""What spacetui needs of Textual and can have by private names only.

Beside it, the editors of inputs/text_editors.py and inputs/lines_editor.py override private methods
of Textual's editors; they are not here because TextArea takes 10 ms to import.
tests/unit/tui/test_textual_private.py fails if Textual no longer has one of the names, or if we
use another one.
"""
