"""Our errors for the responses and exceptions of HTTP (security.md P14).

Each says what happened, where, and what to do next.
"""

import json
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import TypeAlias

import httpx

from spacetui.errors import (
    AuthError,
    BadValue,
    Busy,
    Failure,
    Lost,
    NotGradio,
    SpacetuiError,
    TimedOut,
    Unreachable,
    UsageError,
)
from spacetui.model.schema import Endpoint, Json
from spacetui.system.network import retry_after
from spacetui.wire.limits import CONNECT_SECONDS, DETAILS_CHARS, MESSAGE_CHARS

# The class of an error, its message and its hint.
_Row: TypeAlias = tuple[type[SpacetuiError], str, str]

_BY_STATUS: dict[int, _Row] = {
    401: (AuthError, "a login is needed", "Give a user and password, or a token for this app."),
    403: (AuthError, "the server refuses", "It may be private, or the token wrong."),
    # Of a call. For any other request there is no app at this address.
    404: (
        NotGradio,
        "the server does not know this request",
        "The app may have changed; open it again.",
    ),
    413: (UsageError, "too big for this app", "Send less."),
}
# After these a new sentence may follow.
_PUNCTUATION = (".", ",", ":", ";", "!", "?", "…")
# What h11 says of an answer whose first byte is a control, as the alert of a TLS server is.
_NOT_HTTP = "illegal request line"
# What OpenSSL says when the other side answers a handshake in plain text, or hangs up.
_NO_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST", "UNKNOWN_PROTOCOL")


def shorten(failure: Failure) -> Failure:
    """Return `failure` with a message of one line; the whole text goes to its details."""
    line, details = one_line(failure.message)
    return failure._replace(message=line, details=failure.details or details)


def one_line(text: str) -> tuple[str, str]:
    """Return the lines of `text` joined to one, cut to the length of a message, and the details.

    The details are the whole text where it is not the line itself, and empty otherwise.
    """
    whole = text.strip()
    start = whole[: MESSAGE_CHARS * 4]
    line = _joined([each.strip() for each in start.split("\n") if each.strip()])
    if len(line) > MESSAGE_CHARS or len(start) < len(whole):
        line = line[: MESSAGE_CHARS - 1] + "…"
    return line, "" if line == whole else whole[:DETAILS_CHARS]


def _joined(lines: Sequence[str]) -> str:
    """Return lines as one; a semicolon stands where a line ends without punctuation."""
    if not lines:
        return ""
    *before, last = lines
    ended = [each if each.endswith(_PUNCTUATION) else f"{each};" for each in before]
    return " ".join([*ended, last])


def error_of_status(
    status: int,
    headers: httpx.Headers,
    body: bytes,
    *,
    where: str,
    endpoint: Endpoint | None = None,
) -> SpacetuiError:
    """Return the error for a response that is not a success.

    endpoint: the endpoint that was called, if the request was a call.
    """
    detail = _parse_detail(body)
    if status == 422 and endpoint is not None:
        return _error_of_values(detail, endpoint, where)
    if status == 410 or (status == 404 and endpoint is None):
        return NotGradio(f"no Gradio app here ({status})", where=where, hint="Check the address.")
    if status in (429, 503):
        return _error_of_no_room(status, headers, body, detail, where)
    error_class, message, hint = _BY_STATUS.get(status) or _row_of(
        status, is_call=endpoint is not None
    )
    return error_class(_with_reason(message, detail), where=where, hint=hint)


def _error_of_no_room(
    status: int, headers: httpx.Headers, body: bytes, detail: Json, where: str
) -> Busy | Unreachable:
    """Return the error for a 429 or 503.

    A 503 is a full queue only with a reason as Gradio gives it, or where the server says when to
    come again. Any other is of a proxy in front of an app that is not there.
    """
    seconds = retry_after(headers)
    if status == 503 and seconds is None and not _reason_in(detail):
        reason = _plain_text(headers, body)
        message = _with_reason(f"the server answers {_status_name(status)}", reason)
        return Unreachable(message, where=where, hint="Try again in a while.")
    hint = "Try again in a while." if seconds is None else f"Try again in {seconds:.0f} s."
    what = "the server has no room now" if status == 503 else "the server wants fewer requests"
    message = _with_reason(f"{what} ({status})", detail)
    return Busy(message, where=where, hint=hint, retry_after=seconds)


def _plain_text(headers: httpx.Headers, body: bytes) -> str:
    """Return a body that is plain text; empty for a page and everything else."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return body.decode("utf-8", "replace") if kind == "text/plain" else ""


def _row_of(status: int, *, is_call: bool) -> _Row:
    message = f"the server answers {_status_name(status)}"
    if status < 500:
        return UsageError, message, "Check the address and the call."
    if is_call:
        return Lost, message, "Whether it took the call is not known."
    return Unreachable, message, "Try again in a while."


def _status_name(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def error_of_httpx(error: httpx.HTTPError | httpx.InvalidURL, *, where: str) -> SpacetuiError:
    """Return the error for a request that httpx could not send, or whose response broke off."""
    text = str(error)
    match error:
        case httpx.ConnectTimeout():
            message = f"no connection within {CONNECT_SECONDS:g} s"
            return TimedOut(message, where=where, hint="Check the address and the network.")
        case httpx.ConnectError() | httpx.ProxyError():
            return error_of_connect(error, where=where)
        case httpx.TimeoutException():
            message = "the server stopped answering"
            return TimedOut(message, where=where, hint="Try again in a while.")
        case httpx.LocalProtocolError():  # its text may quote a header, which may be a secret
            message = "this request cannot be sent as it is"
            return UsageError(message, where=where, hint="Check the headers.")
        case httpx.InvalidURL() | httpx.UnsupportedProtocol():
            message = f"this is not an address of a server: {text}"
            return UsageError(message, where=where, hint="Check the address.")
        case httpx.RemoteProtocolError() if text == _NOT_HTTP:
            hint = f"If it is a server with TLS, write https://{where}."
            return Unreachable("the server does not speak http", where=where, hint=hint)
        case httpx.RemoteProtocolError() if "headers" in text.lower() or "too long" in text:
            message = "the answer's headers are broken or too long"
            return NotGradio(message, where=where, hint="Check the address.")
    return Lost("the connection broke off", where=where, hint="Try again.", details=text.strip())


def error_of_connect(error: BaseException, *, where: str) -> SpacetuiError:
    """Return the error for a connection that could not be made."""
    message, hint = _connect_reason(error, where)
    return Unreachable(message, where=where, hint=hint or "Check the address and the network.")


def _connect_reason(error: BaseException, where: str) -> tuple[str, str]:
    """Return why there is no connection, and what to do about it; the hint may be empty."""
    for cause in _causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                message = f"the certificate is not valid: {cause.verify_message}"
                return message, "If you trust this server all the same, use --insecure."
            case ssl.SSLEOFError():
                return "the server ended the TLS handshake", _http_hint(where)
            case ssl.SSLError(reason=reason) if reason in _NO_TLS:
                return "the server speaks plain http, and was asked by https", _http_hint(where)
            case ssl.SSLError():
                return f"no secure connection: {cause.reason or 'TLS failed'}", ""
            case socket.gaierror():
                return "no such host, or no network", ""
            case ConnectionRefusedError():
                return "the connection was refused: nothing listens there", ""
    return f"no connection: {error}", ""


def _http_hint(where: str) -> str:
    return f"If it is a server without TLS, write http://{where}."


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(10):  # a chain of exceptions may be a ring
        if error is None:
            return
        yield error
        if isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        else:
            error = error.__cause__ or error.__context__


def _error_of_values(detail: Json, endpoint: Endpoint, where: str) -> BadValue:
    """Return the error for a 422, the answer to values that do not fit."""
    problems = _problems_in(detail, endpoint)
    if not problems:
        reason = _reason_in(detail) or "no reason"
        return BadValue(f"the server does not take these values: {reason}", where=where)
    name, message = problems[0]
    if len(problems) > 1:
        message = "; ".join(f"{name}: {message}" for name, message in problems)
    return BadValue(message, parameter=name, problems=tuple(problems), where=where)


def _problems_in(detail: Json, endpoint: Endpoint) -> list[tuple[str, str]]:
    """Return the name of each parameter that the app's own validator refuses, and why.

    Gradio 5.45 and later send an entry for each input. The entries of FastAPI have another form.
    """
    listed = detail if isinstance(detail, list) else [detail]
    entries = [each for each in listed if isinstance(each, Mapping)]
    return [
        (_parameter_of(entry, place, len(entries), endpoint), _reason_of(entry))
        for place, entry in enumerate(entries)
        if entry.get("__type__") == "validate" and entry.get("is_valid") is False
    ]


def _parameter_of(entry: Mapping[str, Json], place: int, count: int, endpoint: Endpoint) -> str:
    """Return the name of the parameter that entry number `place` of `count` is about."""
    name, slots = text_of(entry.get("parameter_name")), endpoint.input_slots
    if endpoint.parameter(name) is not None or count != len(slots) or not slots[place]:
        return name
    return endpoint.parameters[sum(slots[:place])].name


def _reason_of(entry: Mapping[str, Json]) -> str:
    return one_line(text_of(entry.get("message")) or "not accepted by the app")[0]


def _parse_detail(body: bytes) -> Json:
    """Return the `detail` of an error of FastAPI, or None for any other body.

    An HTML page is not shown anywhere.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    return content.get("detail", content.get("error"))


def _with_reason(message: str, detail: Json) -> str:
    reason = _reason_in(detail)
    return f"{message}: {reason}" if reason else message


def _reason_in(detail: Json) -> str:
    """Return the server's own words in a `detail`, as one line; empty if there are none."""
    if isinstance(detail, list):
        detail = next(iter(detail), None)
    if isinstance(detail, Mapping):
        detail = next((detail[key] for key in ("error", "message", "msg") if detail.get(key)), None)
    if not isinstance(detail, str):
        return ""
    return one_line(detail)[0]


def text_of(value: Json) -> str:
    """Return the text that a server sent, or the JSON of what it sent in place of a text."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return ""
    return json.dumps(value, ensure_ascii=False)
