"""What is checked of a configuration of an MCP client, which is not run."""

from pathlib import Path

import pytest

from spacetui.model.script import Script, Step
from spacetui.snippets import LANGUAGES
from spacetui.verify.check import check
from spacetui.verify.programs import PROGRAMS
from spacetui.verify.verdict import Outcome
from tests.unit.snippets.samples import LOCAL, endpoint, text

SCRIPT = Script((LOCAL,), (Step(0, endpoint("/say", text("text")), {"text": "a"}),))


async def test_a_configuration_of_mcp_servers_is_read_and_has_nothing_to_run() -> None:
    verdict = await check(SCRIPT, [["A"]], LANGUAGES["mcp"])
    assert verdict.outcome is Outcome.COMPILED
    assert verdict.text == (
        "compiled, not run: its MCP client chooses the values, which are not in it"
    )


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('"mcpServers"', '"servers"', "it is no configuration of MCP servers: KeyError"),
        ('"say"', '""', "it names no server and its tools"),
        ("{", "", "it is no configuration of MCP servers: JSONDecodeError"),
    ],
)
def test_what_names_no_tool_is_found(before: str, after: str, problem: str, tmp_path: Path) -> None:
    code = LANGUAGES["mcp"].render(SCRIPT)
    file = tmp_path / "mcp.json"
    compiler = PROGRAMS["mcp"].compiler
    file.write_text(code, "utf-8")
    assert compiler(file) == ""
    file.write_text(code.replace(before, after, 1), "utf-8")
    assert str(compiler(file)).startswith(problem)
