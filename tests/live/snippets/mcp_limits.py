"""What the row of mcp says that it cannot: an MCP client tries it and fails."""

from spacetui.model.schema import Endpoint, Parameter
from spacetui.model.script import Script, Step
from spacetui.model.source import Source
from spacetui.snippets import LANGUAGES
from tests.live.snippets.mcp_client import tool_says

COUNT = Endpoint(
    "/count",
    1,
    parameters=(Parameter("by"),),
    input_slots=(True, False),
    output_slots=(False, True),
    mcp_tool="count",
)
SHOUT = Endpoint(
    "/shout", 0, parameters=(Parameter("text", schema={"type": "string"}),), mcp_tool="shout"
)
# The schema of a JSON component, as it is read; in MCP the type is {}, which no schema may have.
TELL = SHOUT._replace(parameters=(Parameter("value", schema={"description": "any valid json"}),))
ACCOUNT = Endpoint("/account", 2, oauth_token="optional", mcp_tool="account")
HUGE = "x" * 4_300_000


def refusal(*steps: Step, **options: object) -> str:
    """Return why the row refuses steps. options: of the source of their app."""
    url = "http://127.0.0.1:9"
    return LANGUAGES["mcp"].refusal(Script((Source(url, url, **options),), steps))  # type: ignore[arg-type]


def check_open(url: str) -> None:
    """Check what is not kept, not passed on, and not taken."""
    assert tool_says(url, "shout", {"text": "a"}) == "A"
    said = [tool_says(url, "count", {"by": by}) for by in (2, 3)]
    assert not any("total" in each for each in said)
    assert "loses outputs" in refusal(Step(0, COUNT))
    assert "keep no State" in refusal(Step(0, COUNT), Step(0, COUNT))
    assert "not valid under any of the given schemas" in tool_says(url, "tell", {"value": {}})
    assert "without a type" in refusal(Step(0, TELL))
    assert "413 Request Entity Too Large" in tool_says(url, "shout", {"text": HUGE})
    assert "no request of more than 4 MiB" in refusal(Step(0, SHOUT, {"text": HUGE}))
    token = {"Authorization": "Bearer hf_typed", "X-HF-Authorization": "Bearer hf_typed"}
    assert tool_says(url, "account", {"text": "of"}, headers=token) == "of None"
    assert "take no OAuth token" in refusal(Step(0, ACCOUNT, has_oauth_token=True))


def check_locked(url: str) -> None:
    """Check that a client gets neither past the certificate nor past the login."""
    assert "CERTIFICATE_VERIFY_FAILED" in tool_says(url, "shout", {"text": "a"})
    assert "checks certificates" in refusal(Step(0, COUNT), is_insecure=True)
    said = tool_says(url, "shout", {"text": "a"}, is_checked=False)
    assert "Please login" in said
    assert "cannot log in" in refusal(Step(0, COUNT), has_login=True)
