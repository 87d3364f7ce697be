"""PageCoveringScreen: the base of what stands over a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.events import ScreenResume
from textual.geometry import Size
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen

if TYPE_CHECKING:
    from rich.console import RenderableType


Result = TypeVar("Result")


class PageCoveringScreen(ModalScreen[Result]):
    """A screen over the page, such as a dialog: laid out once, with the page dimmed below it.

    Textual lays a modal screen out and draws it twice, applies all styles twice, and mixes the
    colours of each cell of the page anew: half of the time that a key takes to open a dialog.
    """

    def _on_screen_resume(self, event: ScreenResume) -> None:
        event.refresh_styles = event.refresh_styles and bool(self._compositor.size)

    def _screen_resized(self, size: Size) -> None:
        if size != self._compositor.size:
            super()._screen_resized(size)

    def render(self) -> RenderableType:
        below = super().render()
        return (
            DimmedPage(below.screen, below.color) if isinstance(below, BackgroundScreen) else below
        )


class DimmedPage(BackgroundScreen):
    """The page below a screen; the colours of each style are mixed once."""

    @classmethod
    def process_segments(cls, segments: Iterable[Segment], color: Color) -> Iterator[Segment]:
        dimmed: dict[Style | None, Style | None] = {}
        for segment in segments:
            style = segment.style
            if style not in dimmed:
                (mixed,) = super().process_segments([Segment(" ", style)], color)
                dimmed[style] = mixed.style
            yield segment if segment.control else Segment(segment.text, dimmed[style])
