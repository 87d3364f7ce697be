"""Edit a field of the form in the user's own editor."""

import json
import os
import shlex
import shutil
import tempfile
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from spacetui.errors import SpacetuiError, UsageError
from spacetui.model.schema import Json, Parameter
from spacetui.model.typed_text import coerce
from spacetui.system.terminal_program import run_in_terminal
from spacetui.tui.use.field_focus import FieldFocus
from spacetui.tui.use.form_values import FormValues

# Taken in this order where the user names none.
EDITORS = ("sensible-editor", "editor", "nano", "micro", "vim", "vi", "notepad")


def edit_field(app: App[Any], fields: FormValues, focus: FieldFocus) -> str:
    """Edit the field in hand in $EDITOR; return why not, or "".

    The type of the field decides how the saved text is read.
    """
    field = focus.in_hand
    if field is None:
        return "no field has focus"
    try:
        value = _edit_value(app, field.parameter, fields.values().get(field.parameter.name))
    except SpacetuiError as error:
        return str(error)
    field.set_value(value)
    focus.focus(field)
    return ""


def _edit_value(app: App[Any], parameter: Parameter, value: Json) -> Json:
    """Open `value` in the user's editor; return what was saved, read by the parameter's type.

    The app stands still meanwhile. Raises UsageError when there is no editor or it fails, BadValue
    for text that cannot be read; the field then keeps what it had.
    """
    editor = editor_command()
    if not editor:
        raise UsageError("no editor was found", hint="Set EDITOR, for instance EDITOR=nano.")
    is_text = value is None or isinstance(value, str)
    text = _editable(value)
    with tempfile.TemporaryDirectory(prefix="spacetui-") as folder:
        path = Path(folder) / ("value.txt" if is_text else "value.json")
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        run_editor(app, editor, path)
        saved = path.read_text(encoding="utf-8", errors="surrogatepass")
    # Editors end a file with a newline, which is removed if the value had none.
    if not text.endswith("\n"):
        saved = saved.removesuffix("\n")
    if is_text and parameter.choices is None:
        return saved
    return coerce(saved, parameter)


def editor_command() -> str:
    """Return the editor that the user names, else the first one that is here; empty for none."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    return named or next((each for each in EDITORS if shutil.which(each)), "")


def _editable(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def run_editor(app: App[Any], editor: str, path: Path) -> None:
    """Edit a file while the app stands still. Raises UsageError where that fails."""
    try:
        with app.suspend():
            code = run_in_terminal([*shlex.split(editor), str(path)])
    except SuspendNotSupported as error:
        raise UsageError("this terminal cannot be handed to an editor") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"the editor did not start: {error}", hint="Check EDITOR.") from error
    if code:
        raise UsageError(f"the editor ended with {code}; nothing was changed")
