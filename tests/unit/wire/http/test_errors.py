"""Failures become one clear line: what, where, what next."""

import json
from typing import Any

import httpx
import pytest

from spacetui.errors import BadValue
from spacetui.model.schema import Endpoint, Parameter
from spacetui.wire.http.errors import (
    app_failure,
    error_of_exchange,
    error_of_status,
    failed_by,
    one_line,
)
from spacetui.wire.limits import MESSAGE_CHARS

# Texts of the `spaces` package 0.51, zero/client.py.
FREE = (
    "You have exceeded your free ZeroGPU quota (60s requested vs. 12s left). Try again in 3:21:09."
    ' <a style="white-space: nowrap" href="https://huggingface.co/join">Create a free account</a>'
)


def test_a_quota_text_is_of_kind_quota_and_says_when() -> None:
    failed = app_failure({"error": FREE, "title": "ZeroGPU quota exceeded"}, quoted=False)
    assert failed.kind == "quota"
    assert "3:21:09" in failed.hint
    assert "<a" not in failed.message
    assert "Create a free account" in failed.message


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("You have exceeded your Pro ZeroGPU quota (60s requested vs. 1s left).", "quota"),
        ("Space app has reached its GPU limit. Try again later", "quota"),
        ("You have exceeded your ZeroGPU runs limit.", "quota"),
        ("'You have exceeded your GPU quota (60s requested vs. 0s left).'", "quota"),
        ("No GPU was available after 60s", "busy"),
        ("ZeroGPU: Expired ZeroGPU proxy token", "app"),
        ("the quota of a bank", "app"),
    ],
)
def test_kinds_of_gpu_texts_without_a_title(text: str, kind: str) -> None:
    assert app_failure({"error": text}, quoted=True).kind == kind


@pytest.mark.parametrize(
    "payload", [{"error": None}, {}, None, {"error": ""}, {"error": "  \n"}, {"error": True}]
)
def test_a_failure_without_a_reason_says_so(payload: Any) -> None:
    assert app_failure(payload, quoted=False).message == "the app failed without giving a reason"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("'boom'", "boom"),
        ('"it\'s"', "it's"),
        ("'a", "'a"),
        ("''", None),
        (repr('it\'s "x" \\ \u2028 \x1b'), 'it\'s "x" \\ \u2028 \x1b'),
        ("'one' and 'two'", "one' and 'two"),
        ("'a' + 'b'", "a' + 'b"),
        ("'" + "(" * 5000 + "'", "(" * 499 + "…"),
        ("'\\x'", "\\x"),
        ("'a \\d b'", "a \\d b"),
    ],
)
def test_quotes_of_older_servers_are_taken_off(text: str, message: str | None) -> None:
    assert app_failure({"error": text}, quoted=True).message == (
        message or "the app failed without giving a reason"
    )


def test_newer_servers_mean_their_quotes() -> None:
    assert app_failure({"error": "'boom'"}, quoted=False).message == "'boom'"


def test_a_reason_of_two_megabytes_is_one_short_line_with_details() -> None:
    failed = app_failure({"error": "first\n" + "x" * 2_000_000, "title": "Error"}, quoted=False)
    assert failed.message == "first"
    assert failed.details.startswith("first\nxxx")
    assert len(failed.details) < 200_000
    long = app_failure({"error": "y" * 2_000_000}, quoted=False)
    assert len(long.message) <= MESSAGE_CHARS
    assert long.message.endswith("…")


def test_an_object_as_a_reason_is_shown_as_json() -> None:
    assert app_failure({"error": {"code": 7}}, quoted=False).message == '{"code": 7}'


def test_one_line_keeps_what_fits() -> None:
    assert one_line(" a b ") == ("a b", "")


ENDPOINT = Endpoint(
    "/x", 0, parameters=(Parameter("a"), Parameter("b")), input_slots=(True, False, True)
)


def status(
    code: int, body: Any = None, *, endpoint: Endpoint | None = ENDPOINT, **headers: str
) -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return error_of_status(code, httpx.Headers(headers), raw, where="there", endpoint=endpoint)


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
        (503, "busy", "busy"),
        (599, "lost", "unreachable"),
    ],
)
def test_each_status_has_its_kind(code: int, kind: str, kind_of_get: str) -> None:
    assert status(code).kind == kind
    assert status(code, endpoint=None).kind == kind_of_get


def test_a_html_page_is_never_shown() -> None:
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


def test_retry_after_is_said() -> None:
    assert "30 s" in status(429, **{"retry-after": "30"}).hint


def test_a_validator_names_its_parameter() -> None:
    entry = {
        "__type__": "validate",
        "is_valid": False,
        "message": "too small",
        "parameter_name": "b",
    }
    error = status(422, {"detail": [entry]})
    assert isinstance(error, BadValue)
    assert (error.parameter, error.message) == ("b", "too small")
    failed = failed_by(error)
    assert (failed.kind, failed.parameter) == ("validation", "b")


def test_a_validator_without_a_name_is_found_by_its_place_among_the_inputs() -> None:
    good = {"__type__": "validate", "is_valid": True, "message": ""}
    bad = {"__type__": "validate", "is_valid": False, "message": "no"}
    assert status(422, {"detail": [good, good, bad]}).parameter == "b"


def test_a_422_that_names_several_parameters_keeps_the_words_of_each() -> None:
    bad = [
        {"__type__": "validate", "is_valid": False, "message": words, "parameter_name": name}
        for name, words in (("a", "too small"), ("b", "too big"))
    ]
    failed = failed_by(status(422, {"detail": bad}))
    assert failed.problems == (("a", "too small"), ("b", "too big"))
    assert (failed.parameter, failed.message) == ("a", "there: a: too small; b: too big")


@pytest.mark.parametrize(
    "detail", [[{"type": "list_type", "loc": ["body", "data"], "msg": "not a list"}], "odd", 7, []]
)
def test_another_422_names_no_parameter(detail: Any) -> None:
    error = status(422, {"detail": detail})
    assert (error.kind, error.parameter) == ("validation", "")


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
def test_each_broken_exchange_has_its_kind(error: httpx.HTTPError, kind: str) -> None:
    assert error_of_exchange(error, where="host").kind == kind
