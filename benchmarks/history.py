"""How fast a long history is: `python benchmarks/history.py [CALLS]`; 100,000 calls by default.

Fills a store with calls of many words and scripts, and then measures, while another process writes
calls to the same file: opening the history (a new process's first list of 200 rows), a search for
one letter, for a common word, for a rare one and for Chinese characters, a search within one
Space, the wait of a call until it is on disk, and the keys of the history page, each until its
frame. Prints medians, p99 and what they should stay below, in ms, and the load of the machine;
beside them a bare SQLite scan of the same rows.
"""

import asyncio
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from spacetui.model.call import Call
from spacetui.model.recording import Recording
from spacetui.model.run import RunState, Status
from spacetui.model.schema import Endpoint, Parameter, Return
from spacetui.model.source import Source
from spacetui.store.call_rows import add_call
from spacetui.store.database import Database
from spacetui.store.previews import input_preview, output_preview
from spacetui.store.search_text import searched_text
from spacetui.store.store import Store

# Characters of the words, which are as frequent as those of a language: the n-th one as 1/n.
WORDS = 5_000
ROUNDS = 60
# Keys of each kind that are pressed on the history page.
KEYS = 150
# From the first of 200 rows to the last and back.
PAGE_KEYS = ("pagedown", "pagedown", "pagedown", "end", "pageup", "pageup", "pageup", "home")
SPACES = 40

# What is searched for; empty: the most frequent word.
SEARCHES = {
    "one letter": "e",
    "a word that all have": "lighthouse",
    "its first five letters": "light",
    "the most frequent word": "",
    "nothing": "zzzzzz",
    "one Chinese character": "中",
    "two Chinese characters": "中且",
}

WRITER = """
import asyncio, random, sys, time
from pathlib import Path
from benchmarks.history import a_call, words_of
from spacetui.model.run import RunState, Status
from spacetui.store.store import Store
from dataclasses import replace

async def main():
    words = words_of(2)
    async with Store(Path(sys.argv[1])) as store:
        while True:
            made = a_call(random.randrange(10**6), words)
            number = await store.writer.begin(replace(made, state=RunState(Status.SENDING)))
            await asyncio.sleep(0.02)
            await store.writer.end(number, made)

asyncio.run(main())
"""


def words_of(seed: int) -> list[str]:
    """Return words of the letters a to z, most of which begin like many others."""
    pick = random.Random(seed)
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    weights = range(len(letters), 0, -1)
    return ["".join(pick.choices(letters, weights, k=pick.randint(2, 10))) for _ in range(WORDS)]


def a_call(number: int, words: list[str]) -> Recording:
    """Return one ended call: a prompt of 8 words, an output of 40; a tenth of them in Chinese."""
    pick = random.Random(number)
    weights = [1 / (place + 1) for place in range(len(words))]
    text = pick.choices(words, weights, k=48)
    prompt, output = " ".join(text[:8]), " ".join(["lighthouse", *text[8:]])
    if number % 10 == 0:
        output += "".join(chr(0x4E00 + pick.randrange(2_000)) for _ in range(30))
    endpoint = Endpoint(
        f"/predict_{number % 3}",
        number % 3,
        parameters=(Parameter("prompt", component="Textbox"),),
        returns=(Return("Out", "Textbox"),),
        input_slots=(True,),
        output_slots=(True,),
    )
    space = f"owner/space-{number % SPACES}"
    source = Source(space, f"https://owner-space-{number % SPACES}.hf.space", f"Space {number}")
    state = RunState(Status.COMPLETE, data=(output,), last_at=1.5)
    return Recording(Call(endpoint, {"prompt": prompt}), source, state, 1.7e9 + number)


def fill(path: Path, count: int) -> None:
    """Write `count` calls in bulk, thousands in one transaction: rows like those of `add_call`."""
    words = words_of(1)
    database = Database(path)
    with database.transaction() as connection:
        for number in range(3):  # one of each endpoint
            add_call(connection, a_call(number, words))
    started = time.perf_counter()
    for first in range(3, count, 5_000):
        made = [a_call(number, words) for number in range(first, min(count, first + 5_000))]
        with database.transaction() as connection:
            write_rows(connection, made, first)
    took = time.perf_counter() - started
    print(f"{count} calls written in {took:.0f} s; {database.size / 1e6:.0f} MB")
    database.close()


def write_rows(connection: sqlite3.Connection, made: list[Recording], first: int) -> None:
    """Write calls after the first three, whose endpoints, sources and states they share."""
    connection.executemany(
        "insert into calls(id, made_at, src, title, api_name, status, duration, visit,"
        " input_preview, output_preview, endpoint, source, state, inputs)"
        " select ?, ?, ?, ?, api_name, status, duration, visit, ?, ?, endpoint, source, state, ?"
        " from calls where id = ?",
        (
            (
                number + 1,
                each.made_at,
                each.source.src,
                each.source.title,
                input_preview(each.call),
                output_preview(each.state),
                json.dumps({"values": each.call.values, "oauth_token": ""}),
                number % 3 + 1,
            )
            for number, each in enumerate(made, first)
        ),
    )
    connection.executemany(
        "insert into outputs values (?, ?)",
        (
            (number + 1, json.dumps({"data": each.state.data, "updated": []}))
            for number, each in enumerate(made, first)
        ),
    )
    connection.executemany(
        "insert into words(rowid, text) values (?, ?)",
        ((number + 1, searched_text(each)) for number, each in enumerate(made, first)),
    )


async def timed(name: str, goal: float, work: Callable[[], Awaitable[object]]) -> None:
    """Print the median and p99 of many turns of `work`, and those of its processor time.

    Where other programs keep the machine busy, only the latter says something of `work` itself.
    """
    times, busy = [], []
    for _ in range(ROUNDS):
        started, began = time.perf_counter(), time.process_time()
        await work()
        busy.append((time.process_time() - began) * 1000)
        times.append((time.perf_counter() - started) * 1000)
    print(f"  {name:34} {_spread(times)}; processor {_spread(busy)}   goal {goal:g}")


def _spread(times: list[float]) -> str:
    median, p99 = statistics.median(times), statistics.quantiles(times, n=100)[98]
    return f"{median:6.1f} ms, p99 {p99:6.1f}"


async def measure(path: Path) -> None:
    """Measure what a page of the history does."""

    async def opened() -> None:
        async with Store(path) as store:
            assert len(await store.history()) == 200

    await timed("open, newest 200", 200, opened)
    async with Store(path) as store:
        words = words_of(1)
        for name, query in SEARCHES.items():
            await timed(f"search: {name}", 100, partial(store.history, query or words[0]))
        await timed("search: two words", 100, partial(store.history, f"lighthouse {words[3]}"))
        of_space = partial(store.history, "lighthouse", src="owner/space-7")
        await timed("search within a Space", 100, of_space)
        last = (await store.history())[0].id
        await timed("the rows after 500", 100, partial(store.history, before=last - 500))
        made = a_call(1, words)

        async def begin_and_end() -> None:
            await store.writer.end(await store.writer.begin(made), made)

        await timed("a call, begun and ended", 50, begin_and_end)
        await timed("load a call", 50, partial(store.load_call, last))
        started = time.perf_counter()
        await store.delete([last])
        await store.scrub()
        print(f"  delete one call, without a trace   {time.perf_counter() - started:.1f} s")


async def measure_keys(path: Path) -> None:
    """Press keys on the history page, and print how soon the frame with what they do is there."""
    from keys import PAUSES, TimedApp, report, until

    from spacetui.tui.history.page import HistoryPage

    async with Store(path) as store:
        app = TimedApp("", store)
        async with app.run_test(size=(120, 40)):
            app.switch_mode("history")
            await until(lambda: isinstance(app.screen, HistoryPage) and app.screen.calls.rows.rows)
            page = app.screen
            assert isinstance(page, HistoryPage)
            rows, box = page.calls.rows, page.calls.box
            times: dict[str, list[Any]] = {}

            async def press(name: str, key: str, effect: Callable[[], object]) -> None:
                times.setdefault(name, []).append(await app.press(key, effect))
                await asyncio.sleep(random.uniform(*PAUSES))

            words = words_of(1)
            await asyncio.sleep(1)
            for _ in range(KEYS):
                await press("moves", "down", lambda: rows.current)
            rows.current = 0
            for key in islice(cycle(PAGE_KEYS), KEYS):
                await press("pages", key, lambda: rows.current)
            for number in range(KEYS // 6):
                await press("slash", "slash", lambda: app.focused)
                for letter in words[number][:3]:
                    await press("letters", letter, lambda: box.value)
                for _ in range(number % 2):  # a word has two letters at least
                    await press("letters", "backspace", lambda: box.value)
                await press("esc", "escape", lambda: app.focused)
                await press("esc", "escape", lambda: box.value)
            rows.current = 0
            for _ in range(KEYS // 6):
                await press("D", "D", lambda: page.calls.compared)
                await press("moves", "down", lambda: rows.current)
                await press("D, both", "D", lambda: page.diff.display)
                await press("esc", "escape", lambda: page.diff.display)
        report(times)


def scan(path: Path) -> None:
    """Print how long a search takes that looks at each row."""
    with closing(sqlite3.connect(path)) as database:
        started = time.perf_counter()
        database.execute("select count(*) from words where text like '%lighth%'").fetchone()
        print(
            f"  a scan of all rows, to compare     {(time.perf_counter() - started) * 1000:.0f} ms"
        )


def main() -> None:
    """Fill a store and measure it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite3"
        fill(path, count)
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)])
        try:
            time.sleep(2)
            asyncio.run(measure(path))
            asyncio.run(measure_keys(path))
        finally:
            writer.kill()
            writer.wait()
        scan(path)
        print(f"  load of the machine in the last minute: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
