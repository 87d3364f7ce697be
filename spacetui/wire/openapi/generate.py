"""An OpenAPI document of an app, made from its schema.

A server's own document is in server_document.py.
Source: gradio 6.31 routes.py, simple_predict_post, simple_predict_get, predict and upload_file;
gradio 3.50.2 routes.py.
"""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from spacetui.model.schema import App, Endpoint, Json
from spacetui.wire.http.credentials import Credentials
from spacetui.wire.openapi.schema_cleaner import free_name
from spacetui.wire.openapi.value_schemas import ValueSchemas
from spacetui.wire.quirks import quirks_of

_MAX_ID = 100  # characters of an operationId
_FAILED = {"description": "Refused or failed; the body has the reason."}


def generate_document(
    app: App, endpoints: Sequence[Endpoint], credentials: Credentials | None = None
) -> Json:
    """Return a document of `endpoints`: OpenAPI 3.1, with positional values.

    credentials: those that the app was opened with, so that its callers need such ones too. They
    are named, and their values are not in the document.
    """
    return _Generator(app).document(endpoints, credentials or Credentials())


class _Generator:
    """Makes one document; it keeps the names that must be unique in it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._quirks = quirks_of(app.version)
        self._schemas = ValueSchemas(self._quirks)
        self._ids: dict[str, int] = {}

    def document(self, endpoints: Sequence[Endpoint], credentials: Credentials) -> Json:
        app = self._app
        paths: dict[str, Json] = {}
        for each in endpoints:
            paths |= self._paths(each)
        if any(one.takes_files for each in endpoints for one in each.parameters):
            paths[f"{app.api_prefix}/upload"] = {"post": self._upload()}
        if credentials.auth is not None:
            paths["/login"] = {"post": self._login()}
        document: dict[str, Json] = {
            "openapi": "3.1.0",
            "info": {
                "title": app.title or "Gradio app",
                "version": app.version or "unknown",
                "description": f"A Gradio app; made by spacetui from its schema at {app.url}.",
            },
            "servers": [{"url": app.url}],
            "paths": paths,
            "components": {"schemas": self._schemas.components},
        }
        return with_security(document, credentials)

    def _paths(self, endpoint: Endpoint) -> dict[str, Json]:
        if self._quirks.call_route and endpoint.is_named:
            return self._call_and_events(endpoint)
        return self._run(endpoint)

    def _call_and_events(self, endpoint: Endpoint) -> dict[str, Json]:
        """Return the two routes of a call: one takes the values, one sends the events."""
        path = f"{self._app.api_prefix}/call/{quote(endpoint.api_name[1:], safe='')}"
        operation_id = self._id(endpoint.api_name)
        outputs = self._schemas.outputs(endpoint)
        description = f"For GET {path}/{{event_id}}."
        accepted = _object({"event_id": {"type": "string", "description": description}})
        call = {
            **_summary(endpoint, operation_id),
            "requestBody": _json_body(_object({"data": self._schemas.inputs(endpoint)})),
            "responses": _responses("Accepted.", {"application/json": {"schema": accepted}}),
        }
        event_id = {
            "name": "event_id",
            "in": "path",
            "required": True,
            "schema": {"type": "string"},
        }
        stream = {
            "schema": {
                "type": "string",
                "description": (
                    "Server-sent events: `generating` for each update, at last `complete` or "
                    "`error`, `heartbeat` in between. The data of the first two is a JSON array, "
                    "one value for each output."
                ),
            },
            "x-event-data": outputs,
        }
        events = {
            "operationId": self._id(f"{operation_id}_events"),
            "summary": f"The events of a call of {endpoint.api_name}, and its outputs",
            "parameters": [event_id],
            "responses": _responses(
                "The events, until the call ends.", {"text/event-stream": stream}
            ),
        }
        return {path: {"post": call}, f"{path}/{{event_id}}": {"get": events}}

    def _run(self, endpoint: Endpoint) -> dict[str, Json]:
        """Return the one route of a call that older servers have; it answers after the call."""
        name = endpoint.api_name[1:]
        outputs = self._schemas.outputs(endpoint)
        body = {"data": self._schemas.inputs(endpoint)}
        if not endpoint.is_named:
            # The path may be any; the body names the endpoint.
            name = f"fn_{endpoint.fn_index}"
            body["fn_index"] = {"const": endpoint.fn_index}
        answer = {
            "type": "object",
            "properties": {"data": outputs, "duration": {"type": "number"}},
            "required": ["data"],
        }
        operation = {
            **_summary(endpoint, self._id(name)),
            "requestBody": _json_body(_object(body)),
            "responses": _responses(
                "Done. Of a streamed output, its first value.",
                {"application/json": {"schema": answer}},
            ),
        }
        return {f"{self._app.api_prefix}/run/{quote(name, safe='')}": {"post": operation}}

    def _upload(self) -> Json:
        one_file = {"type": "string", "contentMediaType": "application/octet-stream"}
        form = _object({"files": {"type": "array", "items": one_file}})
        paths = {"type": "array", "items": {"type": "string"}}
        return {
            "operationId": self._id("upload"),
            "summary": "Upload files",
            "requestBody": _body("multipart/form-data", form),
            "responses": _responses(
                "The path of each file, for a call.", {"application/json": {"schema": paths}}
            ),
        }

    def _login(self) -> Json:
        form = _object({"username": {"type": "string"}, "password": {"type": "string"}})
        return {
            "operationId": self._id("login"),
            "summary": "Log in; every other request must send the cookies that this sets",
            "security": [],
            "requestBody": _body("application/x-www-form-urlencoded", form),
            "responses": {"200": {"description": "Logged in."}, "default": _FAILED},
        }

    def _id(self, name: str) -> str:
        """Return an operationId that no other operation has."""
        plain = re.sub(r"[^A-Za-z0-9_]", "_", name.lstrip("/"))[:_MAX_ID]
        return free_name(plain or "call", self._ids)


def with_security(document: dict[str, Json], credentials: Credentials) -> dict[str, Json]:
    """Return `document` with the tokens that every request carries."""
    schemes: dict[str, Json] = {}
    if credentials.token:
        about = "A token that may use this app."
        schemes["token"] = {"type": "http", "scheme": "bearer", "description": about}
    if credentials.hub_token:
        about = "`Bearer ` and a token of the Hub that may use this Space."
        header = {"in": "header", "name": "X-HF-Authorization"}
        schemes["hub_token"] = {"type": "apiKey", **header, "description": about}
    if not schemes:
        return document
    components = {**document["components"], "securitySchemes": schemes}
    return {**document, "components": components, "security": [{name: [] for name in schemes}]}


def _summary(endpoint: Endpoint, operation_id: str) -> dict[str, Json]:
    text = endpoint.description.strip()
    head = text.partition("\n")[0]
    summary: dict[str, Json] = {"operationId": operation_id, "summary": head or endpoint.api_name}
    if head != text:
        summary["description"] = endpoint.description
    return summary


def _object(properties: Mapping[str, Json]) -> dict[str, Json]:
    """Return the schema of an object with these properties, all required."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _json_body(schema: Json) -> Json:
    return _body("application/json", schema)


def _body(media_type: str, schema: Json) -> Json:
    return {"required": True, "content": {media_type: {"schema": schema}}}


def _responses(description: str, content: Mapping[str, Json]) -> Json:
    return {"200": {"description": description, "content": content}, "default": _FAILED}
