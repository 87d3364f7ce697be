"""The error that an app reported becomes one clear line."""

from typing import Any

import pytest

from spacetui.wire.calls.app_failure import app_failure
from spacetui.wire.limits import MESSAGE_CHARS

# Texts of the `spaces` package 0.51, zero/client.py.
FREE = (
    "You have exceeded your free ZeroGPU quota (60s requested vs. 12s left). Try again in 3:21:09."
    ' <a style="white-space: nowrap" href="https://huggingface.co/join">Create a free account</a>'
)


def test_a_quota_text_is_of_kind_quota_and_says_when() -> None:
    failed = app_failure({"error": FREE, "title": "ZeroGPU quota exceeded"}, quoted=False)
    assert failed.kind == "quota"
    assert failed.retry_after == 3 * 3600 + 21 * 60 + 9
    assert failed.hint == "", "the message says it already"
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
    assert failed.message == f"first; {'x' * (MESSAGE_CHARS - 8)}…"
    assert failed.details.startswith("first\nxxx")
    assert len(failed.details) < 200_000
    long = app_failure({"error": "y" * 2_000_000}, quoted=False)
    assert len(long.message) <= MESSAGE_CHARS
    assert long.message.endswith("…")


def test_an_object_as_a_reason_is_shown_as_json() -> None:
    assert app_failure({"error": {"code": 7}}, quoted=False).message == '{"code": 7}'
