"""The faults of a small Gradio app: by name, the routes that differ from WELL."""

import gzip
import json

from tests.live.fault_routes import (
    CLOSED,
    COMPLETED,
    CONFIG,
    EVENT_ID,
    EVENTS,
    INFO,
    PAGE,
    PARTIAL,
    STARTS,
    Route,
    drip,
    encoded,
    endless,
    first,
    message,
    page,
    plain,
    redirect,
    reset_in_body,
    silence,
    stream,
    then_reset,
    then_silence,
)

FILE = lambda reply: reply.answer(200, b"file body", "application/octet-stream")  # noqa: E731
WELL: dict[str, Route] = {
    "/config": plain(CONFIG),
    "/gradio_api/info": plain(INFO),
    "/gradio_api/queue/join": plain({"event_id": EVENT_ID}),
    "/gradio_api/queue/data": stream(STARTS, PARTIAL, COMPLETED, CLOSED),
    "/gradio_api/cancel": plain({"success": True}),
    "/gradio_api/upload": plain(["/tmp/gradio/up/x.txt"]),
    "/gradio_api/file=": FILE,
    "/login": plain({"success": True}, set_cookie="access-token-unsecure-x=crumb; Path=/"),
}
CONFIG_, JOIN, DATA, FILES = (
    "/config",
    "/gradio_api/queue/join",
    "/gradio_api/queue/data",
    "/gradio_api/file=",
)
UPLOAD = "/gradio_api/upload"
COMPLETED_FILE = message(
    "process_completed",
    output={"data": [{"path": "/srv/x.bin", "meta": {"_type": "gradio.FileData"}}]},
    success=True,
)
BOMB = gzip.compress(b" " * (64 << 20))
FAULTS: dict[str, dict[str, Route]] = {
    "well": {},
    # config and info
    "html_config": {CONFIG_: page()},
    "config_404": {CONFIG_: page(404)},
    "config_401": {CONFIG_: plain({"detail": "Not authenticated"}, 401)},
    "config_403": {CONFIG_: page(403)},
    "config_500": {CONFIG_: page(500)},
    "config_500_once": {CONFIG_: first(1, page(500), WELL[CONFIG_])},
    "config_502": {CONFIG_: page(502)},
    "config_503_twice": {CONFIG_: first(2, plain({}, 503, retry_after="0"), WELL[CONFIG_])},
    "config_503": {CONFIG_: plain({}, 503, retry_after="0")},
    "config_429_long": {CONFIG_: plain({}, 429, retry_after="60")},
    "config_reset_once": {CONFIG_: first(1, reset_in_body, WELL[CONFIG_])},
    "config_reset": {CONFIG_: reset_in_body},
    "config_silent": {CONFIG_: silence},
    "config_drip": {CONFIG_: drip},
    "config_endless": {CONFIG_: endless},
    "config_bomb": {
        CONFIG_: lambda reply: reply.answer(200, BOMB, "application/json", content_encoding="gzip")
    },
    "config_zipped": {
        CONFIG_: lambda reply: reply.answer(
            200, gzip.compress(json.dumps(CONFIG).encode()), content_encoding="gzip"
        )
    },
    "config_brotli": {CONFIG_: lambda reply: reply.answer(200, b"x", content_encoding="br")},
    "config_not_gzip": {CONFIG_: encoded(json.dumps(CONFIG).encode(), "gzip")},
    "config_half_gzip": {CONFIG_: encoded(gzip.compress(json.dumps(CONFIG).encode())[:60], "gzip")},
    "config_502_not_gzip": {CONFIG_: encoded(PAGE, "gzip", 502)},
    "config_headers": {CONFIG_: lambda reply: reply.answer(200, b"{}", x="y" * 80_000)},
    "config_more_headers": {CONFIG_: lambda reply: reply.answer(200, b"{}", x="y" * 300_000)},
    "config_not_http": {CONFIG_: lambda reply: reply.send(b"SSH-2.0-OpenSSH_9.0\r\n")},
    "config_deep": {CONFIG_: lambda reply: reply.answer(200, b"[" * 200_000)},
    "config_list": {CONFIG_: plain([])},
    "config_digits": {
        CONFIG_: lambda reply: reply.answer(200, b'{"dependencies": ' + b"9" * 5000 + b"}")
    },
    "config_near": {CONFIG_: first(1, redirect("/{fault}/config"), WELL[CONFIG_])},
    "config_loop": {CONFIG_: redirect("/{fault}/config")},
    "config_away": {CONFIG_: redirect("{other}/well/config")},
    "config_upgraded": {
        CONFIG_: redirect("{secure}/well/config"),
        "/gradio_api/info": redirect("{secure}/well/gradio_api/info"),
    },
    "config_to_app": {CONFIG_: redirect("intent://user:crumb@x/y?token=crumb#crumb")},
    "config_to_nothing": {CONFIG_: redirect("")},
    "config_to_file": {CONFIG_: redirect("file:///etc/passwd")},
    "info_500": {"/gradio_api/info": page(500)},
    "info_html": {"/gradio_api/info": page()},
    "login_wrong": {"/login": plain({"detail": "Incorrect credentials."}, 400)},
    "login_none": {"/login": redirect("/", 302)},
    # submit
    "join_401": {JOIN: plain({"detail": "Not authenticated"}, 401)},
    "join_404": {JOIN: page(404)},
    "join_429_once": {JOIN: first(1, plain({}, 429, retry_after="0"), WELL[JOIN])},
    "join_429": {JOIN: plain({}, 429, retry_after="0")},
    "join_429_long": {JOIN: plain({}, 429, retry_after="900")},
    "join_500": {JOIN: page(500)},
    "join_503": {
        JOIN: plain({"detail": "Queue is full. Max size is 2 and size is 2."}, 503, retry_after="0")
    },
    "join_html": {JOIN: page()},
    "join_odd": {JOIN: plain({"event": 1})},
    "join_away": {JOIN: redirect("{other}/well/gradio_api/queue/join", 307)},
    "join_reset": {JOIN: reset_in_body},
    "join_silent": {JOIN: silence},
    "join_422": {
        JOIN: plain({"detail": [{"type": "list_type", "loc": ["body"], "msg": "not a list"}]}, 422)
    },
    # stream
    "data_html": {DATA: page()},
    "data_json": {DATA: plain({"detail": "no"})},
    "data_text": {DATA: stream(STARTS, PARTIAL, COMPLETED, CLOSED, kind="text/plain")},
    "data_binary": {
        DATA: stream(STARTS, PARTIAL, COMPLETED, CLOSED, kind="application/octet-stream")
    },
    "data_gzip": {DATA: encoded(gzip.compress(STARTS + PARTIAL + COMPLETED), "gzip", kind=EVENTS)},
    "data_not_gzip": {DATA: encoded(STARTS + PARTIAL + COMPLETED, "gzip", kind=EVENTS)},
    "data_brotli": {DATA: encoded(b"x", "br", kind=EVENTS)},
    "data_no_output": {DATA: stream(STARTS, message("process_completed", success=True))},
    "data_null_output": {
        DATA: stream(STARTS, message("process_completed", output=None, success=True))
    },
    "data_cancelled": {DATA: stream(STARTS, message("process_completed", output={}, success=True))},
    "data_lines": {
        DATA: stream(
            STARTS,
            message(
                "process_completed",
                output={"error": "No model\n\n  there is none of\nthat name."},
                success=False,
            ),
        )
    },
    "data_404": {DATA: page(404)},
    "data_away": {DATA: redirect("{other}/well/gradio_api/queue/data")},
    "data_cut": {DATA: stream(STARTS, PARTIAL)},
    "data_unfinished": {DATA: stream(STARTS, PARTIAL, COMPLETED.rstrip())},
    "data_reset": {DATA: then_reset(STARTS, PARTIAL)},
    "data_unopened": {DATA: silence},
    "data_unspoken": {DATA: then_silence()},
    "data_silent": {DATA: then_silence(STARTS, PARTIAL)},
    "data_closed": {DATA: stream(STARTS, PARTIAL, CLOSED)},
    "data_no_end": {DATA: then_silence(STARTS, PARTIAL, COMPLETED)},
    "data_odd": {
        DATA: stream(
            b"\xef\xbb\xbf: hello\r\n\r\n",
            STARTS.replace(b"\n", b"\r\n"),
            b"event: message\nid: 7\nretry: 10\n" + PARTIAL,
            message("telepathy"),
            b'data: {\rdata: "msg": "heartbeat"}\r\r',
            message("process_generating", output={"data": [[["append", [], "!"]]]}).replace(
                b"e1", b"e2"
            ),
            COMPLETED,
        )
    },
    "data_not_json": {DATA: stream(STARTS, b"data: {oops\n\n")},
    "data_deep": {DATA: stream(STARTS, b"data: " + b"[" * 100_000 + b"\n\n")},
    "data_huge": {DATA: stream(STARTS, *[b"data: " + b"x" * 65000] * 600)},
    "data_gone": {
        DATA: then_reset(
            b'data: {"msg":"unexpected_error","event_id":null,"message":"404: Not Found",'
            b'"session_not_found":true,"success":false}\n\n'
        )
    },
    "data_nan": {
        DATA: stream(
            b'data: {"msg":"process_completed","event_id":"e1","output":{"data":[NaN]}}\n\n'
        )
    },
    "data_other_url": {
        DATA: lambda reply: stream(
            message(
                "process_completed",
                output={
                    "data": [
                        {"path": "/x.txt", "url": f"{reply.other}/well/gradio_api/file=/x.txt"}
                    ]
                },
                success=True,
            )
        )(reply)
    },
    "data_file": {DATA: stream(STARTS, COMPLETED_FILE, CLOSED)},
    "data_file_drip": {DATA: stream(STARTS, COMPLETED_FILE, CLOSED), FILES: drip},
    "data_big_file": {
        DATA: stream(STARTS, COMPLETED_FILE, CLOSED),
        FILES: lambda reply: reply.answer(200, bytes(1 << 20), "application/octet-stream"),
    },
    # files
    "upload_413": {UPLOAD: plain({"detail": "File size exceeded"}, 413)},
    "upload_empty": {UPLOAD: plain([])},
    "upload_reset": {UPLOAD: reset_in_body},
    "file_404": {FILES: page(404)},
    "file_403": {FILES: plain({"detail": "File not allowed"}, 403)},
    "file_401": {FILES: plain({"detail": "Not authenticated"}, 401)},
    "file_500": {FILES: page(500)},
    "file_cut": {FILES: reset_in_body},
    "file_short": {
        FILES: lambda reply: reply.send(
            b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\nconnection: close\r\n\r\nabc"
        )
    },
    "file_away": {FILES: redirect("{other}/well/gradio_api/file=/y.txt")},
    "file_endless": {
        FILES: lambda reply: reply.send(
            b"HTTP/1.1 200 OK\r\ncontent-length: 999999999999999\r\n\r\nabc"
        )
    },
    "file_busy_once": {FILES: first(1, page(503), FILE)},
}
