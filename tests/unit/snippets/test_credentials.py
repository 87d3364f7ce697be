"""Credentials are variables in the code of every language, with readable and unique names."""

import re
from dataclasses import replace

import pytest

from spacetui.model.call import Call
from spacetui.model.recording import Recording
from spacetui.model.schema import WITHHELD
from spacetui.model.script import Link, Script, Step, script_of_call, script_of_recordings
from spacetui.snippets import render
from spacetui.snippets.plan import make_plan
from tests.unit.snippets.samples import LOCAL, PROGRAMS, SPACE, USE_GRADIO_CLIENT, endpoint, text

# `gradio predict` has an option for the Hub token alone.
TAKE_HEADERS = [name for name in PROGRAMS if name != "gradio-predict"]
CALL = Call(endpoint("/go", text("say")), {"say": "hi"})
GUARDED = LOCAL._replace(
    has_own_token=True, has_login=True, headers=("X-Api-Key",), is_insecure=True
)


def test_credentials_in_python() -> None:
    assert (
        render(script_of_call(CALL, GUARDED), "python")
        == """\
import os

from gradio_client import Client

client = Client(
    "http://127.0.0.1:7860/app",
    token=False,
    auth=(os.environ["APP_USER"], os.environ["APP_PASSWORD"]),
    headers={
        "Authorization": "Bearer " + os.environ["APP_TOKEN"],
        "X-Api-Key": os.environ["APP_X_API_KEY"],
    },
    ssl_verify=False,
    verbose=False,
)
result = client.predict(
    say="hi",
    api_name="/go",
)
print(result)
"""
    )


def test_credentials_in_javascript() -> None:
    code = render(script_of_call(CALL, SPACE._replace(needs_token=True)), "javascript")
    assert (
        code.partition("const app")[0]
        == """\
import { Client } from "@gradio/client";

for (const name of ["HF_TOKEN"]) {
  if (!process.env[name]) throw new Error(`set ${name} in the environment first`);
}

// The app names the address of its calls: what lets you in goes to its own address alone.
class OwnClient extends Client {
  fetch(url, init) { return super.fetch(this.own(url), init); }
  stream(url) { return super.stream(this.own(url)); }
  own(url) {
    const { origin } = new URL(url);
    if (origin === new URL(this.app_reference).origin) return url;
    throw new Error(`not sent to ${origin}, which the app names as its address`);
  }
}

"""
    )
    assert (
        """\
const app = await OwnClient.connect("https://qwen-qwen-image-edit.hf.space", {
  headers: { "X-HF-Authorization": "Bearer " + process.env.HF_TOKEN },
});
"""
        in code
    )


def test_credentials_in_curl() -> None:
    code = render(script_of_call(CALL, GUARDED), "curl")
    assert (
        """\
: "${APP_USER:?set it first}"
: "${APP_PASSWORD:?set it first}"
: "${APP_TOKEN:?set it first}"
: "${APP_X_API_KEY:?set it first}"
"""
        in code
    )
    headers = (
        """-H 'Authorization: Bearer '"${APP_TOKEN:?}" -H 'X-Api-Key: '"${APP_X_API_KEY:?}\""""
    )
    curl = f'curl -gsS -k -b "$tmp/cookies" -c "$tmp/cookies" {headers}'
    assert f'{curl} \\\n    http://127.0.0.1:7860/app/gradio_api"$route" "$@"' in code
    assert f"{curl} -f -o /dev/null http://127.0.0.1:7860/app/login" in code


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_hub_token_is_never_sent_as_authorization(name: str) -> None:
    code = render(script_of_call(CALL, SPACE._replace(needs_token=True)), name)
    assert "HF_TOKEN" in code
    assert '"Authorization' not in code
    assert "'Authorization" not in code
    assert name in (*USE_GRADIO_CLIENT, "command") or "X-HF-Authorization" in code


@pytest.mark.parametrize(
    ("source", "token"),
    [
        (SPACE, ""),
        (SPACE._replace(needs_token=True), ', token=os.environ["HF_TOKEN"]'),
        (LOCAL, ", token=False"),
        (SPACE._replace(src=SPACE.url), ", token=False"),
        (LOCAL._replace(needs_token=True), ', token=os.environ["HF_TOKEN"]'),
    ],
)
def test_python_sends_no_saved_token_to_an_address_that_is_no_space(
    source: object, token: str
) -> None:
    code = render(script_of_call(CALL, source), "python")  # type: ignore[arg-type]
    (called,) = re.findall(r"Client\((.*?)\)\n", code, re.DOTALL)
    arguments = " ".join(called.split()).removesuffix(",")
    assert arguments == f'"{source.src}"{token}, verbose=False'  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("headers", "variables"),
    [
        (("X-Api-Key",), ["APP_X_API_KEY"]),
        (("Path", "HOME"), ["APP_PATH", "APP_HOME"]),
        (("X-A", "X_A", "x--a"), ["APP_X_A", "APP_X_A_2", "APP_X_A_3"]),
        (("Authorization",), ["APP_AUTHORIZATION"]),
        (("1", "_"), ["APP_1_2", "APP_VALUE"]),
        (("X-" + "long-" * 20,), ["APP_X_LONG_LONG_LONG_LONG_LONG_L"]),
    ],
)
def test_a_header_gives_its_variable_a_readable_and_unique_name(
    headers: tuple[str, ...], variables: list[str]
) -> None:
    script = script_of_call(CALL, LOCAL._replace(headers=headers))
    plan = make_plan(script, ())
    assert list(plan.variables) == variables
    for name in TAKE_HEADERS:
        assert all(each in render(script, name) for each in variables)


def test_a_header_of_the_users_takes_the_place_of_the_token() -> None:
    source = LOCAL._replace(has_own_token=True, headers=("authorization",))
    assert make_plan(script_of_call(CALL, source), ()).variables == ("APP_AUTHORIZATION",)


def test_two_apps_have_variables_of_their_own() -> None:
    one, two = (GUARDED._replace(src=src, url=src) for src in ("http://one", "http://two"))
    step = Step(0, CALL.endpoint, CALL.values)
    plan = make_plan(Script((one, two), (step, replace(step, client=1))), ())
    assert plan.clients[0].access.login == ("APP_USER", "APP_PASSWORD")
    assert plan.clients[1].access.login == ("APP_USER_2", "APP_PASSWORD_2")
    assert len(set(plan.variables)) == 8


@pytest.mark.parametrize("url", ["https://two.hf.space", "https://two.example"])
def test_node_checks_no_certificate_only_where_all_apps_go_unchecked(url: str) -> None:
    insecure = GUARDED._replace(src="https://one.example", url="https://one.example")
    off = 'process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";'
    alone = render(script_of_call(CALL, insecure), "javascript")
    assert off in alone
    assert "no certificate of https://one.example is checked" in alone
    other = SPACE._replace(src=url, url=url)
    step = Step(0, CALL.endpoint, CALL.values)
    both = render(Script((insecure, other), (step, replace(step, client=1))), "javascript")
    assert off not in both
    assert 'if (process.env.NODE_TLS_REJECT_UNAUTHORIZED !== "0") throw' in both


# What the user types: an OAuth token, and passwords.

TAKES_TOKEN = CALL.endpoint._replace(oauth_token="optional")


def test_an_oauth_token_goes_to_the_client_that_it_was_given_for() -> None:
    given = Call(TAKES_TOKEN, CALL.values, "hf_typed")
    left_out = Call(TAKES_TOKEN, CALL.values)
    plain = CALL
    recordings = [Recording(each, SPACE) for each in (given, left_out, plain)]
    plan = make_plan(script_of_recordings(recordings), ())
    tokens = [plan.clients[step.client].access.oauth_token for step in plan.steps]
    assert tokens == ["OAUTH_TOKEN", "", "OAUTH_TOKEN"]  # the last endpoint takes none
    code = render(script_of_recordings(recordings), "curl")
    assert code.count('"oauth_token"') == 1
    assert "hf_typed" not in code


@pytest.mark.parametrize("name", TAKE_HEADERS)
def test_an_endpoint_that_requires_an_oauth_token_always_has_its_variable(name: str) -> None:
    required = CALL.endpoint._replace(oauth_token="required")
    assert "OAUTH_TOKEN" in render(script_of_call(Call(required, CALL.values), SPACE), name)
    assert "OAUTH_TOKEN" not in render(script_of_call(Call(TAKES_TOKEN, CALL.values), SPACE), name)


LOCK = endpoint("/open", text("key", is_secret=True, default="guest"), text("door", default="a"))


@pytest.mark.parametrize(
    ("values", "variables"),
    [
        ({"key": "hunter2"}, ("MY_KEY",)),
        ({"key": WITHHELD}, ("MY_KEY",)),
        ({"key": "guest"}, ()),  # the app's own value, which everybody can read
        ({}, ()),
        ({"key": ""}, ()),
        ({"key": None}, ()),
    ],
)
def test_a_password_is_a_variable_and_what_the_app_says_itself_is_not(
    values: dict[str, object], variables: tuple[str, ...]
) -> None:
    script = script_of_call(Call(LOCK, values), SPACE)
    assert make_plan(script, ()).variables == variables
    for name in PROGRAMS:
        code = render(script, name)
        assert "hunter2" not in code
        assert all(each in code for each in variables)


def test_a_password_that_is_missing_is_a_variable_too() -> None:
    wanted = endpoint("/open", text("key", is_secret=True))
    for name in PROGRAMS:
        assert "MY_KEY" in render(script_of_call(Call(wanted), SPACE), name)


def test_each_password_has_a_variable_that_no_missing_value_has() -> None:
    step = Step(0, LOCK, {"key": WITHHELD})
    wanted = endpoint("/open", text("key"), text("KEY_2"))
    script = Script((SPACE,), (step, step, Step(0, wanted, {}, (Link("key", 9, 9),))))
    plan = make_plan(script, ())
    assert plan.variables == ("MY_KEY", "MY_KEY_2")
    code = render(script, "curl")
    assert len([line for line in code.splitlines() if ", wanted'" in line]) == 2
    for name in plan.variables:
        assert f"{name}=" not in code
