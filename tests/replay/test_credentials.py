"""Which host gets which credential, from our own calls and from the programs that we write.

The table in docs/security.md names these tests.
"""

import json
import re
import sqlite3
import threading
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from spacetui.system.paths import store_path
from tests.cli_result import Cli
from tests.live.app_server import run_app, url_fixture
from tests.live.apps.login import PASSWORD, USER
from tests.replay.conftest import TOKEN
from tests.replay.network import HUB
from tests.replay.programs import COMMANDS, Programs
from tests.replay.replay import Logged, Replay
from tests.replay.spaces import ReplaySpace

PEM = Path(__file__).parents[1] / "live" / "localhost.pem"
OWN_TOKEN, API_KEY = "own-token-of-the-server", "key-in-a-header-of-mine"
OAUTH = "hf_oauthTokenForThatAppAlone012345"
KEY = 'typed in a "masked" \\ field'
RUN = "run"
WAYS = (RUN, *COMMANDS)


def carriers(logged: Iterable[Logged], secret: str) -> set[str]:
    """Return where a secret stood in these requests: names of headers, `target`, `body`."""
    found = set()
    for each in logged:
        found |= {name for name, value in each.headers.items() if secret in value}
        found |= {"target"} if secret in each.target else set()
        found |= {"body"} if secret.encode() in each.body else set()
    return found


@pytest.fixture
def logged_in(environment: dict[str, str], tmp_path: Path) -> None:
    """Save the token of the user, as `hf auth login` does."""
    home = tmp_path / "hf"
    home.mkdir()
    (home / "token").write_text(TOKEN)
    environment["HF_HOME"] = str(home)


@pytest.fixture
def programs(
    tmp_path: Path, environment: dict[str, str], node_modules: Path, replay: Replay
) -> Programs:
    folder = tmp_path / "programs"
    folder.mkdir()
    return Programs(folder, environment, node_modules, replay.names.tls_port)


@pytest.fixture
def spaces(replay: Replay, replayed_url: str) -> Replay:
    """Add a private Space of the user's, and one that runs on ZeroGPU."""
    replay.add(ReplaySpace("acme/private", app_url=replayed_url, private=True, owner_token=TOKEN))
    replay.add(ReplaySpace("acme/zero", app_url=replayed_url, hardware="zero-a10g"))
    return replay


# The Hub token: Space, way -> where it stood in what the Hub got, and in what the proxy of hf.space
# got. Without a conflict of the two, gradio_client sends a saved token to the proxy of any Space.
NOWHERE: set[str] = set()
HUB_TOKEN = {
    ("acme/echo", RUN): ({"authorization"}, NOWHERE),
    ("acme/echo", "python"): ({"authorization"}, {"x-hf-authorization"}),
    ("acme/echo", "javascript"): (NOWHERE, NOWHERE),
    ("acme/echo", "typescript"): (NOWHERE, NOWHERE),
    ("acme/echo", "curl"): (NOWHERE, NOWHERE),
    ("acme/private", RUN): ({"authorization"}, {"x-hf-authorization"}),
    ("acme/private", "python"): ({"authorization"}, {"x-hf-authorization"}),
    ("acme/private", "javascript"): (NOWHERE, {"x-hf-authorization"}),
    ("acme/private", "typescript"): (NOWHERE, {"x-hf-authorization"}),
    ("acme/private", "curl"): (NOWHERE, {"x-hf-authorization"}),
    ("acme/zero", RUN): ({"authorization"}, {"x-hf-authorization"}),
    ("acme/zero", "python"): ({"authorization"}, {"x-hf-authorization"}),
    ("acme/zero", "javascript"): (NOWHERE, {"x-hf-authorization"}),
    ("acme/zero", "typescript"): (NOWHERE, {"x-hf-authorization"}),
    ("acme/zero", "curl"): (NOWHERE, {"x-hf-authorization"}),
}


def test_every_way_to_call_has_a_row() -> None:
    assert {way for _, way in HUB_TOKEN} == set(WAYS)


@pytest.mark.parametrize(("space", "way"), HUB_TOKEN)
def test_the_hub_token_reaches_the_hub_and_the_proxy_and_no_app(
    space: str, way: str, spaces: Replay, cli: Cli, programs: Programs, logged_in: None
) -> None:
    if way == RUN:
        done = cli("run", space, "/echo", "text=hello")
        code, out, err = done.code, done.out, done.err
    else:
        source = cli("snippet", space, "/echo", "text=hello", "--lang", way).out
        assert TOKEN not in source
        spaces.requests.clear()
        spaces.at_apps.clear()
        ended = programs.run(source, way, HF_TOKEN=TOKEN)
        code, out, err = ended.code, ended.out, ended.err
    assert code == 0, err
    assert "hello" in out
    to_hub, to_proxy = HUB_TOKEN[space, way]
    host = f"{space.replace('/', '-')}.hf.space"
    assert carriers((each for each in spaces.requests if each.host == HUB), TOKEN) == to_hub
    assert carriers((each for each in spaces.requests if each.host == host), TOKEN) == to_proxy
    assert {each.host for each in spaces.requests} <= {HUB, host}
    assert spaces.at_apps
    assert TOKEN not in spaces.seen_by_apps()
    assert not any("__sign" in each.target for each in spaces.requests)
    assert not any("x-ip-token" in each.headers for each in spaces.requests)


@pytest.mark.parametrize(
    ("given", "to_proxy", "note"),
    [
        ((), NOWHERE, "without a token"),
        (("--token", TOKEN), {"x-hf-authorization"}, "the token you gave goes there"),
    ],
    ids=["saved", "given"],
)
def test_a_host_that_the_hub_does_not_know_gets_only_a_token_that_is_given_for_it(
    given: tuple[str, ...],
    to_proxy: set[str],
    note: str,
    spaces: Replay,
    replayed_url: str,
    cli: Cli,
    logged_in: None,
) -> None:
    protected = ReplaySpace("acme/protected", app_url=replayed_url, is_known=False)
    src = f"https://{spaces.add(protected).host}"
    done = cli("run", src, "/echo", "text=hello", *given)
    assert (done.code, done.out) == (0, "hello\n")
    assert note in done.err
    to_host = [each for each in spaces.requests if each.host == protected.host]
    assert carriers(to_host, TOKEN) == to_proxy
    assert TOKEN not in spaces.seen_by_apps()
    code = cli("snippet", src, "/echo", "text=hello", "--lang", "python", *given).out
    one_line = re.sub(r"\(\s+", "(", " ".join(code.split()))
    assert f'Client("{src}", token={"os.environ" if given else "False"}' in one_line


class _NamesAnotherRoot(BaseHTTPRequestHandler):
    """An app whose config names the address of somebody else as its root."""

    config: bytes

    def do_GET(self) -> None:
        is_config = self.path.startswith("/config")
        body = self.config if is_config else b"{}"
        self.send_response(200 if is_config else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *args: Any) -> None:
        """Print nothing."""


def test_a_program_in_javascript_sends_no_token_to_the_address_that_an_app_names(
    spaces: Replay, replayed_url: str, cli: Cli, programs: Programs, logged_in: None
) -> None:
    source = cli("snippet", "acme/zero", "/echo", "text=hello", "--lang", "js").out
    with urllib.request.urlopen(f"{replayed_url}/config") as answer:
        config = json.load(answer) | {"root": "https://acme-evil.hf.space"}
    handler = type("Handler", (_NamesAnotherRoot,), {"config": json.dumps(config).encode()})
    evil = spaces.add(ReplaySpace("acme/evil", app_url=replayed_url))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        spaces.hub.spaces["acme/zero"].app_url = f"http://127.0.0.1:{server.server_port}"
        ended = programs.run(source, "javascript", HF_TOKEN=TOKEN)
        server.shutdown()
    assert ended.code != 0
    assert "not sent to https://acme-evil.hf.space" in ended.err
    assert TOKEN not in spaces.received(evil.host)


@pytest.mark.parametrize("way", COMMANDS)
def test_a_program_says_that_the_hub_token_is_not_set(
    way: str, spaces: Replay, cli: Cli, programs: Programs, logged_in: None
) -> None:
    source = cli("snippet", "acme/private", "/echo", "text=hello", "--lang", way).out
    spaces.requests.clear()
    ended = programs.run(source, way)
    assert ended.code != 0
    assert "HF_TOKEN" in ended.err
    assert spaces.requests == []


def test_a_cookie_goes_back_to_the_host_that_set_it_alone(spaces: Replay, cli: Cli) -> None:
    assert cli("run", "acme/echo", "/file", "text=hello").code == 0
    to_host = [each for each in spaces.requests if each.host == "acme-echo.hf.space"]
    assert carriers(to_host, "spaces-jwt=") == {"cookie"}
    assert "spaces-jwt" not in spaces.received(HUB)


def test_a_signed_address_loses_its_signature(spaces: Replay, cli: Cli, data_folder: Path) -> None:
    done = cli("run", "https://acme-echo.hf.space/?__sign=signedByTheHub", "/echo", "text=hi")
    assert (done.code, done.out) == (0, "hi\n")
    assert "signedByTheHub" not in spaces.received(HUB) + spaces.received("acme-echo.hf.space")
    assert "signedByTheHub" not in done.err
    assert_not_on_disk(data_folder, "signedByTheHub")


guarded_url = url_fixture("guarded")


@pytest.fixture(scope="module")
def unknown_certificate_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the same app over https, with a certificate that nobody trusts."""
    folder = tmp_path_factory.mktemp("insecure")
    with run_app("guarded", folder, str(PEM), scheme="https") as url:
        yield url


GIVEN = ("--token", OWN_TOKEN, "--auth", f"{USER}:{PASSWORD}", "--header", f"X-Api-Key: {API_KEY}")
VARIABLES = {
    "APP_TOKEN": OWN_TOKEN,
    "APP_USER": USER,
    "APP_PASSWORD": PASSWORD,
    "APP_X_API_KEY": API_KEY,
}


def assert_holds_no_value(text: str) -> None:
    for secret in (TOKEN, OWN_TOKEN, PASSWORD, API_KEY, OAUTH, KEY, "masked"):
        assert secret not in text


@pytest.mark.parametrize("way", WAYS)
def test_the_credentials_of_a_url_reach_its_app_and_the_saved_token_does_not(
    way: str, guarded_url: str, cli: Cli, programs: Programs, logged_in: None, replay: Replay
) -> None:
    if way == RUN:
        done = cli("run", guarded_url, "/headers", *GIVEN, "--json")
        assert done.code == 0, done.err
        out = str(done.lines)  # where our own output would repeat a credential it is hidden
        assert_holds_no_value(out)
        assert "'authorization': 'Bearer [hidden]'" in out
        assert "'x-api-key': '[hidden]'" in out
        assert "x-hf-authorization" not in out
    else:
        source = cli("snippet", guarded_url, "/headers", *GIVEN, "--lang", way).out
        assert_holds_no_value(source)
        ended = programs.run(source, way, **VARIABLES)
        assert ended.code == 0, ended.err
        assert f"Bearer {OWN_TOKEN}" in ended.out
        assert API_KEY in ended.out
        assert TOKEN not in ended.out
    assert TOKEN not in replay.received(HUB)
    assert OWN_TOKEN not in replay.received(HUB)


@pytest.mark.parametrize("missing", ["APP_PASSWORD", "APP_X_API_KEY"])
@pytest.mark.parametrize("way", COMMANDS)
def test_a_program_names_the_variable_that_is_not_set(
    way: str, missing: str, guarded_url: str, cli: Cli, programs: Programs
) -> None:
    source = cli("snippet", guarded_url, "/headers", *GIVEN, "--lang", way).out
    ended = programs.run(source, way, **{k: v for k, v in VARIABLES.items() if k != missing})
    assert ended.code != 0
    assert missing in ended.err


@pytest.mark.parametrize("way", WAYS)
def test_an_insecure_app_is_called_by_every_program(
    way: str, unknown_certificate_url: str, cli: Cli, programs: Programs
) -> None:
    given = ("--auth", f"{USER}:{PASSWORD}", "--insecure")
    if way == RUN:
        done = cli("run", unknown_certificate_url, "/headers", *given)
        assert done.code == 0, done.err
        return
    source = cli("snippet", unknown_certificate_url, "/headers", *given, "--lang", way).out
    ended = programs.run(source, way, APP_USER=USER, APP_PASSWORD=PASSWORD)
    assert ended.code == 0, ended.err
    assert "user-agent" in ended.out


def test_insecure_is_for_its_src_alone(
    unknown_certificate_url: str, cli: Cli, replay: Replay
) -> None:
    done = cli("run", unknown_certificate_url, "/headers", "--auth", f"{USER}:{PASSWORD}")
    assert done.code == 3
    assert "certificate" in done.err


# The token for the code of an app.


@pytest.mark.parametrize("way", WAYS)
def test_an_oauth_token_reaches_the_code_of_its_endpoint(
    way: str, spaces: Replay, cli: Cli, programs: Programs, logged_in: None
) -> None:
    given = ("acme/echo", "/account", "greeting=hello", "--oauth-token", OAUTH)
    if way == RUN:
        done = cli("run", *given)
        code, out, err = done.code, done.out, done.err
    else:
        source = cli("snippet", *given, "--lang", way).out
        assert OAUTH not in source
        spaces.at_apps.clear()
        spaces.requests.clear()
        ended = programs.run(source, way, OAUTH_TOKEN=OAUTH)
        code, out, err = ended.code, ended.out, ended.err
    assert code == 0, err
    assert f"hello {OAUTH[::-1]}" in out
    assert carriers(spaces.at_apps, OAUTH) == {"body"}
    posts = [each for each in spaces.at_apps if OAUTH.encode() in each.body]
    assert len(posts) == 1
    assert TOKEN not in spaces.seen_by_apps()
    assert OAUTH not in spaces.received(HUB)


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [("/account", "requires a logged in user"), ("/maybe_account", "hello nobody")],
)
def test_no_saved_token_is_handed_to_the_code_of_an_app(
    endpoint: str, said: str, spaces: Replay, cli: Cli, logged_in: None
) -> None:
    done = cli("run", "acme/echo", endpoint, "greeting=hello", "--hf-token-to-space")
    assert said in done.out + done.err
    assert TOKEN not in spaces.seen_by_apps()


def test_an_endpoint_that_takes_no_oauth_token_gets_none(spaces: Replay, cli: Cli) -> None:
    for command in ("run", "snippet"):
        more = ("--lang", "python") if command == "snippet" else ()
        done = cli(command, "acme/echo", "/echo", "text=x", "--oauth-token", OAUTH, *more)
        assert (done.code, done.out) == (2, "")
        assert "/echo takes no OAuth token" in done.err
    assert OAUTH not in spaces.seen_by_apps() + spaces.received(HUB)


def test_info_marks_the_endpoints_that_take_an_oauth_token(spaces: Replay, cli: Cli) -> None:
    rows = cli("info", "acme/echo", "--json").lines[0]["endpoints"]
    marked = {each["api_name"] for each in rows if each.get("oauth_token") is True}
    assert marked == {"/account", "/maybe_account"}
    page = cli("info", "acme/echo").out
    assert "/account" in page
    assert "wants an --oauth-token of yours" in page
    assert "can take an --oauth-token of yours" in page


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_form_warns_before_it_takes_an_oauth_token(
    size: tuple[int, int], spaces: Replay, window: Callable[..., Any], data_folder: Path
) -> None:
    from spacetui.tui.inputs.oauth_token import OAuthTokenField

    async with window("acme/echo", size=size) as shown:
        await shown.opened()
        space, view = shown.app.app_state.space, shown.page.view
        assert not view.form.query(OAuthTokenField)
        space.api_name = "/account"
        await view.show_space()
        warning = view.form.query_one("#token-warning", Static)
        assert "handed to the app's own code" in str(warning.content)
        await shown.until(lambda: warning.region.height > 0)
        view.form.query_one(OAuthTokenField).focus_editor()
        await shown.pilot.press(*OAUTH)
        await shown.pilot.pause(0.2)
        assert OAUTH not in shown.text
        assert "•••••••" in shown.text
        assert 'oauth_token=os.environ["OAUTH_TOKEN"]' in view.controllers.code_actions.code()
        live = await shown.ended()
        assert live.state.data == (f"x {OAUTH[::-1]}",)
        assert OAUTH not in shown.text + repr(live.recording)
        assert live.recording.call.oauth_token
        # The next endpoint starts without it, and this one still has it.
        space.api_name = "/maybe_account"
        await view.show_space()
        assert view.form.fields.oauth_token == ""
        space.api_name = "/account"
        await view.show_space()
        assert view.form.fields.oauth_token == OAUTH
    assert carriers(spaces.at_apps, OAUTH) == {"body"}
    assert_not_on_disk(data_folder, OAUTH)


# A password in a masked field.


def assert_not_on_disk(folder: Path, secret: str) -> None:
    written = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert written
    assert not any(secret.encode() in each for each in written)


@pytest.mark.parametrize("way", WAYS)
def test_a_password_of_a_masked_field_is_a_variable(
    way: str, spaces: Replay, cli: Cli, programs: Programs, data_folder: Path
) -> None:
    given = ("acme/echo", "/unlock", f"key={KEY}")
    if way == RUN:
        done = cli("run", *given)
        assert f"front opens to {KEY[::-1]}" in done.out
        assert_not_on_disk(data_folder, KEY)
        assert_not_on_disk(data_folder, "masked")
        with sqlite3.connect(data_folder / store_path().name) as database:
            (row,) = database.execute("SELECT * FROM calls").fetchall()
        assert "withheld" in str(row)
        return
    source = cli("snippet", *given, "--lang", way).out
    assert_holds_no_value(source)
    ended = programs.run(source, way)
    assert ended.code != 0
    assert "MY_KEY" in ended.err
    ended = programs.run(source, way, MY_KEY=KEY)
    assert ended.code == 0, ended.err
    said = ended.out if way == "python" else ended.out.replace('\\"', '"').replace("\\\\", "\\")
    assert f"front opens to {KEY[::-1]}" in said


async def test_a_password_is_nowhere_in_the_app(
    spaces: Replay, window: Callable[..., Any], data_folder: Path
) -> None:
    async with window("acme/echo") as shown:
        await shown.opened()
        shown.app.app_state.space.api_name = "/unlock"
        await shown.page.view.show_space()
        shown.page.view.form.fields[0].set_value("open sesame")
        await shown.pilot.pause(0.2)
        assert 'key=os.environ["MY_KEY"]' in shown.page.view.controllers.code_actions.code()
        live = await shown.ended()
        assert live.state.data == ("front opens to emases nepo",)
        shown.app.switch_mode("recorder")
        await shown.until(lambda: "/unlock" in shown.text)
        assert "sesame" not in shown.text + shown.app.screen.code_actions.code()
        assert "MY_KEY" in shown.app.screen.code_actions.code()
        assert "sesame" not in repr(live.recording)
    assert_not_on_disk(data_folder, "sesame")
