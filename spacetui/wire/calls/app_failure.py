"""The error that an app reported for a call -> Failure."""

import ast
import re
import warnings
from collections.abc import Mapping

from spacetui.errors import Failure
from spacetui.model.events import NO_REASON
from spacetui.model.schema import Json
from spacetui.text.html import strip_tags
from spacetui.wire.http.errors import one_line, text_of
from spacetui.wire.limits import DETAILS_CHARS

# Texts of the `spaces` package 0.19 to 0.51 (zero/client.py). Gradio 4 sends them without a title.
_NO_GPU = re.compile(r"No GPU (?:was|is)(?: currently)? available", re.IGNORECASE)
_QUOTA = re.compile(
    r"exceeded your (?:[\w ]{0,20} )?(?:GPU quota|ZeroGPU quota|runs limit|ZeroGPU runs limit)"
    r"|reached its GPU limit|out of daily ZeroGPU quotas",
    re.IGNORECASE,
)
# Too many of the user's own calls run at the moment. That passes in minutes, unlike a used quota.
_OWN_TASKS_RUN = re.compile(r"too many ZeroGPU credits allocated to running tasks", re.IGNORECASE)
_KIND_OF_TITLE = {
    "ZeroGPU quota exceeded": "quota",
    "ZeroGPU pending credits exceeded": "busy",
    "ZeroGPU queue timeout": "busy",
}
# A timedelta of Python, as text: `0:09:48`, `1 day, 0:00:00`.
_RETRY_IN = re.compile(
    r"(?:try again|retry) in (?:(\d{1,4}) days?, )?(\d{1,2}):(\d\d):(\d\d)", re.IGNORECASE
)


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
    kind = _kind_of(title, text)
    if kind != "app":
        return _gpu_failure(kind, title, strip_tags(text))
    line, details = one_line(text)
    if title == "Error":
        title = ""  # Gradio's own, where the app gives none
    return Failure("app", line, title=title, details=details)


def _kind_of(title: str, text: str) -> str:
    """Return quota, busy or app. A missing GPU comes under the title of a quota too."""
    if _NO_GPU.search(text) or _OWN_TASKS_RUN.search(text):
        return "busy"
    if _QUOTA.search(text):
        return "quota"
    return _KIND_OF_TITLE.get(title, "app")


def _gpu_failure(kind: str, title: str, text: str) -> Failure:
    """Return the Failure for a text of ZeroGPU without HTML, with its time as `retry_after`."""
    line, details = one_line(text)
    seconds = _seconds_until(text)
    hint = "Try again in a while." if seconds is None else ""  # else the text says when
    return Failure(kind, line, hint=hint, title=title, details=details, retry_after=seconds)


def _seconds_until(text: str) -> float | None:
    match = _RETRY_IN.search(text)
    if match is None:
        return None
    days, hours, minutes, seconds = (int(each or 0) for each in match.groups())
    return float(((days * 24 + hours) * 60 + minutes) * 60 + seconds)


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
