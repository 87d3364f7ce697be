"""The folder for the files of results."""

import tempfile
from pathlib import Path

from spacetui.errors import UsageError


def make_result_folder(folder: Path) -> None:
    """Make the folder, and see that files can be written there, before a call is made for them.

    Raises UsageError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"no files can be written there: {reason}", where=str(folder)) from error
