"""The configuration of an MCP client on Gradio 5.50, and what is said where there is no server."""

from pathlib import Path
from typing import Any

import pytest

from spacetui.cli.commands import run
from tests.compat.environments import running
from tests.live.snippets.mcp_client import call_tool, configuration, tool_says
from tests.live.snippets.mcp_limits import check_open
from tests.live.snippets.mcp_values import check_values

pytestmark = pytest.mark.compat


def test_the_tools_that_configurations_name_say_what_run_gives(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACETUI_NO_HISTORY", "1")
    with running("5.50.0", tmp_path, "../live/apps/mcp_tools.py") as url:
        (server,) = configuration(capsys, url, "/loud", "text=hello").values()
        assert server["includeTools"] == ["shout"]
        assert call_tool(server, {"text": "hello"}) == (["shout"], "HELLO HELLO")
        check_values(url, tmp_path, capsys)


def test_a_client_gets_no_state_no_json_and_no_token(tmp_path: Path) -> None:
    with running("5.50.0", tmp_path, "../live/apps/mcp_limits.py") as url:
        check_open(url)


def test_an_app_without_an_mcp_server_is_refused(served: tuple[str, str], capsys: Any) -> None:
    _, url = served
    assert run(["snippet", url, "/stream_text", "a", "--lang", "mcp"]) == 2
    assert "mcp cannot make this call: the app has no MCP server" in capsys.readouterr().err
    said = tool_says(url, "stream_text", {"text": "a"})
    assert "Session terminated" in said or "HTTPStatusError" in said
