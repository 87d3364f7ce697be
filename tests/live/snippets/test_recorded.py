"""Scripts that a recorder makes of real calls: links across apps, and State, run as programs."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from spacetui.hub.client import Hub
from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedLink
from spacetui.model.schema import Json
from spacetui.model.table import Place, table_of
from spacetui.session.live_call import LiveCall
from spacetui.session.opened_app import OpenedApp
from spacetui.session.session import Session
from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.session_calls import SessionCalls
from spacetui.tui.space_script import script_of_form
from tests.live.snippets.conftest import language_of
from tests.soak_after import soak_after

pytestmark = pytest.mark.live

LANGUAGES_ONCE = ("python", "bash", "node")


@pytest.fixture
async def session() -> AsyncIterator[Session]:
    async with Session(Hub()) as made:
        yield made


async def make(session: Session, opened: OpenedApp, name: str, values: dict[str, Json]) -> LiveCall:
    """Make a call and read it to its end."""
    endpoint = opened.app.endpoint(name)
    assert endpoint is not None, name
    live = session.submit(opened, Call(endpoint, values), timeout=60)
    async for _ in live:
        continue
    assert live.state.failure is None, live.state.failure
    return live


async def record_journey(session: Session, base_url: str, folder: Path) -> RecordedScript:
    """Record a file written by one app, read by the other after it was saved, and its text told."""
    one, two = await session.open(f"{base_url}/one"), await session.open(f"{base_url}/two")
    wrote = await make(session, one, "/write", {"text": "the tide comes in"})
    assert wrote.state.data is not None
    leaf = wrote.state.data[0]
    saved = await session.download(one, leaf, folder)
    script = RecordedScript().add(wrote.recording)
    script = script.save_file(str(saved), session.file_url(one, leaf))
    read = await make(session, two, "/read", {"file": FileInput(str(saved))})
    assert read.state.data == ("the tide comes in",)
    script = script.add(read.recording)
    told = await make(session, one, "/tell", {"value": "the tide comes in"})
    # By hand: the text was given to the first step too, so that it is not linked by itself.
    script = script.add(told.recording).link(3, RecordedLink("value", 2, 0))
    assert [len(each.links) for each in script.steps] == [0, 1, 1]
    return script


@pytest.mark.parametrize("program", LANGUAGES_ONCE)
async def test_a_journey_on_other_inputs_gives_what_follows_from_them(
    program: str, session: Session, base_url: str, run_code: Callable[..., Any], tmp_path: Path
) -> None:
    script = await record_journey(session, base_url, tmp_path)
    code = language_of(program).render(script.rename(3, "told").script())
    assert code.count("the tide comes in") == 1
    other = code.replace("the tide comes in", "the tide goes out 漢")
    ran = run_code(other, program, "told")
    assert ran.json_output(script.steps[-1].endpoint) == "the tide goes out 漢"


@pytest.mark.parametrize("far", soak_after(1, (True, False)))
@pytest.mark.parametrize("program", soak_after(1, LANGUAGES_ONCE[1:] + LANGUAGES_ONCE[:1]))
async def test_one_picture_of_a_gallery_reaches_another_app(
    program: str,
    far: bool,
    session: Session,
    base_url: str,
    run: Callable[..., Any],
    tmp_path: Path,
) -> None:
    for n in range(3):
        Image.new("RGB", (10 + n, 4), "olive").save(tmp_path / f"{n}.png")
    wall = [{"image": FileInput(str(tmp_path / f"{n}.png")), "caption": None} for n in range(3)]
    one = await session.open(f"{base_url}/one")
    there = await session.open(f"{base_url}/{'two' if far else 'one'}")
    hung = await make(session, one, "/hang", {"pictures": wall})
    assert hung.state.data is not None
    url = session.file_url(one, hung.state.data[1][2]["image"])
    # The app fetches no URL of a private host by itself, so the call is not made for real.
    sizes = there.app.endpoint("/sizes")
    assert sizes is not None
    measured = await make(session, there, "/sizes", {"one": wall[2]["image"], "two": None})
    script = RecordedScript().save_file(str(tmp_path / "2.png"), url)
    script = script.add(hung.recording).add(measured.recording)
    assert script.steps[1].links == (RecordedLink("one", 1, 1, (2, "image")),)
    ran = run(script.script(), program)
    assert ran.json_output(sizes) == [[12, 4], None]


@pytest.mark.parametrize("program", soak_after(1, ("bash", "python", "node")))
async def test_a_cell_of_a_result_reaches_a_later_step(
    program: str, session: Session, base_url: str, run: Callable[..., Any]
) -> None:
    one = await session.open(f"{base_url}/one")
    odd = 'a, [b] \\ "c"'
    table = {"headers": ["a", 'it\'s "x"'], "data": [["q", odd], ["r", {"k": "deep 漢"}]]}
    told = await make(session, one, "/shape", {"value": table})
    again = await make(session, one, "/tell", {"value": "x"})
    script = RecordedScript().add(told.recording).add(again.recording).add(again.recording)
    script = script.link(2, RecordedLink("value", 1, 0, ("data", 0, 1)))
    script = script.link(3, RecordedLink("value", 1, 0, ("data", 1, 1, "k"))).rename(2, "cell")
    deep = run(script.script(), program)
    assert deep.json_output(again.call.endpoint) == "deep 漢"
    assert run(script.move(2, 1).script(), program).json_output(again.call.endpoint) == odd


@pytest.mark.parametrize("program", soak_after(1, ("bash", "python", "node")))
async def test_a_cell_of_a_dataframe_reaches_a_later_step(
    program: str, session: Session, base_url: str, run_code: Callable[..., Any]
) -> None:
    one = await session.open(f"{base_url}/one")
    rows = [["Ada", 1.5], ['the second, "x"', 7654]]
    gave = await make(session, one, "/grid", {"rows": rows})
    assert gave.state.data is not None
    table = table_of(gave.state.data[0])
    assert table is not None and table.headers == ("name", "a score")
    script = RecordedScript().add(gave.recording)
    for column in (0, 1):
        told = await make(session, one, "/tell", {"value": rows[1][column]})
        path = table.path_to(Place(1, column))
        script = script.add(told.recording)
        script = script.link(column + 2, RecordedLink("value", 1, 0, path))
        code = language_of(program).render(script.rename(column + 2, "cell").script())
        assert code.count("the second") == code.count("7654") == 1
        ran = run_code(code.replace("the second", "b").replace("7654", "-8.5"), program, "cell")
        assert ran.json_output(told.call.endpoint) == ('b, "x"', -8.5)[column]


@pytest.mark.parametrize("program", soak_after(1, ("bash", "python", "node")))
async def test_the_code_beside_each_result_of_a_state_gives_that_result(
    program: str, session: Session, base_url: str, run_code: Callable[..., Any]
) -> None:
    log = SessionCalls()
    space = OpenSpace(await session.open(f"{base_url}/one"), log, "/count")
    lives = []
    for step in (2, 3, 3, None, 4, 5):
        if step is None:
            space.opened = session.forget_state(space.opened)
            continue
        live = await make(session, space.opened, "/count", {"step": step})
        log.add(live)
        lives.append(live)
    assert [live.state.data for live in lives] == [(2,), (5,), (8,), (4,), (9,)]
    assert len({live.recording.visit for live in lives}) == 2
    for live, calls in zip(lives, (1, 2, 3, 1, 2), strict=True):
        assert live.state.data is not None
        space.open_call(live)
        script = script_of_form(space, space.refill or {})
        assert script is not None
        code = language_of(program).render(script)
        ran = run_code(code, program, f"total_{calls}" if calls > 1 else "")
        assert [float(each) for each in ran.outputs(live.call.endpoint)] == [live.state.data[0]]
        assert ("its State" in code) is (calls > 1)
