"""The forms of text that name a colour, as pages and functions of Gradio write them."""

import re

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_CALL = re.compile(r"(?:rgb|hsl)a?\(\s*[\d.]+(?:\s*,\s*[\d.]+%?){2,3}\s*\)")
_NAME = re.compile(r"[a-zA-Z]+")


def color_problem(text: str) -> str | None:
    """Return what is wrong with the text of a ColorPicker, or None. An empty one stands for none.

    The page of an app sends a hex form or `rgba(…)`; a function may also know names.
    Source: gradio 6.31 js/colorpicker; components/color_picker.py, preprocess.
    """
    color = text.strip()
    if not color or any(form.fullmatch(color) for form in (_HEX, _CALL, _NAME)):
        return None
    return "not a colour; write #rrggbb or a name"
