"""AppServer: the app in a browser of this machine, over textual-serve (the `serve` extra).

A page of any site can make a browser ask 127.0.0.1, and a name that an attacker chooses can lead
there. So each request needs the secret part of the address, names the address itself as its Host,
and comes from no other page (security.md P19).
"""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Awaitable, Callable
from importlib.resources import files

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# Seconds that a page waits for the session of the page before it, as after a reload, to end.
SESSION_PAUSE = 5.0
# Seconds that the app has to end once its page is closed.
END_SECONDS = 4.0
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self';"
        " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
}
IN_USE = (
    "spacetui is open in another window of this browser. Close that one, and load this again.\n"
)
NO_TOKEN = "This is not the whole address that `spacetui serve` has printed.\n"


class AppServer(Server):
    """Serves the app that `command` starts, to one page at a time.

    command: a line for the shell. port: of 127.0.0.1; 0 for a free one.
    """

    def __init__(self, command: str, port: int) -> None:
        """Listen. Raises OSError where the port is taken."""
        self.socket = socket.create_server(("127.0.0.1", port))
        super().__init__(command, "127.0.0.1", self.socket.getsockname()[1], title="spacetui")
        self.token = secrets.token_urlsafe(24)
        self._hosts = {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost")}
        # Held by the page whose session runs.
        self._session = asyncio.Lock()

    @property
    def url(self) -> str:
        """The address to open; whoever knows it can use the app."""
        return f"http://127.0.0.1:{self.port}/{self.token}/"

    async def run(self, on_listening: Callable[[], None]) -> None:
        """Serve until it is cancelled, and end the session then."""
        runner = web.AppRunner(await self._make_app(), access_log=None)
        await runner.setup()
        try:
            await web.SockSite(runner, self.socket).start()
            on_listening()
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _make_app(self) -> web.Application:
        pages = web.Application()
        pages.add_routes(
            [
                web.get("/", self._give_page),
                web.get("/page.js", self._give_script),
                web.get("/ws", self._give_session),
                web.get("/download/{key}", self.handle_download),
                web.static("/static", self.statics_path),
            ]
        )
        app = web.Application(middlewares=[self._check])
        app.add_subapp(f"/{self.token}/", pages)
        return app

    @web.middleware
    async def _check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse what does not come from our own page, and add the headers that bind it."""
        refused = self._refusal(request)
        if refused is not None:
            return refused
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    def _refusal(self, request: web.Request) -> web.Response | None:
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        if host not in self._hosts or origin not in (None, f"http://{host}"):
            return web.Response(status=403, text="Only this machine's own page may ask.\n")
        given = request.path.split("/")[1]
        if not secrets.compare_digest(given.encode(), self.token.encode()):
            return web.Response(status=403, text=NO_TOKEN)
        if request.path.endswith("/ws") and origin is None:
            return web.Response(status=403, text="A session begins in a page.\n")
        return None

    async def _give_page(self, request: web.Request) -> web.StreamResponse:
        if not await self._begin():
            return web.Response(status=409, text=IN_USE)
        self._session.release()  # for the session of this page
        place = f"{request.headers['Host']}/{self.token}"
        page = _file("page.html").replace("WEBSOCKET", f"ws://{place}/ws")
        return web.Response(text=page, content_type="text/html")

    async def _give_script(self, request: web.Request) -> web.StreamResponse:
        return web.Response(text=_file("page.js"), content_type="text/javascript")

    async def _give_session(self, request: web.Request) -> web.StreamResponse:
        if not await self._begin():
            return web.Response(status=409, text=IN_USE)
        try:
            return await self._run_session(request)
        finally:
            self._session.release()

    async def _run_session(self, request: web.Request) -> web.StreamResponse:
        """Run the app until it or the page ends; textual-serve's own waits forever for the app."""
        page = web.WebSocketResponse(heartbeat=15)
        await page.prepare(request)

        async def close() -> None:
            await page.close()

        app = AppService(
            self.command,
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        await app.start(_cells(request, "width", 80), _cells(request, "height", 24))
        try:
            await self._process_messages(page, app)
        finally:
            await _end(app)
        return page

    async def _begin(self) -> bool:
        """Take the session when the one that runs has ended; return False where it goes on."""
        try:
            async with asyncio.timeout(SESSION_PAUSE):
                return await self._session.acquire()
        except TimeoutError:
            return False


def _cells(request: web.Request, name: str, default: int) -> int:
    text = request.query.get(name, "")
    return min(1000, max(1, int(text))) if text.isascii() and text.isdigit() else default


async def _end(app: AppService) -> None:
    try:
        async with asyncio.timeout(END_SECONDS):
            await app.stop()
    except TimeoutError:
        process = app._process
        if process is not None and process.returncode is None:
            process.kill()


def _file(name: str) -> str:
    return files("spacetui.serve").joinpath("page", name).read_text(encoding="utf-8")
