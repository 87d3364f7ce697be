"""HOSTILE: the routes of small malicious Gradio apps, by name.

Each row replaces some of the routes of a healthy app.
"""

import asyncio
import re
from collections.abc import Callable
from typing import Any

from tests.live.fault_routes import (
    CONFIG,
    EVENT_ID,
    INFO,
    Reply,
    Route,
    endless,
    message,
    page,
    plain,
    stream,
)
from tests.live.fault_table import FAULTS

TOKEN = "hf_promisePromisePromise1234"
HEADER = "myOwnHeaderSecret9"
PASSWORD = "my-own-password-77"
# Markup that crashes or acts, window title, reversed word, C1, lone surrogate, DEL, separators.
NASTY = "[/x] [@click=app.quit]q[/] \x1b]0;owned\x07 a\u202eb \x9b31m \ud800 \x7f \u2028 <b>\u2066"
CONFIG_, INFO_, JOIN, DATA = (
    "/config",
    "/gradio_api/info",
    "/gradio_api/queue/join",
    "/gradio_api/queue/data",
)
FILES = "/gradio_api/file="


def echo(reply: Reply) -> str:
    """Return what a careless server repeats: the credentials that it was sent."""
    sent = {
        name: value
        for name, value in reply.request.headers.items()
        if name not in ("host", "accept")
    }
    return f"you sent {sent}"


def repeating(answer: Callable[[str], Route]) -> Route:
    """Return a route that answers with what `answer` makes of the credentials in the request."""
    return lambda reply: answer(echo(reply))(reply)


def events(*messages: tuple[str, dict[str, Any]]) -> Route:
    return stream(*(message(kind, **fields) for kind, fields in messages))


def completed(*data: Any) -> tuple[str, dict[str, Any]]:
    return "process_completed", {"output": {"data": list(data)}, "success": True}


def failed(error: Any, **more: Any) -> tuple[str, dict[str, Any]]:
    return "process_completed", {"output": {"error": error, **more}, "success": False}


def file(path: str, **more: Any) -> dict[str, Any]:
    return {"path": path, "meta": {"_type": "gradio.FileData"}, **more}


def returning(*data: Any) -> dict[str, Route]:
    return {DATA: events(("process_starts", {"eta": None}), completed(*data))}


def titled(title: str) -> Route:
    return plain({**CONFIG, "title": title})


async def _stall(reply: Reply) -> None:
    await reply.send(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\nabc")
    await asyncio.sleep(30)


# Names that a server may give a file. Each must become an ordinary name in the folder.
NAMES = {
    "name_up": "../above.txt",
    "name_root": "/etc/cron.d/evil",
    "name_windows": "..\\..\\C:\\evil.txt",
    "name_hidden": "....bashrc",
    "name_taken": "taken.txt",
    "name_empty": "..",
    "name_device": "CON.txt",
    "name_long": "x" * 5000 + ".png",
    "name_controls": f"a\x00b\n{NASTY}.txt",
    "name_percent": "%2e%2e%2fabove.txt",
}


# Components whose every text is NASTY: one of each kind that has a field or a view of its own.
_CHOICES = [[NASTY, NASTY], ["b", "b"]]
_KINDS: dict[str, tuple[dict[str, Any], Any]] = {
    "Textbox": ({"type": "string"}, NASTY),
    "Number": ({"type": "number"}, 3),
    "Slider": ({"type": "number"}, 3),
    "Checkbox": ({"type": "boolean"}, True),
    "CheckboxGroup": ({"type": "array", "items": {"type": "string"}}, [NASTY]),
    "Radio": ({"type": "string"}, NASTY),
    "Dropdown": ({"type": "string"}, NASTY),
    "JSON": ({}, {NASTY: [NASTY]}),
    "Code": ({"type": "string"}, NASTY),
    "Dataframe": ({}, {"headers": [NASTY], "data": [[NASTY]], "metadata": None}),
    "Alien": ({"type": "string", "title": NASTY}, NASTY),
}
_OUTPUTS: dict[str, Any] = {
    "Textbox": NASTY,
    "Markdown": f"# {NASTY}\n\n[{NASTY}](javascript:alert)\n\n```\n{NASTY}\n```",
    "HTML": f"<p>{NASTY}</p><script>{NASTY}</script>",
    "JSON": {NASTY: [NASTY, {NASTY: None}]},
    "Code": NASTY,
    "Label": {"label": NASTY, "confidences": [{"label": NASTY, "confidence": 0.5}]},
    "Dataframe": {"headers": [NASTY], "data": [[NASTY]], "metadata": None},
    "Chatbot": [{"role": "user", "content": NASTY}, {"role": NASTY, "content": [NASTY]}],
    "HighlightedText": [{"token": NASTY, "class_or_confidence": NASTY}],
    "File": file(f"/x/{NASTY}", orig_name=NASTY),
    "Image": file(f"/x/{NASTY}", orig_name=NASTY, url="http://\x1b]0;owned\x07/"),
    "Gallery": [{"image": file("/x/y.png"), "caption": NASTY}],
    "Alien": NASTY,
}


def _nasty_config() -> dict[str, Any]:
    components: list[dict[str, Any]] = []
    for at, (kind, (_, value)) in enumerate(_KINDS.items()):
        props = {
            "label": NASTY, "info": NASTY, "placeholder": NASTY, "value": value, "name": NASTY,
            "choices": _CHOICES, "minimum": 1, "maximum": 9, "headers": [NASTY],
            "datatype": [NASTY],
        }  # fmt: skip
        components.append(
            {"id": at, "type": kind.lower(), "props": props, "api_info": {"description": NASTY}}
        )
    outputs = [
        {"id": 100 + at, "type": kind.lower(), "props": {"label": NASTY}}
        for at, kind in enumerate(_OUTPUTS)
    ]
    dependency = {
        "id": 0, "inputs": [each["id"] for each in components],
        "outputs": [each["id"] for each in outputs],
        "api_name": "say", "backend_fn": True, "queue": True, "api_visibility": "public",
        "types": {"generator": True, "cancel": False},
    }  # fmt: skip
    other = {**dependency, "id": 1, "api_name": NASTY.replace("/", ""), "inputs": [], "outputs": []}
    return {
        "version": f"6.31.0{NASTY}", "api_prefix": "/gradio_api", "protocol": "sse_v3",
        "title": NASTY, "components": components + outputs, "dependencies": [dependency, other],
    }  # fmt: skip


def _nasty_info() -> dict[str, Any]:
    parameters = [
        {
            "label": NASTY, "parameter_name": f"p{at}", "parameter_has_default": True,
            "parameter_default": value,
            "type": schema, "python_type": {"type": NASTY, "description": NASTY}, "component": kind,
            "example_input": value,
        }
        for at, (kind, (schema, value)) in enumerate(_KINDS.items())
    ]  # fmt: skip
    returns = [
        {"label": NASTY, "type": {}, "python_type": {"type": NASTY}, "component": kind}
        for kind in _OUTPUTS
    ]
    endpoint = {
        "parameters": parameters,
        "returns": returns,
        "description": NASTY,
        "api_visibility": "public",
    }
    without_parameters = {**endpoint, "parameters": [], "returns": []}
    return {
        "named_endpoints": {"/say": endpoint, f"/{NASTY.replace('/', '')}": without_parameters},
        "unnamed_endpoints": {},
    }


def _file_info() -> dict[str, Any]:
    parameter = {
        "label": "f",
        "parameter_name": "f",
        "parameter_has_default": True,
        "parameter_default": file("/etc/passwd"),
        "type": {"type": "object"},
        "component": "File",
    }
    gives = {"label": "g", "type": {}, "python_type": {"type": "filepath"}, "component": "File"}
    endpoint = {"parameters": [parameter], "returns": [gives], "api_visibility": "public"}
    return {"named_endpoints": {"/echo": endpoint}, "unnamed_endpoints": {}}


_SLOW = [{"type": "string", "title": str(number)} for number in range(50_000)]


def _info_of(schema: dict[str, Any], component: str) -> dict[str, Any]:
    parameter = {
        "label": "T", "parameter_name": "text", "parameter_has_default": False, "type": schema,
        "python_type": {"type": "str"}, "component": component, "new_field": [None],
    }  # fmt: skip
    gives = {"label": "g", "type": schema, "python_type": {"type": "str"}, "component": component}
    endpoint = {"parameters": [parameter], "returns": [gives], "api_visibility": "public"}
    return {"named_endpoints": {"/echo": endpoint}, "unnamed_endpoints": {}}


async def _endless_error(reply: Reply) -> None:
    await reply.send(b"HTTP/1.1 500 X\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n")
    for _ in range(2000):
        await reply.send(b"x" * 65536)


_UNITS = [{"index": 1, "length": 3, "unit": NASTY, "progress": None, "desc": NASTY}]
_MESSAGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("estimation", {"rank": 1, "queue_size": 2, "rank_eta": 3.0}),
    ("process_starts", {"eta": 1.0}),
    ("log", {"log": NASTY, "level": NASTY, "title": NASTY}),
    ("progress", {"progress_data": _UNITS}),
    (NASTY, {}),
    ("process_generating", {"output": {"data": list(_OUTPUTS.values())}, "success": True}),
)
NASTY_APP: dict[str, Route] = {CONFIG_: plain(_nasty_config()), INFO_: plain(_nasty_info())}
EVIL = "http://evil.invalid"

HOSTILE: dict[str, dict[str, Route]] = {
    **FAULTS,
    # Texts that would act on a terminal, everywhere.
    "nasty": {**NASTY_APP, DATA: events(*_MESSAGES, completed(*_OUTPUTS.values()))},
    "nasty_error": {**NASTY_APP, DATA: events(*_MESSAGES, failed(NASTY, title=NASTY))},
    "nasty_401": {CONFIG_: plain({"detail": NASTY}, 401)},
    "nasty_500": {JOIN: plain({"detail": NASTY}, 500)},
    "nasty_422": {
        JOIN: plain(
            {"detail": [{"__type__": "validate", "is_valid": False, "message": NASTY}]}, 422
        )
    },
    "nasty_redirect": {
        CONFIG_: lambda reply: reply.answer(302, b"", location="http://\x1b]0;owned\x07/")
    },
    "nasty_file": returning(file("/x", orig_name=f"../../{NASTY}.txt")),
    # A server that repeats our credentials, in each place where it can send text.
    "echo_401": {CONFIG_: repeating(lambda text: plain({"detail": text}, 401))},
    "echo_title": {CONFIG_: repeating(titled)},
    "echo_500": {JOIN: repeating(lambda text: plain({"detail": text}, 500))},
    "echo_422": {
        JOIN: repeating(
            lambda text: plain(
                {
                    "detail": [
                        {
                            "__type__": "validate",
                            "is_valid": False,
                            "message": text,
                            "parameter_name": "text",
                        }
                    ]
                },
                422,
            )
        )
    },
    "echo_error": {DATA: repeating(lambda text: events(failed(text, title=text)))},
    "echo_late_error": {DATA: repeating(lambda text: events(failed("x" * 486 + token_in(text))))},
    "echo_messages": {
        DATA: repeating(
            lambda text: events(
                ("log", {"log": text, "level": "info", "title": text}),
                (
                    "progress",
                    {"progress_data": [{"index": 1, "length": 2, "unit": text, "desc": text}]},
                ),
                (text, {}),
                completed("said"),
            )
        )
    },
    "echo_output": {
        DATA: repeating(
            lambda text: events(
                ("process_generating", {"output": {"data": [text]}}), completed(text)
            )
        )
    },
    "echo_file": {
        DATA: repeating(
            lambda text: events(completed(file(f"/{text}.txt", orig_name=f"{text}.txt")))
        )
    },
    # A server that names another place to send requests to.
    "evil_root": {
        CONFIG_: plain(
            {
                **CONFIG,
                "root": EVIL,
                "space_id": "evil/space",
                "oauth_token": "x",
                "api_prefix": "@evil.invalid",
            }
        ),
        "/queue/join": plain({"event_id": EVENT_ID}),
        "/queue/data": events(completed("done")),
        "/info": plain(INFO),
    },
    "file_elsewhere": {
        DATA: lambda reply: events(
            completed(file("/x.txt", url=f"{reply.other}/well{FILES}/x.txt"))
        )(reply),
        FILES: page(404),
    },
    "stream_away": {
        DATA: lambda reply: events(
            completed(file("/x.txt", url=f"{reply.other}/well{FILES}/x.txt", is_stream=True))
        )(reply)
    },
    "file_stall": {**returning(file("/x.txt")), FILES: _stall},
    "file_stall_cut": {**returning(file("/x.txt")), **FAULTS["file_short"]},
    "file_gone": {**returning(file("/x.txt")), **FAULTS["file_404"]},
    **{fault: returning(file("/tmp/gradio/x", orig_name=name)) for fault, name in NAMES.items()},
    "window_file": {
        INFO_: plain(_file_info()),
        **returning(file("/tmp/gradio/x", orig_name="../above.txt")),
    },
    "default_file": {INFO_: plain(_file_info())},
    # Unusual and long failures of the app.
    "app_error": {DATA: events(failed("no such colour", title="Colour"))},
    "app_html": {DATA: events(failed("<html><body><h1>Traceback (most recent call last)</h1>"))},
    "app_null": {DATA: events(failed(None))},
    "app_long": {DATA: events(failed("first line\n" + "word " * 400_000))},
    "app_quota": {DATA: events(failed("You have exceeded your GPU quota. Try again in 1:02:03"))},
    "app_cancelled": {DATA: events(("process_completed", {"output": {}, "success": True}))},
    "join_403": {JOIN: plain({"detail": "no"}, 403)},
    "join_502": {JOIN: page(502)},
    "full": {DATA: events(("queue_full", {}))},
    # Schemas that would fetch or freeze, and one of an unknown component.
    "schema_remote": {
        INFO_: lambda reply: plain(
            _info_of({"type": "string", "$ref": f"{reply.other}/schema.json"}, "Textbox")
        )(reply),
    },
    "schema_slow": {
        INFO_: plain(_info_of({"type": "string", "pattern": "^(a+)+$", "anyOf": _SLOW}, "Textbox"))
    },
    "info_alien": {
        INFO_: plain(_info_of({"type": "string", "x-new": {"deep": [1]}}, "Hologram3D"))
    },
    # Much of everything.
    "hub_endless": {"/api/": endless},
    "hub_bomb": {"/api/": FAULTS["config_bomb"][CONFIG_]},
    "error_endless": {CONFIG_: _endless_error},
    "many_units": {
        DATA: events(
            (
                "progress",
                {"progress_data": [{"index": 10**300, "length": 10**308, "desc": "u"}] * 5_000},
            ),
            completed("done"),
        )
    },
    "many_logs": {
        DATA: stream(
            *[message("log", log="l" * 200, level="info")] * 2_000,
            message("process_completed", output={"data": ["done"]}, success=True),
        )
    },
    "retry_loud": {JOIN: plain({}, 503, retry_after="9" * 300)},
}


def token_in(text: str) -> str:
    found = re.search(re.escape(TOKEN), text)
    return found[0] if found else text
