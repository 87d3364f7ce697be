"""The ZeroGPU quota in words: what is left, when it resets, and what there is to know about it.

Pure: numbers of seconds and times in, text out. Used by both front ends.
"""

from datetime import datetime, timedelta

from spacetui.text.format import clock_text, duration_text

# Figures: from the texts of the `spaces` package 0.51 and the documentation of huggingface_hub 2.4.
ABOUT_QUOTA = (
    "Spaces on ZeroGPU share GPUs, and each call takes seconds from a daily quota. As of November "
    "2026: calls without a login share a small quota, a free account has a larger one of its own, "
    "and a PRO account has 40 min a day. PRO, Team and Enterprise users can buy credits, which are "
    "used once the quota is: https://huggingface.co/settings/billing"
)
DAY = timedelta(days=1)


def left_text(left: float, base: float) -> str:
    """Return what is left of a quota: `3:40 of 5:00`."""
    return f"{clock_text(left)} of {clock_text(base)}"


def reset_clock(resets_at: str, now: datetime | None = None) -> str:
    """Return the local time of a reset: `16:20`, or `28 Nov 16:20` where it is a day away.

    resets_at: an ISO time. Empty where it is none, or has passed.
    """
    seconds = seconds_until(resets_at, now)
    if seconds is None:
        return ""
    moment = datetime.fromisoformat(resets_at).astimezone()
    return f"{moment:%H:%M}" if seconds < DAY.total_seconds() else f"{moment:%d %b %H:%M}"


def seconds_until(moment: str, now: datetime | None = None) -> float | None:
    """Return the seconds until an ISO time; None where it is none, or has passed."""
    try:
        then = datetime.fromisoformat(moment).astimezone()
    except (ValueError, OverflowError):
        return None
    seconds = (then - (now or datetime.now().astimezone())).total_seconds()
    return seconds if seconds > 0 else None


def quota_line(
    left: float, base: float, resets_at: str, paid_used: float | None, now: datetime | None = None
) -> str:
    """Describe a quota in a line: `3:40 of 5:00 left; it resets at 16:20, in 2 h 14 min`."""
    parts = [f"{left_text(left, base)} left"]
    if left < 0:
        parts[0] += f", {clock_text(-left)} over it"
    if paid_used:
        parts.append(f"{clock_text(paid_used)} used of paid credits")
    parts.append(_reset_words(resets_at, now))
    return "; ".join(parts)


def _reset_words(resets_at: str, now: datetime | None) -> str:
    if not resets_at:
        return "nothing of it is used"
    seconds = seconds_until(resets_at, now)
    if seconds is None:
        return "it is due to reset"
    return f"it resets at {reset_clock(resets_at, now)}, in {duration_text(seconds)}"
