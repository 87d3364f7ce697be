"""ResultFolder: the files of results, in a folder of its own for each row."""

import asyncio
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from spacetui.errors import Lost, UsageError
from spacetui.model.schema import Json
from spacetui.session.opened_app import OpenedApp
from spacetui.session.output_files import Downloads
from spacetui.session.session import Session


@dataclass(frozen=True, slots=True)
class ResultFolder:
    """Fetches the files of results into `folder`. timeout: seconds for a call and its files."""

    folder: Path
    timeout: float | None = None

    async def make(self) -> None:
        """Make the folder, and see that files can be written there, before a call is made for them.

        Raises UsageError.
        """
        try:
            await asyncio.to_thread(_make, self.folder)
        except OSError as error:
            reason = error.strerror or str(error)
            message = f"no files can be written there: {reason}"
            raise UsageError(message, where=str(self.folder)) from error

    async def fetch(
        self, row: str, data: Sequence[Json], session: Session, opened: OpenedApp, took: float
    ) -> tuple[list[Json], list[str]]:
        """Return outputs with the local paths of their files, and these paths.

        row: the name of its folder. took: the seconds of its call. Raises Lost where a file does
        not come; then the others are removed.
        """
        ends_at = None
        if self.timeout is not None:
            ends_at = asyncio.get_running_loop().time() + max(0.0, self.timeout - took)
        downloads = Downloads(session, opened, self.folder / row, ends_at, self.timeout)
        found = [await downloads.fetch_in(each) for each in data]
        if downloads.problems:
            await asyncio.to_thread(_remove, self.folder / row, downloads.saved)
            raise Lost(downloads.problems[0])
        return found, [str(each) for each in downloads.saved]

    async def clear(self, row: str) -> None:
        """Remove what a run that was ended has left of a row, which is fetched again."""
        await asyncio.to_thread(_clear, self.folder / row)


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass


def _clear(folder: Path) -> None:
    """Remove the plain files in a folder. A link is not followed, nor is a folder entered."""
    if not folder.is_symlink() and folder.is_dir():
        files = [each for each in folder.iterdir() if each.is_file() and not each.is_symlink()]
        _remove(folder, files)


def _remove(folder: Path, files: Iterable[Path]) -> None:
    """Remove files, and their folder if nothing else is in it."""
    with suppress(OSError):  # what cannot be removed stays, and what comes gets another name
        for each in files:
            each.unlink(missing_ok=True)
        folder.rmdir()
