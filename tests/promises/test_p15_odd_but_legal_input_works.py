"""security.md P15 and P16: unusual but legal answers work, and shown code makes the call only.

Streams split at every byte: tests/unit/wire/http/test_event_stream.py. Snippets run as programs:
tests/live/snippets/.
"""

import ast
from typing import Any

import pytest

from spacetui.model.run import Status
from tests.live.fault_server import FaultServer

WORK = {
    "data_odd": ["done"],
    "data_no_end": ["done"],
    "data_nan": [None],
    "config_zipped": ["done"],
    "config_near": ["done"],
    "config_500_once": ["done"],
    "config_reset_once": ["done"],
    "config_503_twice": ["done"],
    "join_429_once": ["done"],
    "info_alien": ["done"],
    "many_logs": ["done"],
}


@pytest.mark.parametrize("fault", list(WORK))
def test_the_command_line_gets_the_result(fault: str, cli: Any, hostile: FaultServer) -> None:
    done = cli("run", hostile.url(fault), "text=x", "--json")
    assert (done.code, done.lines[-1]["event"], done.lines[-1]["data"]) == (0, "done", WORK[fault])


@pytest.mark.parametrize("fault", ["info_html", "info_500"])
def test_an_app_without_a_schema_can_be_called(fault: str, cli: Any, hostile: FaultServer) -> None:
    done = cli("run", hostile.url(fault), "param_0=x", "--json")
    assert done.code == 0 and "no schema" in done.err


@pytest.mark.parametrize("fault", ["data_odd", "info_alien", "info_html"])
async def test_the_app_gets_the_result(fault: str, hostile: FaultServer, window: Any) -> None:
    async with window(hostile.url(fault)) as shown:
        await shown.opened()
        run = await shown.ended()
        assert run.state.status is Status.COMPLETE


async def test_the_shown_code_makes_the_call_and_nothing_else(
    cli: Any, hostile: FaultServer, window: Any
) -> None:
    async with window(hostile.url("nasty")) as shown:
        await shown.opened()
        source = shown.page.view.controllers.code_actions.code()
    module = ast.parse(source)
    calls = {ast.unparse(each.func) for each in ast.walk(module) if isinstance(each, ast.Call)}
    of_stream = {"outputs_of", "job.done", "job.outputs", "job.result", "time.sleep"}
    assert calls <= {"Client", "client.submit", "client.predict", "print", *of_stream}, source
    values = {each.value for each in ast.walk(module) if isinstance(each, ast.Constant)}
    assert any("\x1b]0;owned" in each for each in values if isinstance(each, str)), "exact"
    assert "\x1b" not in source and source.isprintable() is False  # only its newlines are not
    assert source.replace("\n", "").isprintable()


def test_the_command_line_prints_the_same_code(cli: Any, hostile: FaultServer) -> None:
    done = cli("snippet", hostile.url("nasty"), "/say", "--lang", "python")
    assert done.code == 0
    assert ast.parse(done.out) and done.out.replace("\n", "").isprintable()
