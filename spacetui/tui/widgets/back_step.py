"""BackStep: what esc does at this moment, and its place in the footer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from spacetui.tui.keys import hint

if TYPE_CHECKING:
    from spacetui.tui.widgets.footer import KeyGroups


class BackStep:
    """What esc does now. label: as the footer names it. is_first: it comes first there."""

    def __init__(self, label: str, do: Callable[[], object], *, is_first: bool = False) -> None:
        self.label = label
        self.do = do
        self.is_first = is_first


@runtime_checkable
class HasBackStep(Protocol):
    """A widget in which esc may do something of its own while it has focus."""

    def back_step(self) -> BackStep | None: ...


def step_to_page(show: Callable[[str], object], *, has_space: bool) -> BackStep:
    """Return the step back from a page of its own to the open Space, or to find where none is open.

    show: shows a page by its name.
    """
    if has_space:
        return BackStep("form", partial(show, "use"))
    return BackStep("find", partial(show, "find"))


def with_back(groups: KeyGroups, step: BackStep | None) -> KeyGroups:
    """Return the keys of a footer with esc first or second, where it is never cut off."""
    if step is None:
        return groups
    back = hint("back", step.label)
    if not groups:
        return ((back,),)
    first, *rest = groups
    at = int(not step.is_first)
    return ((*first[:at], back, *first[at:]), *rest)
