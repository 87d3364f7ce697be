"""What the first page says of the demo's apps: the calls of the demos before."""

from dataclasses import replace
from pathlib import Path
from time import time

from spacetui.store.store import Store
from spacetui.tui.app_state import AppState
from spacetui.tui.find.start_spaces import load_demo_notes
from tests.unit.store.samples import SOURCE, recording, write


async def never_connect() -> object:
    raise AssertionError("nothing is asked")


async def test_a_demo_names_the_calls_of_the_demos_before_whatever_their_ports(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "calls.sqlite3")
    for port, name in ((1, "image"), (2, "image"), (2, "text")):
        source = SOURCE._replace(src=f"http://127.0.0.1:{port}/{name}")
        await write(store, replace(recording(), source=source, made_at=time()))
    state = AppState(never_connect, is_demo=True, start_ids=("demo/image", "demo/text"))  # type: ignore[arg-type]
    notes = await load_demo_notes(store, state.ref_of)
    await store.aclose()
    assert notes == {"demo/image": "today · 2 calls", "demo/text": "today · 1 call"}
