"""Errors of HTTP are one clear line: what happened, where, and what to do next."""

import json
from typing import Any

import httpx
import pytest

from spacetui.errors import BadValue
from spacetui.model.schema import Endpoint, Parameter
from spacetui.wire.http.errors import (
    error_of_httpx,
    error_of_status,
    one_line,
    shorten,
)
from spacetui.wire.limits import MESSAGE_CHARS


def test_a_short_text_is_a_message_without_details() -> None:
    assert one_line(" a b ") == ("a b", "")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\ntwo", "one; two"),
        ("Failed:\n  - a\n  - b\n", "Failed: - a; - b"),
        ("Stop.\n\nNow", "Stop. Now"),
        ("one\r\ntwo", "one; two"),
        ("x" * 600, "x" * (MESSAGE_CHARS - 1) + "…"),
        ("x\n" * 10_000, ("x; " * MESSAGE_CHARS)[: MESSAGE_CHARS - 1] + "…"),
    ],
)
def test_lines_are_joined_and_cut_and_kept_as_details(text: str, line: str) -> None:
    assert one_line(text) == (line, text.strip())


def test_a_text_that_is_cut_before_its_lines_are_joined_ends_with_an_ellipsis() -> None:
    line, _ = one_line("a" + "\n" * 5000 + "b")
    assert line == "a…"


ENDPOINT = Endpoint(
    "/x", 0, parameters=(Parameter("a"), Parameter("b")), input_slots=(True, False, True)
)


def status(
    code: int, body: Any = None, *, endpoint: Endpoint | None = ENDPOINT, **headers: str
) -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return error_of_status(
        code,
        httpx.Headers({name.replace("_", "-"): value for name, value in headers.items()}),
        raw,
        where="there",
        endpoint=endpoint,
    )


@pytest.mark.parametrize(
    ("code", "kind", "kind_of_get"),
    [
        (400, "usage", "usage"),
        (401, "auth", "auth"),
        (403, "auth", "auth"),
        (404, "not_gradio", "not_gradio"),
        (413, "usage", "usage"),
        (418, "usage", "usage"),
        (422, "validation", "usage"),
        (429, "busy", "busy"),
        (500, "lost", "unreachable"),
        (502, "lost", "unreachable"),
        (503, "unreachable", "unreachable"),
        (599, "lost", "unreachable"),
    ],
)
def test_each_status_has_its_kind(code: int, kind: str, kind_of_get: str) -> None:
    assert status(code).kind == kind
    assert status(code, endpoint=None).kind == kind_of_get


def test_an_html_page_is_never_shown() -> None:
    error = status(502, b"<html><body><h1>Bad Gateway</h1></body></html>")
    assert "<" not in str(error)
    assert "502 Bad Gateway" in str(error)


def test_the_servers_own_detail_is_kept() -> None:
    assert "Max size is 2" in str(
        status(503, {"detail": "Queue is full. Max size is 2 and size is 2."})
    )
    assert "Not authenticated" in str(
        status(401, {"detail": {"error": "Not authenticated", "auth_message": None}})
    )


def test_the_hint_names_the_seconds_of_retry_after() -> None:
    assert "30 s" in status(429, retry_after="30").failure.hint


def test_the_hint_names_the_seconds_of_ratelimit() -> None:
    error = status(429, ratelimit='"api";r=0;t=55')
    assert "55 s" in error.failure.hint and error.failure.retry_after == 55.0


@pytest.mark.parametrize(
    ("body", "headers", "kind", "words"),
    [
        (b"Your space is in error", {"content_type": "text/plain"}, "unreachable", "is in error"),
        (b"<h1>Preparing Space</h1>", {"content_type": "text/html"}, "unreachable", "503 Service"),
        (b"{}", {}, "unreachable", "503 Service Unavailable"),
        ({"detail": "Queue is full. Max size is 2."}, {}, "busy", "Queue is full"),
        ({"detail": "Queue is stopped."}, {}, "busy", "Queue is stopped"),
        (b"<h1>Maintenance</h1>", {"retry_after": "30"}, "busy", "no room now (503)"),
    ],
)
def test_a_503_is_a_full_queue_only_where_gradio_says_so(
    body: Any, headers: dict[str, Any], kind: str, words: str
) -> None:
    for error in (status(503, body, **headers), status(503, body, endpoint=None, **headers)):
        assert error.kind == kind
        assert words in str(error) and "<" not in str(error)


def test_a_validator_names_its_parameter() -> None:
    entry = {
        "__type__": "validate",
        "is_valid": False,
        "message": "too small",
        "parameter_name": "b",
    }
    error = status(422, {"detail": [entry]})
    assert isinstance(error, BadValue)
    assert (error.failure.parameter, error.failure.message) == ("b", "too small")
    failed = shorten(error.failure)
    assert (failed.kind, failed.parameter) == ("validation", "b")


def test_a_validator_without_a_name_is_found_by_its_place_among_the_inputs() -> None:
    good = {"__type__": "validate", "is_valid": True, "message": ""}
    bad = {"__type__": "validate", "is_valid": False, "message": "no"}
    assert status(422, {"detail": [good, good, bad]}).failure.parameter == "b"


def test_a_422_about_several_parameters_keeps_the_message_of_each() -> None:
    bad = [
        {"__type__": "validate", "is_valid": False, "message": words, "parameter_name": name}
        for name, words in (("a", "too small"), ("b", "too big"))
    ]
    failed = shorten(status(422, {"detail": bad}).failure)
    assert failed.problems == (("a", "too small"), ("b", "too big"))
    assert (failed.parameter, failed.message) == ("a", "a: too small; b: too big")


@pytest.mark.parametrize(
    "detail", [[{"type": "list_type", "loc": ["body", "data"], "msg": "not a list"}], "odd", 7, []]
)
def test_another_422_names_no_parameter(detail: Any) -> None:
    error = status(422, {"detail": detail})
    assert (error.kind, error.failure.parameter) == ("validation", "")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("All connection attempts failed"), "unreachable"),
        (httpx.ConnectTimeout(""), "timeout"),
        (httpx.ReadTimeout(""), "timeout"),
        (httpx.ReadError(""), "lost"),
        (httpx.RemoteProtocolError("peer closed connection"), "lost"),
        (httpx.LocalProtocolError("Illegal header value"), "usage"),
    ],
)
def test_each_error_of_httpx_has_its_kind(error: httpx.HTTPError, kind: str) -> None:
    assert error_of_httpx(error, where="host").kind == kind
