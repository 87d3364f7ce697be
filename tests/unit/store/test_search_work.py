"""A list of the history costs as much as it has rows, however long the history is.

SQLite counts the steps of its programs, so no clock is read here.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from spacetui.model.events import Completed
from spacetui.store import size_limit
from spacetui.store.database import Database
from spacetui.store.history import list_calls
from spacetui.store.store import Store
from tests.unit.store.samples import begun, recording, write

T = TypeVar("T")

CALLS, LIMIT = 20_000, 200
# A row takes about 30 steps; a list that looked at each call would take 20,000 for nothing else.
MAX_STEPS = 50 * LIMIT


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Give a history of 20,000 calls, each with the words `lighthouse` and `even` or `odd`."""
    path = tmp_path_factory.mktemp("long") / "x.sqlite3"

    async def one() -> None:
        async with Store(path) as store:
            await write(store, recording(Completed(("lighthouse 灯台",), 1.0), text="x"))

    asyncio.run(one())
    database = Database(path)
    columns = (
        "made_at, src, title, api_name, status, duration, visit, input_preview, endpoint, source,"
        " state, inputs"
    )
    numbers = f"with recursive n(i) as (select 2 union all select i + 1 from n where i < {CALLS})"
    with database.transaction() as made:
        made.execute(
            f"{numbers} insert into calls(id, {columns}) select i, {columns} from n, calls"
            " where calls.id = 1"
        )
        made.execute(
            f"{numbers} insert into words(rowid, text) select i, text || iif(i % 2, ' odd ',"
            " ' even ') || i from n, (select text from words where rowid = 1)"
        )
    yield database.connection
    database.close()


def count_steps(connection: sqlite3.Connection, work: Callable[[], T]) -> tuple[int, T]:
    """Return the steps of the programs that `work` runs, and what it gives."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.set_progress_handler(count, 1)
    result = work()
    connection.set_progress_handler(None, 1)
    return steps, result


def steps_of(
    connection: sqlite3.Connection, query: str, src: str = "", before: int | None = None
) -> tuple[int, int]:
    """Return the steps of the programs of a list, and how many rows it has."""
    steps, rows = count_steps(connection, lambda: list_calls(connection, query, src, LIMIT, before))
    return steps, len(rows)


@pytest.mark.parametrize(
    "query", ["", "l", "li", "lighth", "lighthouse", "even", "l o", "灯", "灯台", "lighthouse odd"]
)
@pytest.mark.parametrize("src", ["", "owner/name"])
@pytest.mark.parametrize("before", [None, CALLS // 2])
def test_a_list_reads_its_own_rows_and_sorts_nothing(
    connection: sqlite3.Connection, query: str, src: str, before: int | None
) -> None:
    steps, rows = steps_of(connection, query, src, before)
    assert rows == LIMIT
    assert steps < MAX_STEPS


def test_a_word_that_no_call_has_costs_nothing(connection: sqlite3.Connection) -> None:
    assert steps_of(connection, "zzz") < (1_000, 1)


def test_the_outputs_that_go_first_are_found_without_a_look_at_those_that_are_gone(
    connection: sqlite3.Connection,
) -> None:
    """The last call alone has outputs, as after years at the limit of the size."""
    connection.execute("begin")
    connection.execute("update outputs set call = ?", (CALLS,))
    query = size_limit._WITH_OUTPUTS
    steps, rows = count_steps(connection, lambda: connection.execute(query, (0, 20)).fetchall())
    connection.execute("rollback")
    assert (rows, steps < 1_000) == ([(CALLS,)], True)


async def test_lists_do_not_wait_for_a_process_that_writes(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    async with Store(path) as store, Store(path) as second:
        await write(store, recording(Completed(("lighthouse",), 1.0), text="x"))
        await second.writer.begin(begun(recording(text="of a process that lives")))
        assert len(await store.history()) == 2
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("begin immediate")  # as while it scrubs a long history
        # Ours waits for the other one. Lists are there all the same.
        writing = asyncio.ensure_future(store.add_search("waits"))
        rows = await store.history(), await store.history("lighth")
        call, files = await store.load_call(1), await store.files_of(1)
        assert not writing.done()
        assert ([len(each) for each in rows], call is not None, files) == ([2, 1], True, ())
        other.execute("commit")
        await writing
        assert await store.searches() == ("waits",)
        other.close()
