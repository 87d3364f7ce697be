"""The configuration of an MCP client on Gradio 5.50."""

from pathlib import Path
from typing import Any

import pytest

from tests.compat.environments import running
from tests.live.snippets.mcp_client import call_tool, configuration

pytestmark = pytest.mark.compat


def test_the_tool_that_the_configuration_names_is_called(tmp_path: Path, capsys: Any) -> None:
    with running("5.50.0", tmp_path, "../live/apps/mcp_tools.py") as url:
        (server,) = configuration(capsys, url, "/loud", "text=hello").values()
        assert server["includeTools"] == ["shout"]
        assert call_tool(server, {"text": "hello"}) == (["shout"], "HELLO HELLO")
