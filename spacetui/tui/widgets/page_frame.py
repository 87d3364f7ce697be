"""What stands around the panes of a page: the header above, the status bar and footer below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content

from spacetui.tui.widgets.header import GAP, PageHeader

if TYPE_CHECKING:
    from spacetui.model.account import Account, Quota
    from spacetui.tui.app_state import AppState
    from spacetui.tui.widgets.footer import KeyGroups, PageFooter
    from spacetui.tui.widgets.status_bar import StatusBar, StatusLine


class PageFrame:
    """Header, status bar and footer of one page.

    Attributes, not queries: a worker may still show something while the page is being removed.
    """

    def __init__(self) -> None:
        self.header = PageHeader()
        self._status_bar: StatusBar | None = None
        self._footer: PageFooter | None = None
        self._line: StatusLine | None = None  # for the status bar that is not there yet

    def make_foot(self) -> Vertical:
        """Return what stands below the panes, with what was to be shown there meanwhile."""
        from spacetui.tui.widgets.footer import PageFooter
        from spacetui.tui.widgets.status_bar import StatusBar

        self._status_bar, self._footer = StatusBar(), PageFooter()
        if self._line is not None:
            self._status_bar.line = self._line
        return Vertical(self._status_bar, self._footer, id="foot")

    def show(
        self, place: Content, session: Content, recorded: int, keys: KeyGroups, *, is_typing: bool
    ) -> None:
        """Show where the user is and what the session holds above, and the keys below."""
        self.header.place, self.header.right, self.header.recorded = place, session, recorded
        if self._footer is not None:
            self._footer.groups, self._footer.typing = keys, is_typing

    def take_recorded(self, count: int) -> None:
        """Take how many calls are recorded when the page is shown; none of them is new there."""
        self.header.set_reactive(PageHeader.recorded, count)
        self.header.refresh()

    def show_status(self, line: StatusLine) -> None:
        """Show `line` in the status bar."""
        self._line = line
        if self._status_bar is not None:
            self._status_bar.line = line


def session_summary(state: AppState, *, is_wide: bool) -> Content:
    """Return whose account is used, or that this is the demo."""
    parts: list[Content] = []
    if state.is_demo:
        is_short = bool(state.calls.recorded_count) and not is_wide
        demo = "demo" if is_short else "demo · everything runs on this machine"
        parts.append(Content.styled(demo, "$muted"))
    elif state.account is not None:
        parts += _account_parts(state.account, is_wide=is_wide)
    return GAP.join(parts)


def _account_parts(account: Account, *, is_wide: bool) -> list[Content]:
    from spacetui.tui.widgets.safe_content import text_content  # no account is known at the start

    parts: list[Content] = []
    if is_wide:
        parts.append(Content.styled("logged in as ", "$muted") + text_content(account.name, 24))
    if account.quota is not None:
        parts.append(_quota_content(account.quota, is_wide=is_wide))
    return parts


def _quota_content(quota: Quota, *, is_wide: bool) -> Content:
    """Return what is left of the ZeroGPU quota; in a wide window also of how much, until when."""
    from spacetui.text.format import clock_text
    from spacetui.text.zero_gpu import left_text, reset_clock

    head = ("ZeroGPU ", "$muted")
    if not is_wide:
        return Content.assemble(head, (clock_text(quota.left), "$foreground"))
    resets = reset_clock(quota.resets_at)
    after = f" left until {resets}" if resets else " left"
    left = (left_text(quota.left, quota.base), "$foreground")
    return Content.assemble(head, left, (after, "$muted"))
