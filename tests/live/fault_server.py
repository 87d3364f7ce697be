"""A loopback server of small Gradio apps, each with a fault that the first part of the path names.

`server.url("html_config")` is the root URL of an app whose /config is a page. The requests are in
`requests`. The server runs on a thread with a loop of its own, so that a test's loop, and a program
that a test starts, can use it.
"""

import asyncio
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.live.fault_routes import Reply, Request, Route, page, read_request
from tests.live.fault_table import FAULTS, WELL


@dataclass
class FaultServer:
    """The server, which a `with` statement starts and stops.

    other, secure: the roots of other such servers, as targets of redirects.
    certificate: a PEM file, with which the server uses TLS.
    table: the routes of each fault that differ from WELL.
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
        server = await asyncio.start_server(self._respond, "127.0.0.1", 0, ssl=tls)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()

    async def _respond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Reply to one request, then close the connection."""
        try:
            start = await reader.readexactly(1)
            if start == b"\x16":  # the start of a TLS handshake, which is not supported
                return
            request = await read_request(reader, start)
            same = self.asked(request.fault, request.rest)
            number = len([each for each in same if each.method == request.method])
            self.requests.append(request)
            routes = {**WELL, **self.table.get(request.fault, {})}
            name = next(
                (each for each in routes if request.rest.partition("?")[0].startswith(each)), None
            )
            reply = Reply(writer, request, number, self.other, self.secure)
            await (routes[name] if name else page(404))(reply)
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client closed the connection
        finally:
            writer.close()
