"""An OpenAPI document of an app, made from its schema.

A server's own is in own_openapi.py.
Source: gradio 6.31 routes.py, simple_predict_post, simple_predict_get, predict and upload_file; 3.50.2 routes.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from spacetui.model.components import component_type
from spacetui.model.file_data import FILE_DATA_SCHEMA, NAMED_FILE_SCHEMA
from spacetui.model.schema import MISSING, App, Endpoint, FileShape, Json, Parameter
from spacetui.model.validation import problem_with
from spacetui.wire.openapi.json_schema import FILE, Schemas, free_name
from spacetui.wire.quirks import Quirks, quirks_of

_STATE = {
    "type": "null",
    "title": "State",
    "description": "Kept by the server; null is sent in its place.",
}
_IMAGE_BYTES = {"type": "string", "description": "The picture as a data URI."}
_FAILED = {"description": "Refused, or failed; the body says why."}


def generate_document(
    app: App, endpoints: Sequence[Endpoint], *, has_token: bool, has_login: bool
) -> Json:
    """Give the document of `endpoints`, made from their schema: OpenAPI 3.1, positional values.

    has_token, has_login: whether the app was opened with one, so that whoever calls it needs one too.
    """
    return _Document(app, quirks_of(app.version)).of(
        endpoints, has_token=has_token, has_login=has_login
    )


@dataclass(slots=True)
class _Document:
    app: App
    quirks: Quirks
    schemas: Schemas = field(default_factory=Schemas)
    ids: dict[str, int] = field(default_factory=dict)

    def of(self, endpoints: Sequence[Endpoint], *, has_token: bool, has_login: bool) -> Json:
        paths: dict[str, Json] = {}
        for each in endpoints:
            paths |= (
                self._call(each) if self.quirks.call_route and each.is_named else self._run(each)
            )
        prefix = self.app.api_prefix
        if any(one.takes_files for each in endpoints for one in each.parameters):
            paths[f"{prefix}/upload"] = {"post": self._upload()}
        if has_login:
            paths["/login"] = {"post": self._login()}
        file = NAMED_FILE_SCHEMA if self.quirks.named_files else FILE_DATA_SCHEMA
        document: dict[str, Json] = {
            "openapi": "3.1.0",
            "info": {
                "title": self.app.title or "Gradio app",
                "version": self.app.version or "unknown",
                "description": f"A Gradio app; made by spacetui from its schema at {self.app.url}.",
            },
            "servers": [{"url": self.app.url}],
            "paths": paths,
            "components": {"schemas": {"FileData": file, **self.schemas.components}},
        }
        return with_token(document) if has_token else document

    def _call(self, endpoint: Endpoint) -> dict[str, Json]:
        """Give the two routes of a call: one takes the values, one tells how it goes."""
        path = f"{self.app.api_prefix}/call/{quote(endpoint.api_name[1:], safe='')}"
        operation = self._id(endpoint.api_name)
        event_id = {
            "name": "event_id",
            "in": "path",
            "required": True,
            "schema": {"type": "string"},
        }
        taken = {
            "type": "object",
            "properties": {
                "event_id": {"type": "string", "description": f"For GET {path}/{{event_id}}."}
            },
            "required": ["event_id"],
        }
        told = {
            "schema": {
                "type": "string",
                "description": "Server-sent events: `generating` for each update, at last `complete` or `error`, "
                "`heartbeat` in between. The data of the first two is a JSON array, one value for each output.",
            },
            "x-event-data": self._outputs(endpoint),
        }
        return {
            path: {
                "post": {
                    **self._about(endpoint, operation),
                    "requestBody": self._body(endpoint, {}),
                    "responses": {"200": _json("Taken.", taken), "default": _FAILED},
                }
            },
            f"{path}/{{event_id}}": {
                "get": {
                    "operationId": self._id(f"{operation}_events"),
                    "summary": f"How a call of {endpoint.api_name} goes, and what it gives",
                    "parameters": [event_id],
                    "responses": {
                        "200": {
                            "description": "What happens, until it ends.",
                            "content": {"text/event-stream": told},
                        },
                        "default": _FAILED,
                    },
                }
            },
        }

    def _run(self, endpoint: Endpoint) -> dict[str, Json]:
        """Give the one route of a call that older servers have: it answers when the call is done."""
        name = endpoint.api_name[1:] if endpoint.is_named else f"fn_{endpoint.fn_index}"
        # Without a name the path may be any, and the body says which it is.
        more = {} if endpoint.is_named else {"fn_index": {"const": endpoint.fn_index}}
        given = {
            "type": "object",
            "properties": {"data": self._outputs(endpoint), "duration": {"type": "number"}},
            "required": ["data"],
        }
        operation = {
            **self._about(endpoint, self._id(name)),
            "requestBody": self._body(endpoint, more),
            "responses": {
                "200": _json("Done. Of what is streamed, the first.", given),
                "default": _FAILED,
            },
        }
        return {f"{self.app.api_prefix}/run/{quote(name, safe='')}": {"post": operation}}

    def _about(self, endpoint: Endpoint, operation: str) -> dict[str, Json]:
        head = endpoint.description.strip().partition("\n")[0]
        about: dict[str, Json] = {"operationId": operation, "summary": head or endpoint.api_name}
        if head != endpoint.description.strip():
            about["description"] = endpoint.description
        return about

    def _id(self, name: str) -> str:
        return free_name(re.sub(r"[^A-Za-z0-9_]", "_", name.lstrip("/"))[:100] or "call", self.ids)

    def _body(self, endpoint: Endpoint, more: dict[str, Json]) -> Json:
        values = iter(endpoint.parameters)
        items = [
            self._input(next(values)) if is_shown else _STATE for is_shown in endpoint.input_slots
        ]
        data = {**_array(items), "minItems": len(items)}
        body = {"type": "object", "properties": {"data": data, **more}, "required": ["data", *more]}
        return {"required": True, "content": {"application/json": {"schema": body}}}

    def _outputs(self, endpoint: Endpoint) -> dict[str, Json]:
        values = iter(endpoint.returns)
        items = []
        for is_shown in endpoint.output_slots:
            each = next(values) if is_shown else None
            clean = self.schemas.clean(each.schema) if each is not None else _STATE
            items.append(
                {**clean, "title": each.label} if each is not None and each.label else clean
            )
        return _array(items)

    def _input(self, parameter: Parameter) -> dict[str, Json]:
        schema = self._value(parameter)
        if parameter.default is None and schema:
            schema = {"anyOf": [schema, {"type": "null"}]}
        schema["title"] = parameter.name
        label = parameter.label if parameter.label != parameter.name else ""
        words = (label, parameter.info, parameter.description, schema.get("description", ""))
        if described := ". ".join(
            dict.fromkeys(each.strip().rstrip(".") for each in words if each.strip())
        ):
            schema["description"] = described
        default = parameter.default
        # One that does not fit its own schema is for the page alone.
        if default is None or (default is not MISSING and problem_with(default, parameter) is None):
            schema["default"] = default
        if (
            parameter.example not in (MISSING, None)
            and parameter.choices is None
            and not parameter.takes_files
        ):
            schema["examples"] = [parameter.example]
        return schema

    def _value(self, parameter: Parameter) -> dict[str, Json]:
        if parameter.choices is not None and not parameter.allow_custom_value:
            return _choice(parameter)
        schema = self.schemas.clean(parameter.schema)
        if not schema and parameter.file_shape in (
            FileShape.ONE,
            FileShape.MANY,
        ):  # Gradio 3 gives none
            one = (
                _IMAGE_BYTES
                if component_type(parameter.component).is_inline and self.quirks.named_files
                else FILE
            )
            schema = (
                {"type": "array", "items": one}
                if parameter.file_shape is FileShape.MANY
                else dict(one)
            )
        if schema.get("type") in ("number", "integer"):
            limits = {"minimum": parameter.minimum, "maximum": parameter.maximum}
            schema |= {key: limit for key, limit in limits.items() if limit is not None}
            schema |= {"type": "integer"} if parameter.is_integer else {}
        return schema

    def _upload(self) -> Json:
        files = {
            "files": {
                "type": "array",
                "items": {"type": "string", "contentMediaType": "application/octet-stream"},
            }
        }
        body = {
            "multipart/form-data": {
                "schema": {"type": "object", "properties": files, "required": ["files"]}
            }
        }
        paths = {"type": "array", "items": {"type": "string"}}
        return {
            "operationId": self._id("upload"),
            "summary": "Bring files to the server",
            "requestBody": {"required": True, "content": body},
            "responses": {
                "200": _json("The path of each file, for a call.", paths),
                "default": _FAILED,
            },
        }

    def _login(self) -> Json:
        names = {"username": {"type": "string"}, "password": {"type": "string"}}
        schema = {"type": "object", "properties": names, "required": list(names)}
        return {
            "operationId": self._id("login"),
            "summary": "Log in; the cookies that come go along with every other request",
            "security": [],
            "requestBody": {
                "required": True,
                "content": {"application/x-www-form-urlencoded": {"schema": schema}},
            },
            "responses": {"200": {"description": "Logged in."}, "default": _FAILED},
        }


def with_token(document: dict[str, Json]) -> dict[str, Json]:
    """Give `document` with a token that every request carries."""
    scheme = {"type": "http", "scheme": "bearer", "description": "A token that may use this app."}
    components = {**document["components"], "securitySchemes": {"token": scheme}}
    return {**document, "components": components, "security": [{"token": []}]}


def _array(items: Sequence[Json]) -> dict[str, Json]:
    """Give the schema of an array of exactly these; no more may follow."""
    return (
        {"type": "array", "prefixItems": list(items), "items": False}
        if items
        else {"type": "array", "maxItems": 0}
    )


def _json(words: str, schema: Json) -> Json:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _choice(parameter: Parameter) -> dict[str, Json]:
    choices = parameter.choices or ()
    one: dict[str, Json] = {"enum": [each.value for each in choices]} if choices else {}
    if any(each.label != each.value for each in choices):
        one["x-labels"] = [each.label for each in choices]
    if not parameter.takes_list:
        return one
    most = {} if parameter.max_choices is None else {"maxItems": parameter.max_choices}
    return {"type": "array", "items": one, **most}
