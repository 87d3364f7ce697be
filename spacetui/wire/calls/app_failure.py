"""The error that an app reported for a call -> Failure."""

import ast
import re
import warnings
from collections.abc import Mapping

from spacetui.errors import Failure
from spacetui.model.events import NO_REASON
from spacetui.model.schema import Json
from spacetui.wire.http.errors import one_line, text_of
from spacetui.wire.limits import DETAILS_CHARS

# Texts of the `spaces` package (0.51, zero/client.py); older Gradio sends them without a title.
_QUOTA = re.compile(
    r"GPU quota|GPU limit|ZeroGPU runs limit|pending credits exceeded", re.IGNORECASE
)
_NO_GPU = re.compile(r"ZeroGPU queue timeout|No GPU (?:was|is) available", re.IGNORECASE)
_RETRY_IN = re.compile(
    r"[Tt]ry again in (\d{1,4}:\d\d:\d\d|\d{1,6} ?(?:s|sec|seconds|minutes?|hours?)\b)"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")


def app_failure(payload: Json, *, quoted: bool) -> Failure:
    """Return the Failure of a call that the app ended with an error.

    payload: `output` of the last message. quoted: this server puts quotes around the text of
    gr.Error (Gradio 3 and 4).
    """
    if not isinstance(payload, Mapping):
        payload = {}
    text, title = text_of(payload.get("error")), text_of(payload.get("title"))
    if quoted:
        text = _unquote(text)
    if not text.strip():
        return Failure("app", NO_REASON, hint="Its owner may have hidden the reason.")
    line, details = one_line(text)
    if _QUOTA.search(f"{title} {text}"):
        line, _ = one_line(_TAG.sub("", text))
        return Failure("quota", line, hint=_quota_hint(text), title=title, details=details)
    if _NO_GPU.search(f"{title} {text}"):
        hint = "Try again in a while."
        return Failure("busy", line, hint=hint, title=title, details=details)
    if title == "Error":
        title = ""  # Gradio's own, where the app gives none
    return Failure("app", line, title=title, details=details)


def _quota_hint(text: str) -> str:
    match = _RETRY_IN.search(text)
    when = f"in {match[1]}" if match else "later"
    return f"Try again {when}. A Hub login has a quota of its own."


def _unquote(text: str) -> str:
    """Return the text that Gradio 3 and 4 write as a Python literal: in quotes, with escapes."""
    if len(text) < 2 or text[0] != text[-1] or text[0] not in "'\"":
        return text
    inner = text[1:-1]
    if len(text) > DETAILS_CHARS:
        return inner
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # an escape that Python would not write is none
            plain = ast.literal_eval(text)
    except (ValueError, SyntaxError, Warning, MemoryError, RecursionError):
        return inner  # the quotes are the app's own
    return plain if isinstance(plain, str) else inner
