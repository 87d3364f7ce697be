"""The configuration of an MCP client: a server for each app, with the tools that a script uses."""

import json

import pytest

from spacetui.errors import CannotWrite
from spacetui.model.call import Call
from spacetui.model.script import Script, Step, script_of_call
from spacetui.model.source import Source
from spacetui.snippets import find_language, render
from tests.unit.snippets.samples import HOSTILE, LOCAL, SPACE, endpoint, text

SAY, TELL = endpoint("/say", text("text")), endpoint("/tell", text("text"))


def test_the_servers_and_tools_of_a_script() -> None:
    space = SPACE._replace(needs_token=True, headers=("X-Key",))
    steps = (Step(0, SAY), Step(1, TELL), Step(0, TELL), Step(0, SAY))
    assert (
        render(Script((space, LOCAL), steps), "mcp")
        == """\
{
  "mcpServers": {
    "qwen-image-edit": {
      "type": "http",
      "url": "https://qwen-qwen-image-edit.hf.space/gradio_api/mcp/",
      "headers": {"X-HF-Authorization": "Bearer ${HF_TOKEN}", "X-Key": "${APP_X_KEY}"},
      "includeTools": ["say", "tell"]
    },
    "app": {
      "type": "http",
      "url": "http://127.0.0.1:7860/app/gradio_api/mcp/",
      "includeTools": ["tell"]
    }
  }
}
"""
    )


@pytest.mark.parametrize("word", HOSTILE)
def test_untrusted_texts_stay_texts(word: str) -> None:
    source = LOCAL._replace(title=word)
    servers = json.loads(render(script_of_call(Call(SAY, {"text": word}), source), "mcp"))
    (name,) = servers["mcpServers"]
    assert name.isascii() and name.replace("-", "").isalnum()


@pytest.mark.parametrize(
    ("source", "tool", "reason"),
    [
        (SPACE, "", "the app has no MCP server"),
        (LOCAL._replace(has_login=True), "say", "cannot log in"),
        (LOCAL._replace(is_insecure=True), "say", "checks certificates"),
    ],
)
def test_what_an_mcp_client_cannot_is_refused(source: Source, tool: str, reason: str) -> None:
    call = Call(SAY._replace(mcp_tool=tool), {"text": "a"})
    with pytest.raises(CannotWrite, match=reason):
        find_language("mcp-config").render(script_of_call(call, source))
