"""Requests to the demo's Hub and its responses, as values, without sockets.

Source: huggingface_hub 2.4, utils/_http.py (hf_raise_for_status).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

JSON_TYPE = {"Content-Type": "application/json; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Request:
    """A GET or HEAD request, decoded."""

    path: str
    query: Mapping[str, list[str]]
    authorization: str = ""

    def last(self, name: str) -> str:
        """Return the last value of a query parameter, or an empty text."""
        return self.query.get(name, [""])[-1]


@dataclass(frozen=True, slots=True)
class Response:
    """The response to a request."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: JSON_TYPE)


def json_response(value: object, status: int = 200, **headers: str) -> Response:
    """Return a response in JSON. Underscores in the names of headers become hyphens."""
    extra = {name.replace("_", "-"): text for name, text in headers.items()}
    return Response(status, json.dumps(value, ensure_ascii=False).encode(), JSON_TYPE | extra)


def error_response(status: int, message: str, code: str = "") -> Response:
    """Return an error as the Hub does: the message in body and header, the code in a header."""
    headers = {"X_Error_Message": message}
    if code:
        headers["X_Error_Code"] = code
    return json_response({"error": message}, status, **headers)
