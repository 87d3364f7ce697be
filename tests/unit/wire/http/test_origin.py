"""Root URLs, origins, prefixes that a server may name, and the headers of credentials."""

import pytest

from spacetui.errors import UsageError
from spacetui.model.call import Call
from spacetui.model.schema import WITHHELD, Endpoint
from spacetui.wire.http.credentials import Credentials, oauth_token_of
from spacetui.wire.http.urls import is_plain_prefix, origin_of, root_url


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("http://host/", "http://host"),
        ("https://host:8/app//", "https://host:8/app"),
        ("http://host/app?x=1#y", "http://host/app"),
    ],
)
def test_a_root_url_has_no_slash_query_or_fragment(url: str, root: str) -> None:
    assert root_url(url) == root


@pytest.mark.parametrize(
    "url", ["", "host", "ftp://host", "http://", "http://host:99999", "file:///etc/passwd"]
)
def test_anything_but_an_http_url_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        root_url(url)


def test_a_url_with_a_password_is_refused_without_quoting_it() -> None:
    with pytest.raises(UsageError) as caught:
        root_url("http://user:hunter2@host/")
    assert "hunter2" not in str(caught.value)


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin_of("HTTP://Host/x") == ("http", "host", 80)
    assert origin_of("https://host") != origin_of("http://host")
    assert origin_of("http://host:81") != origin_of("http://host")


@pytest.mark.parametrize("prefix", ["", "/gradio_api", "/a/b-c.d"])
def test_a_plain_path_may_be_a_prefix(prefix: str) -> None:
    assert is_plain_prefix(prefix)


@pytest.mark.parametrize(
    "prefix",
    ["@evil.example", "//evil", "/..", "/a/../b", "?x", "#x", ".evil.example", "/a b", ":80"],
)
def test_a_prefix_that_could_change_the_host_is_refused(prefix: str) -> None:
    assert not is_plain_prefix(prefix)


TOKEN = "hf_secret"


@pytest.mark.parametrize("credentials", [Credentials(TOKEN), Credentials(hub_token=TOKEN)])
def test_a_token_is_not_sent_unencrypted_to_another_machine(credentials: Credentials) -> None:
    with pytest.raises(UsageError) as caught:
        credentials.headers_for("http://example.org")
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("credentials", "headers"),
    [
        (Credentials(), {}),
        (Credentials(TOKEN), {"authorization": f"Bearer {TOKEN}"}),
        (Credentials(hub_token=TOKEN), {"x-hf-authorization": f"Bearer {TOKEN}"}),
        (
            Credentials("own", hub_token=TOKEN),
            {"authorization": "Bearer own", "x-hf-authorization": f"Bearer {TOKEN}"},
        ),
        (Credentials(TOKEN, (("Authorization", "Basic x"),)), {"authorization": "Basic x"}),
        (Credentials(headers=(("X-A", "1"), ("x-a", "2"))), {"x-a": "2"}),
    ],
)
@pytest.mark.parametrize(
    "url", ["https://example.org", "http://127.0.0.1:7860", "http://localhost"]
)
def test_each_credential_has_one_header(
    url: str, credentials: Credentials, headers: dict[str, str]
) -> None:
    assert credentials.headers_for(url) == headers


@pytest.mark.parametrize(
    "access",
    [
        Credentials("a b"),
        Credentials("tökén"),
        Credentials("x\r\nHost: y"),
        Credentials(hub_token="a b"),
        Credentials(headers=(("a b", "c"),)),
        Credentials(headers=(("a", "b\nc"),)),
    ],
)
def test_a_malformed_credential_is_refused_without_quoting_it(access: Credentials) -> None:
    with pytest.raises(UsageError) as caught:
        access.headers_for("https://host")
    values = (value for _, value in access.headers)
    for secret in (access.token, access.hub_token, *values):
        assert not secret or secret not in str(caught.value)


def test_no_credential_is_in_a_repr() -> None:
    text = repr(Credentials(TOKEN, (("cookie", "crumb"),), ("user", "hunter2"), "hf_other"))
    assert not any(secret in text for secret in (TOKEN, "crumb", "hunter2", "user", "hf_other"))


TAKES_TOKEN = Endpoint("/account", 0, oauth_token="optional")


@pytest.mark.parametrize(
    ("call", "url", "reason"),
    [
        (Call(Endpoint("/echo", 0), oauth_token=TOKEN), "https://host", "takes no OAuth token"),
        (Call(TAKES_TOKEN, oauth_token=TOKEN), "http://example.org", "without https"),
        (Call(TAKES_TOKEN, oauth_token="a b"), "https://host", "odd characters"),
        (Call(TAKES_TOKEN, oauth_token=WITHHELD), "https://host", "was not kept"),
    ],
)
def test_an_oauth_token_that_may_not_be_sent_is_refused(call: Call, url: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason) as caught:
        oauth_token_of(call, url)
    assert TOKEN not in str(caught.value)


def test_an_oauth_token_is_sent_where_the_endpoint_takes_one() -> None:
    assert oauth_token_of(Call(TAKES_TOKEN, oauth_token=TOKEN), "http://127.0.0.1:1") == TOKEN
    assert oauth_token_of(Call(TAKES_TOKEN), "http://example.org") == ""
