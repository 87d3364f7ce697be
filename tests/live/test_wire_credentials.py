"""Credentials go to their own origin and nowhere else (security.md P1 to P3)."""

import pytest

from spacetui.errors import SpacetuiError
from spacetui.model.call import Call
from spacetui.model.events import Completed
from spacetui.wire.connection import Connection
from spacetui.wire.http.credentials import Credentials
from tests.live.connection_driver import Connect, failure_of
from tests.live.fault_server import FaultServer

pytestmark = pytest.mark.live

TOKEN = "hf_must_not_leak"


def everything_sent(server: FaultServer) -> str:
    return "\n".join(f"{each.rest} {each.headers} {each.body!r}" for each in server.requests)


HUB_TOKEN = "hf_hub_must_not_leak"
ACCESS = Credentials(TOKEN, (("x-custom", "custom-secret"),), ("user", "hunter2"), HUB_TOKEN)
SECRETS = (TOKEN, HUB_TOKEN, "custom-secret", "hunter2", "crumb")


async def test_credentials_go_with_every_request_to_their_origin(
    connect: Connect, faults: FaultServer
) -> None:
    connection = Connection(faults.url("well"), ACCESS)
    app = await connection.open()
    _ = [event async for event in connection.submit(Call(app.endpoints[0], {"text": "x"}))]
    await connection.aclose()
    login, *others = faults.requests
    assert login.body == b"username=user&password=hunter2"
    assert len(others) >= 4
    for each in others:
        assert each.headers["authorization"] == f"Bearer {TOKEN}"
        assert each.headers["x-hf-authorization"] == f"Bearer {HUB_TOKEN}"
        assert each.headers["x-custom"] == "custom-secret"
        assert "access-token-unsecure-x=crumb" in each.headers["cookie"]


@pytest.mark.parametrize("fault", ["config_away", "join_away", "data_away"])
async def test_no_credential_follows_a_redirect_to_another_origin(
    faults: FaultServer, elsewhere: FaultServer, fault: str
) -> None:
    connection = Connection(faults.url(fault), ACCESS)
    app = await connection.open()
    _ = [event async for event in connection.submit(Call(app.endpoints[0], {"text": "x"}))]
    await connection.aclose()
    assert not any(secret in everything_sent(elsewhere) for secret in SECRETS)
    assert all(each.method == "GET" for each in elsewhere.requests)
    if fault == "config_away":
        assert len(elsewhere.requests) == 1
        assert any("without credentials" in note for note in app.notes)
    else:
        assert elsewhere.requests == []


async def test_a_wrong_login_is_an_auth_error_without_the_password(faults: FaultServer) -> None:
    connection = Connection(faults.url("login_wrong"), ACCESS)
    with pytest.raises(SpacetuiError) as caught:
        await connection.open()
    await connection.aclose()
    assert caught.value.kind == "auth"
    assert not any(secret in str(caught.value) for secret in SECRETS)


async def test_a_login_that_is_not_needed_is_noted(faults: FaultServer) -> None:
    connection = Connection(faults.url("login_none"), ACCESS)
    app = await connection.open()
    await connection.aclose()
    assert any("no login" in note for note in app.notes)
    assert connection.http.credentials.auth is None


async def test_an_untrusted_certificate_is_refused_in_one_line(
    connect: Connect, secure: FaultServer
) -> None:
    error = await failure_of(connect, secure.url("well"))
    assert error.kind == "unreachable"
    assert "certificate" in str(error)
    assert secure.requests == []


async def test_the_certificate_is_checked_after_a_redirect_to_https_too(
    connect: Connect, faults: FaultServer, secure: FaultServer
) -> None:
    assert "certificate" in str(await failure_of(connect, faults.url("config_upgraded")))
    assert secure.requests == []


async def test_https_on_the_same_host_becomes_the_root_and_another_port_gets_no_credentials(
    faults: FaultServer, secure: FaultServer
) -> None:
    connection = Connection(faults.url("config_upgraded"), ACCESS, verify=False)
    app = await connection.open()
    events = [event async for event in connection.submit(Call(app.endpoints[0], {"text": "x"}))]
    await connection.aclose()
    assert isinstance(events[-1], Completed)
    assert app.url == connection.url == secure.url("well")
    assert any(secure.root in note for note in app.notes)
    assert any("credentials stayed" in note for note in app.notes)
    assert secure.asked("well", "/gradio_api/queue/join")
    assert not any(credential in everything_sent(secure) for credential in SECRETS)
