"""A loopback server that is a small Gradio app with one fault for each first part of the path.

`server.url("html_config")` is the root URL of an app whose /config is a page. What was asked is in `requests`.
It runs on a thread with a loop of its own, so that a test's loop, and a program started by a test, may use it.
"""

import asyncio
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.live.fault_routes import Reply, Request, Route, page
from tests.live.fault_table import FAULTS, WELL


@dataclass
class FaultServer:
    """Started and stopped by `with`. other, secure: roots of other such servers, for redirects that lead there.

    certificate: a PEM file; then the server speaks TLS. table: what is not well, by fault.
    """

    other: str = ""
    secure: str = ""
    certificate: Path | None = None
    table: Mapping[str, Mapping[str, Route]] = field(default_factory=lambda: FAULTS)
    port: int = 0
    requests: list[Request] = field(default_factory=list)

    def url(self, fault: str) -> str:
        return f"{self.root}/{fault}"

    @property
    def root(self) -> str:
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.port}"

    def asked(self, fault: str, rest: str) -> list[Request]:
        return [
            each for each in self.requests if each.fault == fault and each.rest.startswith(rest)
        ]

    def __enter__(self) -> "FaultServer":
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        tls = None
        if self.certificate is not None:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(self.certificate)
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0, ssl=tls)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request, then close."""
        try:
            opening = await reader.readexactly(1)
            if opening == b"\x16":  # a TLS hello: this server has none
                return
            head = (opening + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, path, _ = head[0].split(" ", 2)
            headers = {
                name.lower(): value.strip()
                for name, _, value in (line.partition(":") for line in head[1:-2])
            }
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            _, fault, rest = path.split("/", 2) if path.count("/") > 1 else ("", "", path[1:])
            request = Request(fault, method, f"/{rest}", headers, body)
            number = len(
                [each for each in self.asked(fault, request.rest) if each.method == method]
            )
            self.requests.append(request)
            routes = {**WELL, **self.table.get(fault, {})}
            name = next(
                (each for each in routes if request.rest.partition("?")[0].startswith(each)), None
            )
            reply = Reply(writer, request, number, self.other, self.secure)
            await (routes[name] if name else page(404))(reply)
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client left
        finally:
            writer.close()
