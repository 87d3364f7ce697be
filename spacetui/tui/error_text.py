"""The text of an exception that nothing caught."""

import traceback

from textual.worker import WorkerFailed


def error_text(error: BaseException | None) -> str:
    """Return the traceback of an error; of a worker that failed, that of the reason."""
    cause = error.error if isinstance(error, WorkerFailed) else error
    return "".join(traceback.format_exception(cause))
