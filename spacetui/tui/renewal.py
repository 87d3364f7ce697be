"""Renewal: an app that is shown as it was the last time, and what has changed when it answers.

Knows no widget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacetui.text.format import count_text

if TYPE_CHECKING:
    from spacetui.errors import SpacetuiError
    from spacetui.model.drift import Change
    from spacetui.tui.opening import Opening


class Renewal:
    """The opening of an app whose endpoints are on show already.

    opening: the request for it; None while nobody has asked. error: why it did not open. changes:
    what is different since the last time.
    """

    def __init__(self) -> None:
        self.opening: Opening | None = None
        self.error: SpacetuiError | None = None
        self.is_over = False
        # Whether the user has called the app since it was renewed.
        self.is_told = False
        self.changes: tuple[Change, ...] = ()

    def take(self, changes: tuple[Change, ...]) -> None:
        """Take note of what has changed, now that the app is open."""
        if not self.is_over:
            self.is_over = True
            self.changes = changes

    @property
    def new(self) -> frozenset[str]:
        """The endpoints that were not there the last time."""
        return frozenset(each.api_name for each in self.changes if _is_new(each))

    @property
    def changed(self) -> frozenset[str]:
        """The endpoints whose parameters or outputs are different now."""
        return frozenset(each.api_name for each in self.changes) - self.new - self._gone

    @property
    def _gone(self) -> frozenset[str]:
        return frozenset(each.api_name for each in self.changes if _is_gone(each))

    def changes_of(self, api_name: str) -> tuple[str, ...]:
        """Return what is different in an endpoint, a sentence each."""
        return tuple(each.text for each in self.changes if each.api_name == api_name)

    @property
    def note(self) -> str:
        """What the heading of the endpoints says: `refreshing`, `1 new`, `not refreshed`."""
        if self.error is not None:
            return "not refreshed"
        if not self.is_over:
            return "refreshing"
        counts = (("new", self.new), ("changed", self.changed), ("gone", self._gone))
        return ", ".join(f"{len(names)} {word}" for word, names in counts if names)

    @property
    def summary(self) -> str:
        """What has changed, in one line; empty where nothing has."""
        if not self.changes:
            return ""
        first = f"{self.changes[0]}"
        more = len(self.changes) - 1
        return f"{first}; and {count_text(more, 'more change')}" if more else first


def _is_new(change: Change) -> bool:
    return change.kind.value == "new" and not change.name


def _is_gone(change: Change) -> bool:
    return change.kind.value == "gone" and not change.name
