"""How numbers are said: durations, countdowns, sizes, places in line, likes. Lower case, unit after a blank."""


def duration_text(value: float) -> str:
    """Say a duration: `0.3 s`, `41 s`, `2:14`, `2 h 14 min`."""
    if value < 9.95:
        return f"{value:.1f} s"
    if value < 59.5:
        return f"{value:.0f} s"
    whole = round(value)
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d}"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def clock_text(value: float) -> str:
    """Say a countdown: `0:41`, `2:14`, `1:02:03`."""
    whole = max(0, round(value))
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d}"
    return f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"


def ordinal_text(number: int) -> str:
    """Say a place in line: `1st`, `22nd`, `13th`."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def likes_text(count: int) -> str:
    """Say a count of likes: `812`, `3.2k`."""
    return str(count) if count < 1000 else f"{count / 1000:.1f}k"
