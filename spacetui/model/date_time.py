"""The forms of text that a DateTime reads: a date, perhaps with a time, or a time before now.

Source: gradio 6.31 components/datetime.py, get_datetime_from_str; the same since 4.36.
"""

import re
from datetime import datetime

from spacetui.model.schema import Parameter

_NOW = re.compile(r"\s*now\s*(?:-\s*\d+\s*[dmhs])?\s*")


def has_time(parameter: Parameter) -> bool:
    """Return whether a DateTime takes a time of day after the date."""
    return parameter.props.get("include_time") is not False


def date_time_forms(parameter: Parameter) -> tuple[str, ...]:
    """Return the forms that a DateTime reads, for the user: letters stand for digits."""
    form = "YYYY-MM-DD HH:MM:SS" if has_time(parameter) else "YYYY-MM-DD"
    return form, "now", "now - 2h"


def date_time_problem(text: str, parameter: Parameter) -> str | None:
    """Return what is wrong with the text of a DateTime, or None. An empty one stands for null."""
    if not text.strip() or _NOW.fullmatch(text):
        return None
    form = "%Y-%m-%d %H:%M:%S" if has_time(parameter) else "%Y-%m-%d"
    try:
        datetime.strptime(text, form)
    except ValueError:
        date, now, before = date_time_forms(parameter)
        return f"not a date; write {date}, {now} or {before}"
    return None
