"""run_exclusive: a worker of a controller, which ends with its widget or with a newer one."""

from __future__ import annotations

from collections.abc import Callable, Coroutine

from textual.widget import Widget
from textual.worker import Worker


def run_exclusive(
    widget: Widget, group: str, work: Callable[[], Coroutine[None, None, None]]
) -> Worker[None]:
    """Run `work` in place of the workers that `widget` runs in this group.

    A function, not a coroutine: a worker that is cancelled before it starts would never await it.
    """
    worker: Worker[None] = widget.run_worker(work, group=group, exclusive=True)
    return worker
