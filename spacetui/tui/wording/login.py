"""What the first page says of the login, and of a Hub that does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacetui.text.format import clock_text
from spacetui.text.terminal_escapes import visible_line
from spacetui.text.zero_gpu import reset_clock
from spacetui.tui.keys import key_name
from spacetui.tui.widgets.glyphs import glyphs

if TYPE_CHECKING:
    from spacetui.model.account import Account

_NO_TOKEN = "no token found"


def login_text(account: Account | None, place: str) -> str:
    """Say who is logged in: `logged in as ada (HF_TOKEN) · 3:40 of ZeroGPU left until 16:20`.

    place: where the token was found.
    """
    if account is None or not account.name:
        return f"{_NO_TOKEN}; public Spaces need none"
    words = f"logged in as {visible_line(account.name, 40)} ({visible_line(place, 60)})"
    if account.is_quota_refused:
        return f"{words} {glyphs().dot} this token may not read the ZeroGPU quota"
    quota = account.quota
    if quota is None:
        return words
    resets = reset_clock(quota.resets_at)
    until = f" until {resets}" if resets else ""
    return f"{words} {glyphs().dot} {clock_text(quota.left)} of ZeroGPU left{until}"


def no_answer_text(place: str) -> str:
    """Say that the Hub did not answer, and where a token was found all the same."""
    login = f"token found: {visible_line(place, 60)}" if place else _NO_TOKEN
    dot = glyphs().dot
    return f"the Hub did not answer {dot} {login} {dot} {key_name('run')} asks again"
