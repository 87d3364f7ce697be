"""The Gradio process of the demo, started by the stand-in (gradio_launcher.py).

One uvicorn server on a free loopback port; each app is mounted under its name as soon as it is built, so the first
ones answer while the last are being built. Standard output: the port, then the name of each app that is mounted.
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

from spacetui.demo.child_process import end_with_starter
from spacetui.demo.space_catalog import NAMES

# Nothing here may call out, and nothing may be slower than it must: read by gradio when it is imported.
ENVIRONMENT = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_SSR_MODE": "False",
    "GRADIO_MCP_SERVER": "False",
    "HF_HUB_OFFLINE": "1",
}

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Site = Callable[[Scope, Receive, Send], Awaitable[None]]


class Sites:
    """The ASGI app in front: gives a request to the site named by the first part of its path."""

    def __init__(self) -> None:
        self.mounted: dict[str, Site] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        site = self.mounted.get(scope["path"].split("/")[1] if scope["type"] == "http" else "")
        if site is not None:
            return await site(scope, receive, send)
        if scope["type"] == "http":
            await send(
                {
                    "type": "http.response.start",
                    "status": 404,
                    "headers": [(b"content-length", b"0")],
                }
            )
            await send({"type": "http.response.body", "body": b""})
        return None


def build_site(name: str) -> Any:
    """Build one app and give the FastAPI site that serves it under `/name`."""
    import gradio
    from fastapi import FastAPI

    site = FastAPI()
    blocks = import_module(f"spacetui.demo.apps.{name}").build()
    return gradio.mount_gradio_app(
        site, blocks, path=f"/{name}", server_name="127.0.0.1", mcp_server=False
    )


def say(line: str) -> None:
    """Tell the stand-in one line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def serve(listener: socket.socket) -> None:
    """Serve on `listener`, mounting one app after the other, until the process is ended."""
    import gradio  # noqa: F401  first: where it is missing, the log names it
    import uvicorn

    class Server(uvicorn.Server):
        """A server that leaves signals alone: ours end the process at once."""

        def capture_signals(self) -> Any:
            return nullcontext()

    sites = Sites()
    config = uvicorn.Config(
        sites, lifespan="off", log_level="warning", access_log=False, timeout_keep_alive=5
    )
    serving = asyncio.create_task(Server(config).serve(sockets=[listener]))
    async with AsyncExitStack() as stack:
        for name in NAMES:
            # In a thread, so that the apps already up answer while this one is built.
            site = await asyncio.to_thread(build_site, name)
            # Gradio's queue and file routes live in the lifespan of what it is mounted on.
            await stack.enter_async_context(site.router.lifespan_context(site))
            sites.mounted[name] = site
            say(name)
        gc.freeze()
        gc.enable()
        await serving


def main() -> None:
    """Bind, say the port, import Gradio, serve."""
    end_with_starter()
    # Nothing of what is imported and built is garbage: looking for some took a tenth of the start.
    gc.disable()
    os.environ.update(ENVIRONMENT)
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    say(str(listener.getsockname()[1]))
    asyncio.run(serve(listener))


if __name__ == "__main__":
    main()
