"""A configuration of an MCP client, used by one: the tool that it names is there, and is called."""

import re
from pathlib import Path
from typing import Any

import pytest

from spacetui.cli.commands import run
from tests.live.app_server import run_app, url_fixture
from tests.live.snippets.mcp_client import call_tool, configuration, tool_says
from tests.live.snippets.mcp_limits import check_locked, check_open
from tests.live.snippets.mcp_values import check_values

mcp_tools_url = url_fixture("mcp_tools")


@pytest.mark.soak
def test_the_tool_that_the_configuration_names_is_called(mcp_tools_url: str, capsys: Any) -> None:
    (server,) = configuration(capsys, mcp_tools_url, "/loud", "text=hello").values()
    assert server["includeTools"] == ["shout"], "the tool is called as the function is"
    assert call_tool(server, {"text": "hello", "times": 3}) == (["shout"], "HELLO HELLO HELLO")


@pytest.mark.soak
def test_a_tool_says_what_run_gives(
    mcp_tools_url: str, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACETUI_NO_HISTORY", "1")
    check_values(mcp_tools_url, tmp_path, capsys)


@pytest.mark.soak
def test_a_header_comes_from_the_environment(mcp_tools_url: str, capsys: Any) -> None:
    header = ("--header", "X-Key: secret-key")
    (server,) = configuration(capsys, mcp_tools_url, "/quiet", "text=A", *header).values()
    assert server["headers"] == {"X-Key": "${APP_X_KEY}"}
    assert call_tool(server, {"text": "A"}, APP_X_KEY="secret-key") == (["whisper"], "a")


@pytest.mark.soak
def test_an_app_without_an_mcp_server_is_refused(base_url: str, capsys: Any) -> None:
    assert run(["snippet", f"{base_url}/one", "/words", "--lang", "mcp"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert re.search("mcp cannot make this call: the app has no MCP server", line)
    assert "Session terminated" in tool_says(f"{base_url}/one", "words", {})


@pytest.mark.soak
def test_a_client_keeps_no_state_and_passes_on_no_token(tmp_path: Path) -> None:
    with run_app("mcp_limits", tmp_path) as url:
        check_open(url)


@pytest.mark.soak
def test_a_client_gets_past_no_login_and_no_unknown_certificate(tmp_path: Path) -> None:
    certificate = str(Path(__file__).parents[1] / "localhost.pem")
    with run_app("mcp_limits", tmp_path, certificate, scheme="https") as url:
        check_locked(url)
