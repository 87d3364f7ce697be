"""The program of the Gradio process, which gradio_launcher.py starts: it serves the apps.

One uvicorn server listens on a loopback port. Each app is mounted under its name as soon as it
is built, so that the first apps answer while the last are being built. Standard output gets the
port, then the name of each mounted app.
"""

import asyncio
import gc
import os
import socket
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import AsyncExitStack, nullcontext
from importlib import import_module
from typing import Any

from spacetui.demo.exit_with_parent import exit_with_parent
from spacetui.demo.idle_queue import rest_while_idle
from spacetui.demo.space_catalog import NAMES

# Read by Gradio when it is imported: no requests to other machines, and a faster start.
ENVIRONMENT = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_SSR_MODE": "False",
    "GRADIO_MCP_SERVER": "False",
    "HF_HUB_OFFLINE": "1",
}

# The port of the apps where it is free. It is the same at each start, so that code which was
# exported from a demo runs with a later one too.
USUAL_PORT = 27860

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Site = Callable[[Scope, Receive, Send], Awaitable[None]]


class Sites:
    """An ASGI app that passes a request to the site that the first part of its path names."""

    def __init__(self) -> None:
        self.mounted: dict[str, Site] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        name = scope["path"].split("/")[1]
        site = self.mounted.get(name, _not_found)
        await site(scope, receive, send)


async def _not_found(scope: Scope, receive: Receive, send: Send) -> None:
    headers = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def build_site(name: str) -> Any:
    """Build one app and return the FastAPI site that serves it under `/name`."""
    import gradio
    from fastapi import FastAPI

    site = FastAPI()
    blocks = import_module(f"spacetui.demo.apps.{name}").build()
    return gradio.mount_gradio_app(
        site, blocks, path=f"/{name}", server_name="127.0.0.1", mcp_server=False
    )


def print_line(line: str) -> None:
    """Print one line for the process that started this one."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def serve(listener: socket.socket) -> None:
    """Serve on `listener` and mount one app after the other, until the process ends."""
    import gradio  # noqa: F401  first, so that the log says if it is missing
    import uvicorn

    rest_while_idle()

    class Server(uvicorn.Server):
        """A server without signal handlers: a signal ends the process at once."""

        def capture_signals(self) -> Any:
            return nullcontext()

    sites = Sites()
    config = uvicorn.Config(
        sites, lifespan="off", log_level="warning", access_log=False, timeout_keep_alive=5
    )
    serving = asyncio.create_task(Server(config).serve(sockets=[listener]))
    async with AsyncExitStack() as stack:
        for name in NAMES:
            # In a thread, so that mounted apps answer while this one is built.
            site = await asyncio.to_thread(build_site, name)
            # Gradio's queue and file routes need the lifespan of the site it is mounted on.
            await stack.enter_async_context(site.router.lifespan_context(site))
            sites.mounted[name] = site
            print_line(name)
        gc.freeze()
        gc.enable()
        await serving


def _open_listener() -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", USUAL_PORT), backlog=256)
    except OSError:  # of another demo, say
        return socket.create_server(("127.0.0.1", 0), backlog=256)


def main() -> None:
    """Bind a port and print it, then import Gradio and serve."""
    exit_with_parent()
    # Nothing that is imported and built is garbage; collecting took a tenth of the start.
    gc.disable()
    os.environ.update(ENVIRONMENT)
    listener = _open_listener()
    print_line(str(listener.getsockname()[1]))
    asyncio.run(serve(listener))


if __name__ == "__main__":
    main()
