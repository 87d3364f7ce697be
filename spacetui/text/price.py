"""Prices of hardware, and what a duplicate of a Space costs, in words.

Pure: prices in US dollars an hour and times in seconds in, text out. Used by both front ends.
"""

# Hours after which free hardware is put to sleep, by the documentation of huggingface_hub 2.4.
FREE_SLEEP_HOURS = 48


def price_text(usd_an_hour: float | None) -> str:
    """Return a price: `free`, `$0.40 an hour`."""
    if usd_an_hour is None:
        return "price not listed"
    if usd_an_hour == 0:
        return "free"
    return f"{_usd_text(usd_an_hour)} an hour"


def cost_text(usd_an_hour: float | None, sleep_seconds: int, user: str) -> str:
    """Say what a Space costs whom: `$0.40 an hour while it is awake, at most $9.60 a day`.

    sleep_seconds: negative for a Space that never sleeps.
    """
    if usd_an_hour == 0:
        return "it costs nothing"
    if usd_an_hour is None:
        return f"the Hub lists no price for this hardware; what it costs is billed to {user}"
    hourly, daily = price_text(usd_an_hour), _usd_text(24 * usd_an_hour)
    if sleep_seconds < 0:
        return f"it costs {hourly}, {daily} a day, for as long as it exists; billed to {user}"
    return f"it costs {hourly} while it is awake, at most {daily} a day; billed to {user}"


def sleep_text(sleep_seconds: int, *, is_fixed: bool) -> str:
    """Say when a Space falls asleep: `sleeps after 1 h without a call`.

    is_fixed: it runs on free hardware, whose time cannot be set.
    """
    if is_fixed:
        return f"sleeps after {FREE_SLEEP_HOURS} h without a call"
    if sleep_seconds < 0:
        return "never sleeps"
    return f"sleeps after {span_text(sleep_seconds)} without a call"


def span_text(seconds: int) -> str:
    """Return a span of time in whole units: `1 h`, `30 min`, `1 h 30 min`, `90 s`."""
    if seconds % 60:
        return f"{seconds} s"
    hours, minutes = divmod(seconds // 60, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts) or "0 s"


def _usd_text(usd: float) -> str:
    """Return an amount of dollars to the cent; less than a cent to four places."""
    return f"${usd:.2f}" if usd >= 0.01 else f"${usd:.4f}"
