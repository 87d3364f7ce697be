"""Responses and exceptions of HTTP -> our errors: what, where, what next (security.md P14)."""

import json
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus

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


def shorten(failure: Failure) -> Failure:
    """Return `failure` with a message of one line; the whole text goes to its details."""
    line, details = one_line(failure.message)
    return replace(failure, message=line, details=failure.details or details)


def one_line(text: str) -> tuple[str, str]:
    """Give the first line of `text`, cut to fit a message, and the whole as details if that lost something."""
    whole = text.strip()
    line = whole[: MESSAGE_CHARS * 4].split("\n", 1)[0].strip()
    if len(line) > MESSAGE_CHARS:
        line = line[: MESSAGE_CHARS - 1] + "…"
    return line, "" if line == whole else whole[:DETAILS_CHARS]


def error_of_status(
    status: int,
    headers: httpx.Headers,
    body: bytes,
    *,
    where: str,
    endpoint: Endpoint | None = None,
) -> SpacetuiError:
    """Give the error for an answer that is not a success. endpoint: the one called, if it was a call."""
    detail = _json(body)
    said = _detail_text(detail)
    quoted = f": {said}" if said else ""
    match status:
        case 401:
            return AuthError(
                f"a login is needed{quoted}",
                where=where,
                hint="Give a user and password, or a token for this app.",
            )
        case 403:
            return AuthError(
                f"the server refuses{quoted}",
                where=where,
                hint="It may be private, or the token wrong.",
            )
        case 404 if endpoint is not None:
            return NotGradio(
                f"the server does not know this request{quoted}",
                where=where,
                hint="The app may have changed; open it again.",
            )
        case 404 | 410:
            return NotGradio("no Gradio app here (404)", where=where, hint="Check the address.")
        case 413:
            return UsageError(f"too big for this app{quoted}", where=where, hint="Send less.")
        case 422 if endpoint is not None:
            return _invalid(detail, endpoint, where)
        case 429 | 503:
            seconds = retry_after(headers)
            hint = "Try again in a while." if seconds is None else f"Try again in {seconds:.0f} s."
            message = f"the server has no room now ({status}){quoted}"
            return Busy(message, where=where, hint=hint, retry_after=seconds)
    name = _status_name(status)
    if status >= 500:
        if endpoint is None:
            return Unreachable(
                f"the server answers {name}{quoted}", where=where, hint="Try again in a while."
            )
        return Lost(
            f"the server answers {name}{quoted}",
            where=where,
            hint="Whether it took the call is not known.",
        )
    return UsageError(
        f"the server answers {name}{quoted}", where=where, hint="Check the address and the call."
    )


def error_of_httpx(error: httpx.HTTPError | httpx.InvalidURL, *, where: str) -> SpacetuiError:
    """Give the error for an exchange that broke."""
    match error:
        case httpx.ConnectTimeout():
            return TimedOut(
                f"no connection within {CONNECT_SECONDS:g} s",
                where=where,
                hint="Check the address and the network.",
            )
        case httpx.ConnectError() | httpx.ProxyError():
            return error_of_connect(error, where=where)
        case httpx.TimeoutException():
            return TimedOut(
                "the server stopped answering", where=where, hint="Try again in a while."
            )
        case httpx.LocalProtocolError():  # its text may quote a header, and a header may be a secret
            return UsageError(
                "this request cannot be sent as it is", where=where, hint="Check the headers."
            )
        case httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return UsageError(
                f"this is no address to ask: {error}", where=where, hint="Check the address."
            )
        case httpx.RemoteProtocolError() if "headers" in str(error).lower() or "too long" in str(
            error
        ):
            return NotGradio(
                "the answer's headers are broken or too long",
                where=where,
                hint="Check the address.",
            )
    return Lost(
        "the connection broke off", where=where, hint="Try again.", details=str(error).strip()
    )


def error_of_connect(error: BaseException, *, where: str) -> SpacetuiError:
    """Give the error for a connection that could not be made."""
    return Unreachable(
        _connect_reason(error), where=where, hint="Check the address and the network."
    )


def _connect_reason(error: BaseException) -> str:
    for cause in _causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                return f"the certificate is not valid: {cause.verify_message}"
            case ssl.SSLError():
                return f"no secure connection: {cause.reason or 'TLS failed'}"
            case socket.gaierror():
                return "no such host, or no network"
            case ConnectionRefusedError():
                return "the connection was refused: nothing listens there"
    return f"no connection: {error}"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(10):  # a chain of exceptions may be a ring
        if error is None:
            return
        yield error
        if isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        else:
            error = error.__cause__ or error.__context__


def _invalid(detail: Json, endpoint: Endpoint, where: str) -> SpacetuiError:
    """Read a 422: of an app's own validator (Gradio >= 5.45), an entry for each input; else FastAPI's."""
    entries = (
        [each for each in detail if isinstance(each, Mapping)] if isinstance(detail, list) else []
    )
    if isinstance(detail, Mapping):
        entries = [detail]
    problems: list[tuple[str, str]] = []
    for place, entry in enumerate(entries):
        if entry.get("__type__") == "validate" and entry.get("is_valid") is False:
            name = text_of(entry.get("parameter_name"))
            parameter = endpoint.parameter(name)
            if (
                parameter is None
                and len(entries) == len(endpoint.input_slots)
                and endpoint.input_slots[place]
            ):
                parameter = endpoint.parameters[sum(endpoint.input_slots[:place])]
            message, _ = one_line(text_of(entry.get("message")) or "not accepted by the app")
            problems.append((parameter.name if parameter else name, message))
    if not problems:
        reason = _detail_text(detail) or "no reason"
        return BadValue(f"the server does not take these values: {reason}", where=where)
    name, message = problems[0]
    if len(problems) > 1:
        message = "; ".join(f"{name}: {message}" for name, message in problems)
    return BadValue(message, parameter=name, problems=tuple(problems), where=where)


def _json(body: bytes) -> Json:
    """Give `detail` of a FastAPI error, or None for what is no such JSON (an HTML page is never shown)."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer.get("detail", answer.get("error")) if isinstance(answer, dict) else None


def _detail_text(detail: Json) -> str:
    if isinstance(detail, list):
        detail = detail[0] if detail else None
    if isinstance(detail, Mapping):
        detail = next((detail[key] for key in ("error", "message", "msg") if detail.get(key)), None)
    return one_line(detail)[0] if isinstance(detail, str) else ""


def text_of(value: Json) -> str:
    """Give a stranger's text, whatever they sent instead of it."""
    if isinstance(value, str):
        return value
    return "" if value is None or isinstance(value, bool) else json.dumps(value, ensure_ascii=False)


def _status_name(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
