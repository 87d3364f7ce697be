"""Which addresses may get the token (security.md P1)."""

import pytest

from spacetui.hub.token_policy import hub_may_have_token, space_may_have_token

HUB = "https://huggingface.co"
LOCAL = "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    "endpoint", [HUB, "https://hub.company.example", LOCAL, "http://localhost", "http://[::1]:9"]
)
def test_a_hub_over_https_or_on_this_machine_may(endpoint: str) -> None:
    assert hub_may_have_token(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://huggingface.co",
        "http://192.168.0.2",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
    ],
)
def test_a_hub_over_plain_http_elsewhere_may_not(endpoint: str) -> None:
    assert not hub_may_have_token(endpoint)


@pytest.mark.parametrize(
    ("host", "endpoint"),
    [
        ("https://owner-name.hf.space", HUB),
        ("https://owner-name.hf.space:443", HUB),
        ("http://127.0.0.1:7000/text", LOCAL),
        ("http://localhost:7000", LOCAL),
        ("https://owner-name.hf.space", LOCAL),
    ],
)
def test_a_host_of_spaces_may(host: str, endpoint: str) -> None:
    assert space_may_have_token(host, endpoint)


@pytest.mark.parametrize(
    ("host", "endpoint"),
    [
        ("http://owner-name.hf.space", HUB),
        ("https://hf.space.evil.example", HUB),
        ("https://evilhf.space", HUB),
        ("https://hf.space", HUB),
        ("https://owner-name.hf.space:8443", HUB),
        ("https://user:password@owner-name.hf.space", HUB),
        ("https://evil.example/.hf.space", HUB),
        ("https://evil.example#.hf.space", HUB),
        ("https://evil.example\\.hf.space", "http://hub.example"),
        ("http://127.0.0.1:7000", HUB),
        ("http://192.168.0.2:7000", LOCAL),
        ("ftp://127.0.0.1:7000", LOCAL),
        ("https://owner-name.hf.space", "http://hub.example"),
        ("https://owner-name.hf.space:x", HUB),
        ("", HUB),
        ("//owner.hf.space", HUB),
    ],
)
def test_any_other_host_may_not(host: str, endpoint: str) -> None:
    assert not space_may_have_token(host, endpoint)
