"""Text for numbers: durations, sizes, counts, bars, limits. Pure; used by both front ends.

Lower case, with a space between a number and its unit.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

# Bytes. A server may state any number, also one too large for a float.
_MAX_SIZE = 10**18
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
)  # fmt: skip
# Days in a unit of age, the largest unit first.
_DAYS_IN = ((365, "year"), (30, "month"), (7, "week"), (1, "day"))


def duration_text(seconds: float) -> str:
    """Return how long something takes: `0.3 s`, `41 s`, `2:14`, `2 h 14 min`."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    if seconds < 59.5:
        return f"{seconds:.0f} s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d}"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def clock_text(seconds: float) -> str:
    """Return a time that runs down, or a limit: `0:41`, `2:14`, `1:02:03`."""
    whole = max(0, round(seconds))
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d}"
    return f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"


def length_text(seconds: float) -> str:
    """Return the length of a recorded sound: `41.3 s`, `2:14`."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def moment_of(seconds: float) -> datetime:
    """Return a time since the epoch in this machine's time zone."""
    return datetime.fromtimestamp(seconds).astimezone()


def today() -> date:
    """Return this day in this machine's time zone."""
    return datetime.now().astimezone().date()


def weekday_text(day: date) -> str:
    """Return the day of the week, `Fri`."""
    return _WEEKDAYS[day.weekday()]


def month_text(day: date) -> str:
    """Return the month of a day, `Nov 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def day_text(day: date, this_day: date) -> str:
    """Return a day of a history: `today`, `yesterday`, `Tue 24 Nov`, `24 Nov 2025`."""
    days = (this_day - day).days
    if 0 <= days <= 1:
        if days:
            return "yesterday"
        return "today"
    month = _MONTHS[day.month - 1]
    if day.year == this_day.year:
        return f"{_WEEKDAYS[day.weekday()]} {day.day} {month}"
    return f"{day.day} {month} {day.year}"


def age_text(moment: str, now: datetime | None = None) -> str:
    """Return how long ago an ISO time was: `today`, `3 weeks ago`; empty if it is not one."""
    try:
        then = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    except ValueError:
        return ""
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    now = now or datetime.now(UTC)
    days = (now - then).days
    for span, unit in _DAYS_IN:
        if days >= span:
            return f"{count_text(days // span, unit)} ago"
    return "today"


def ordinal_text(number: int) -> str:
    """Return a place in a queue: `1st`, `22nd`, `13th`."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def grouped_text(number: int) -> str:
    """Return a whole number with a blank between thousands: `12 345`."""
    return f"{number:,}".replace(",", " ")


def count_text(count: int, noun: str, *, is_grouped: bool = False) -> str:
    """Return a count with its noun: `1 row`, `12 rows`; grouped, `12 345 rows`."""
    if count == 1:
        return f"1 {noun}"
    if is_grouped:
        return f"{grouped_text(count)} {noun}s"
    return f"{count} {noun}s"


def likes_text(count: int) -> str:
    """Return a count of likes: `812`, `3.2k`."""
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k"


def megabytes_text(done: int, total: int | None) -> str:
    """Return how much of a file is here, in one unit throughout: `2.1 of 4.2 MB`, `2.1 MB`."""
    if not total:
        return f"{done / 1e6:.1f} MB"
    return f"{done / 1e6:.1f} of {total / 1e6:.1f} MB"


def bar_parts(fraction: float | None, length: int, filled: str, rest: str) -> tuple[str, str]:
    """Return the two parts of a bar of `length` cells: the filled cells, then those that are not.

    filled, rest: the character of a cell. A fraction outside of 0 to 1 is clipped.
    """
    cells = round(length * min(1.0, max(0.0, fraction or 0.0)))
    return filled * cells, rest * (length - cells)


def number_text(number: float) -> str:
    """Return a number as short as it stays exact: `3`, `0.1`."""
    if not isinstance(number, float):
        return str(number)
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def range_text(
    low: float | None,
    high: float | None,
    step: float | None,
    *,
    between: str = " to ",
    number: Callable[[float], str] = "{:g}".format,
) -> str:
    """Return the limits of a number: `1 to 10, step 0.1`, `at least 0`; empty if there are none."""
    parts = []
    if low is not None and high is not None:
        parts.append(f"{number(low)}{between}{number(high)}")
    elif low is not None:
        parts.append(f"at least {number(low)}")
    elif high is not None:
        parts.append(f"at most {number(high)}")
    if step is not None:
        parts.append(f"step {number(step)}")
    return ", ".join(parts)


def size_text(size: int) -> str:
    """Return a size in bytes: `812 B`, `214 kB`, `1.2 MB`."""
    if size < 1000:
        return f"{size} B"
    amount = min(size, _MAX_SIZE) / 1000
    for unit in ("kB", "MB", "GB"):
        if amount < 999.5:
            return f"{_amount_text(amount)} {unit}"
        amount /= 1000
    return f"{_amount_text(amount)} TB"


def _amount_text(amount: float) -> str:
    if amount < 9.95:
        return f"{amount:.1f}"
    return grouped_text(round(amount))


def part_text(done: int, total: int | None) -> str:
    """Return how many bytes of `total` are here: `12 of 40 MB`, `812 kB of 40 MB`, `12 MB`."""
    if total is None:
        return size_text(done)
    part, whole = size_text(done), size_text(total)
    amount, _, unit = part.rpartition(" ")
    if whole.endswith(f" {unit}"):
        part = amount
    return f"{part} of {whole}"
