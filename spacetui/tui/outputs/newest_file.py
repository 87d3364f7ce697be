"""NewestFile: fetches the file that a view shows; of those that come meanwhile, only the newest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from textual.widget import Widget

from spacetui.errors import SpacetuiError
from spacetui.model.schema import Json
from spacetui.tui.outputs.output_view import Fetch
from spacetui.tui.widgets.exclusive_worker import run_exclusive


class NewestFile:
    """The files of one view."""

    def __init__(
        self,
        view: Widget,
        fetch: Fetch | None,
        on_path: Callable[[Mapping[str, Json], Path], Awaitable[None]],
        on_error: Callable[[Mapping[str, Json], SpacetuiError], None],
    ) -> None:
        """on_path: takes the file and where it is. on_error: why it cannot be had."""
        self._view = view
        self._fetch = fetch
        self._on_path = on_path
        self._on_error = on_error
        self._next: Mapping[str, Json] | None = None
        self._is_loading = False

    def want(self, file: Mapping[str, Json]) -> None:
        """Fetch a file, after the one that is being fetched."""
        if self._fetch is None or not self._view.is_attached:
            return
        self._next = file
        if not self._is_loading:
            self._is_loading = True
            run_exclusive(self._view, "fetch", self._load)

    async def _load(self) -> None:
        try:
            while (file := self._next) is not None and self._fetch is not None:
                self._next = None
                try:
                    path = await self._fetch(file)
                except SpacetuiError as error:
                    self._on_error(file, error)
                    continue
                await self._on_path(file, path)
        finally:
            self._is_loading = False
