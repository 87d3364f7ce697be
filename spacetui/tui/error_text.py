"""The text of an exception that nothing caught."""

import traceback

from spacetui.tui.textual_private.crash_report import cause_of


def error_text(error: BaseException | None) -> str:
    """Return the traceback of an error; of a worker that failed, that of the reason."""
    return "".join(traceback.format_exception(cause_of(error)))
