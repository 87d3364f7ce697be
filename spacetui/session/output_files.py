"""Files in the outputs of a call: where they can be fetched, and their download to a folder."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from spacetui.errors import SpacetuiError
from spacetui.model.file_data import is_certain_file, is_inline_file, map_files, name_of, path_of
from spacetui.model.schema import Json
from spacetui.session.opened_app import OpenedApp
from spacetui.session.session import Session

# Called with the bytes so far and in all (None: not known).
OnProgress = Callable[[int, int | None], None]


def with_urls(value: Json, session: Session, opened: OpenedApp) -> Json:
    """Return an output with the address of each file in it as its `url`."""
    return map_files(value, is_certain_file, lambda file: _with_url(file, session, opened))


def _with_url(file: Mapping[str, Json], session: Session, opened: OpenedApp) -> dict[str, Json]:
    if is_inline_file(file):
        return dict(file)
    return {**file, "url": session.file_url(opened, file)}


@dataclass(slots=True)
class Downloads:
    """Downloads the files of one call to `folder`.

    ends_at: when all of them must have come, by the clock of the event loop, or None. timeout: the
    seconds from submit to that moment. watch: returns, for the name of a file, what is entered
    while it comes, and called with its progress. saved: the paths of the files. problems: one line
    for each that failed.
    """

    session: Session
    opened: OpenedApp
    folder: Path
    ends_at: float | None = None
    timeout: float | None = None
    watch: Callable[[str], AbstractContextManager[OnProgress | None]] = lambda name: nullcontext()
    saved: list[Path] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    async def fetch_in(self, value: Json) -> Json:
        """Return an output with its files in the folder and `path` the local one.

        A file that cannot be fetched keeps the path that the server gave, and has its `url`.
        """
        if isinstance(value, list):
            return [await self.fetch_in(each) for each in value]
        if not isinstance(value, Mapping):
            return value
        if is_certain_file(value):
            return await self._fetch(value)
        return {key: await self.fetch_in(each) for key, each in value.items()}

    async def _fetch(self, file: Mapping[str, Json]) -> Json:
        described = _with_url(file, self.session, self.opened)
        name = str(file.get("orig_name") or path_of(file) or name_of(file))
        try:
            with self.watch(name) as on_progress:
                async with asyncio.timeout_at(self.ends_at):
                    path = await self.session.download(
                        self.opened, file, self.folder, on_progress=on_progress
                    )
        except TimeoutError:
            self.problems.append(
                f"{name}: not here within {self.timeout:g} s. Give the call more time."
            )
            return described
        except (SpacetuiError, OSError) as error:
            self.problems.append(str(error))
            return described
        self.saved.append(path)
        return {**described, "path": str(path)}
