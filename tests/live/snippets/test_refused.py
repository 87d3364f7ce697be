"""What a row says that its language cannot, shown by the official client, which fails at it.

Each program is one that spacetui writes for a call that can be made, changed by hand.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spacetui.model.call import Call
from spacetui.model.schema import Endpoint
from spacetui.model.script import script_of_call
from spacetui.model.source import Source
from spacetui.snippets import LANGUAGES, render
from tests.browser import Browser
from tests.live.app_server import run_app, url_fixture
from tests.live.apps.login import PASSWORD, USER

pytestmark = [pytest.mark.live, pytest.mark.soak]

HEADERS = Endpoint("/headers", 0)
CERTIFICATE = Path(__file__).parents[1] / "localhost.pem"


@pytest.mark.parametrize("program", ("node", "tsc", "chromium"))
@pytest.mark.parametrize(("sent", "arrives"), [("9007199254740993", 2**53), ("-0.0", "0")])
def test_the_client_for_javascript_changes_numbers(
    program: str, sent: str, arrives: object, one: Any, run: Callable[..., Any]
) -> None:
    tell = one.endpoint("/tell")
    script = script_of_call(Call(tell, {"value": 12345}), one.source)
    (said,) = run(script, program, lambda code: code.replace("12345", sent)).outputs(tell)
    assert said == str(arrives) != json.dumps(json.loads(sent))
    with_number = script_of_call(Call(tell, {"value": json.loads(sent)}), one.source)
    for name in ("javascript", "typescript", "html"):
        assert "rounded, and -0.0 as 0" in LANGUAGES[name].refusal(with_number)


guarded_url = url_fixture("guarded")


def page_for(url: str, options: str = "") -> str:
    """Return a page that calls an app with a login. options: more of its client, each with `, `."""
    source = Source(url, url, api_prefix="/gradio_api", version="6.31.0")
    page = render(script_of_call(Call(HEADERS), source), "html")
    return page.replace("record_history: false", f"record_history: false{options}")


def test_a_page_cannot_log_in(guarded_url: str, browser: Browser) -> None:
    report = browser.run(page_for(guarded_url, f", auth: {json.dumps([USER, PASSWORD])}"))
    assert report["sections"] == []
    assert report["alert"]
    guarded = Source(guarded_url, guarded_url, has_login=True)
    refusal = LANGUAGES["html"].refusal(script_of_call(Call(HEADERS), guarded))
    assert "the cookie of a login" in refusal


def test_a_page_cannot_call_an_app_whose_certificate_nobody_knows(
    tmp_path: Path, browser: Browser
) -> None:
    with run_app("guarded", tmp_path, str(CERTIFICATE), scheme="https") as url:
        report = browser.run(page_for(url))
        assert (report["sections"], report["alert"]) == ([], "Failed to fetch")
    insecure = Source(url, url)._replace(is_insecure=True)
    refusal = LANGUAGES["html"].refusal(script_of_call(Call(HEADERS), insecure))
    assert "certificate" in refusal
