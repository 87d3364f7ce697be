"""A step of the log as text: its row, and its details. All of it is a stranger's, and redacted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual.content import Content

from spacetui.text.format import duration_text, size_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.command_log.curl import variable_of
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.row_layout import left_right, name_style
from spacetui.tui.widgets.safe_content import line_content, text_content

if TYPE_CHECKING:
    from spacetui.wire.http.traffic import Step

    Redact = Callable[[str], str]

# Characters of an address and a header, and of a body on show.
MAX_LINE, MAX_BODY = 500, 6_000
# The widths from which on a row has the milliseconds of its time, and the sizes of a request.
WIDE, NARROW = 90, 66
_MESSAGE = re.compile(rb'"msg"\s*:\s*"(\w{1,40})"')
# Bytes of a message in which its name stands.
_MESSAGE_START = 400


def step_row(step: Step, width: int, redact: Redact, *, is_current: bool) -> Content:
    """Return the row of a step: `14:02:03  POST queue/join  318 B → 54 B  12 ms  ● 200`."""
    at = datetime.fromtimestamp(step.at)
    time = f"{at:%H:%M:%S}.{at.microsecond // 1000:03d}" if width >= WIDE else f"{at:%H:%M:%S}"
    style = name_style(is_current=is_current)
    left = Content.assemble(
        (f"{time}  ", "$muted"), (_verb(step), "$muted"), (_what(step, redact), style)
    )
    measures = _measures(step, is_narrow=width < NARROW)
    return left_right(left, measures, width, gap=2, min_left=24)


def _verb(step: Step) -> str:
    if not step.is_message:
        return f"{step.verb:<5}"
    arrow = glyphs().gives if step.verb == "->" else _came()
    return f"  {arrow}  "


def _came() -> str:
    return "<" if glyphs().gives.isascii() else "←"


def step_name(step: Step) -> str:
    """Return what a step is about: the last parts of its path, or the name of the message."""
    if step.is_message:
        found = _MESSAGE.search(step.body[:_MESSAGE_START])
        return found[1].decode() if found else "message"
    path = urlsplit(step.url).path
    if step.is_hub:
        return f"Hub {path.strip('/')}"
    return path.replace("/gradio_api/", "/").strip("/") or "/"


def _what(step: Step, redact: Redact) -> str:
    return visible_line(redact(step_name(step)), 120)


def _measures(step: Step, *, is_narrow: bool) -> Content:
    if step.is_message:
        size = size_text(step.sent or step.received)
        return Content.styled(size if is_narrow else f"{size}{'':>18}", "$muted")
    sizes = f"{size_text(step.received):>8}"
    if is_narrow:
        sizes = ""  # the details have them
    elif step.sent:
        sizes = f"{size_text(step.sent)} {glyphs().gives} {size_text(step.received):>7}"
    took = "" if step.duration is None else _took(step.duration)
    symbol, style, word = _outcome(step)
    return Content.assemble(
        (f"{sizes} {took:>8}  ", "$muted"), (symbol, style), (f" {word:<6}", "$muted")
    )


def _took(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else duration_text(seconds)


def _outcome(step: Step) -> tuple[str, str, str]:
    if step.error:
        return glyphs().failed, "$error", "broken"
    if not step.status:
        return glyphs().queued, "$muted", "sent"
    if step.duration is None:
        return glyphs().streaming, "$accent", str(step.status)
    if step.status < 400:
        return glyphs().done, "$success", str(step.status)
    return glyphs().failed, "$error", str(step.status)


def step_details(step: Step, redact: Redact, *, hides_bodies: bool) -> Content:
    """Return all that is kept of a step. hides_bodies: a secret is too short to be found there."""
    return Content("\n").join(_detail_rows(step, redact, hides_bodies=hides_bodies))


def _detail_rows(step: Step, redact: Redact, *, hides_bodies: bool) -> Iterator[Content]:
    verb = {"<-": "received from", "->": "sent to"}.get(step.verb, step.verb)
    yield Content.assemble((f"{verb} ", "$muted"), line_content(redact(step.url), MAX_LINE, "bold"))
    if step.error:
        yield text_content(redact(step.error), MAX_LINE, "$error")
    hidden = _hidden_reason(step, hides_bodies=hides_bodies)
    if not step.is_message or step.verb == "->":
        body = step.body if step.is_message else step.sent_body
        yield from _side("sent", step.sent, _named(step, step.sent_headers), body, hidden, redact)
    if step.status or step.verb == "<-":
        headers = _named(step, step.headers)
        yield from _side("received", step.received, headers, step.body, hidden, redact)


def _hidden_reason(step: Step, *, hides_bodies: bool) -> str:
    if step.is_hidden:
        return "a login is not kept"
    return "hidden: a secret of this session is too short to be found in a text" * hides_bodies


def _named(step: Step, headers: Sequence[tuple[str, str | None]]) -> list[tuple[str, str]]:
    """Return headers with the variable in place of each credential."""
    return [
        (name, "$".join(variable_of(name, step)) if value is None else value)
        for name, value in headers
    ]


def _side(
    title: str,
    size: int,
    headers: Sequence[tuple[str, str]],
    body: bytes,
    hidden: str,
    redact: Redact,
) -> Iterator[Content]:
    yield Content("")
    yield Content.styled(f"{title} {size_text(size)}", "$accent")
    yield from _body_rows(size, body, hidden, redact)
    if headers:
        yield Content("")
    for name, value in headers:
        shown = redact(value)
        yield Content.assemble(
            (f"{visible_line(name, 60)}: ", "$muted"), line_content(shown, MAX_LINE)
        )


def _body_rows(size: int, body: bytes, hidden: str, redact: Redact) -> Iterator[Content]:
    if not size:
        return
    if hidden:
        yield Content.styled(hidden, "$muted")
        return
    text = redact(body.decode("utf-8", "replace"))
    if text:
        yield text_content(text, MAX_BODY)
    if len(body) < size or len(text) > MAX_BODY:
        cut = size_text(len(text[:MAX_BODY].encode("utf-8", "replace")))
        rest = f"cut after {cut} of {size_text(size)}" if body else "not kept here"
        yield Content.styled(rest, "$muted")
