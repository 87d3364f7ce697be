"""Finding choices by a part of their label, also among 100,000 of them, while the user types."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate

from textual.widget import Widget

from spacetui.model.schema import Choice
from spacetui.tui.widgets.exclusive_worker import run_exclusive

# Characters of a label that are searched and shown.
MAX_LABEL = 200
# Rows that a search gives.
MAX_FOUND = 500
# Choices. The search of 1,000 of them takes a millisecond to make, so that of more is made in a
# thread.
MANY = 5_000


class ChoiceSearch:
    """Finds choices by a part of their label.

    The labels are one long text for str.find: 100,000 of them take about 1 ms.
    """

    def __init__(self, choices: Sequence[Choice]) -> None:
        labels = [choice.label[:MAX_LABEL].casefold().replace("\n", " ") for choice in choices]
        self._text = "\n".join(labels)
        self._starts = [0, *accumulate(len(label) + 1 for label in labels)]

    def find(self, part: str) -> list[int]:
        """Return the indices of the first MAX_FOUND choices whose label contains `part`."""
        wanted = part.casefold().replace("\n", " ")
        found: list[int] = []
        at = self._text.find(wanted)
        while at >= 0 and len(found) < MAX_FOUND:
            index = bisect_right(self._starts, at) - 1
            found.append(index)
            at = self._text.find(wanted, self._starts[index + 1])
        return found


class ChoiceFilter:
    """The search of one list of choices, which is made when it is needed."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._choices = choices
        self._search: ChoiceSearch | None = None

    @property
    def is_ready(self) -> bool:
        """Whether `find` answers without a noticeable pause."""
        return self._search is not None or len(self._choices) <= MANY

    def find(self, part: str) -> list[int]:
        """Return the indices of the first choices whose label contains `part`."""
        self._search = self._search or ChoiceSearch(self._choices)
        return self._search.find(part)

    def prepare(self, widget: Widget, on_ready: Callable[[], None]) -> None:
        """Make the search of many choices in a thread; then call `on_ready`, once.

        widget: whose worker waits for it.
        """
        if not self.is_ready:
            run_exclusive(widget, "search", partial(self._make, on_ready))

    async def _make(self, on_ready: Callable[[], None]) -> None:
        search = await asyncio.to_thread(ChoiceSearch, self._choices)
        if self._search is None:
            self._search = search
            on_ready()
