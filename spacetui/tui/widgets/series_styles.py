"""The colours that tell series, labels and classes apart: in plots, marked text and pictures."""

SERIES = ("$secondary", "$success", "$warning", "$error", "$accent", "$foreground")


def series_style(number: int) -> str:
    """Return the style of the label or series with this number, from 0; they come round again."""
    return SERIES[number % len(SERIES)]
