"""A configuration of an MCP client, read and used as a client does."""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

from spacetui.cli.commands import run

# Seconds for all that is asked of a server.
TIMEOUT = 60


def configuration(capsys: Any, *args: str) -> Mapping[str, Any]:
    """Return the servers of the configuration that `spacetui snippet ARGS` prints, by name."""
    assert run(["snippet", *args, "--lang", "mcp"]) == 0
    servers: Mapping[str, Any] = json.loads(capsys.readouterr().out)["mcpServers"]
    return servers


def call_tool(
    server: Mapping[str, Any], arguments: Mapping[str, Any], **environment: str
) -> tuple[list[str], str]:
    """Return which of the tools that a server is configured with it has, and what the first gives.

    environment: what the client puts in place of `${NAME}`.
    """

    def filled(text: str) -> str:
        return re.sub(r"\$\{(\w+)\}", lambda match: environment[match[1]], text)

    async def ask() -> tuple[list[str], str]:
        headers = {name: filled(value) for name, value in server.get("headers", {}).items()}
        async with (
            asyncio.timeout(TIMEOUT),
            streamablehttp_client(server["url"], headers) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            there = {each.name for each in (await session.list_tools()).tools}
            tools = [each for each in server["includeTools"] if each in there]
            result = await session.call_tool(tools[0], dict(arguments))
            if not result.content:  # the server of Gradio 5 can miss the result on a busy machine
                result = await session.call_tool(tools[0], dict(arguments))
            assert not result.isError, result.content
            return tools, getattr(result.content[0], "text", "")

    return asyncio.run(ask())


def tool_says(
    url: str,
    tool: str,
    arguments: Mapping[str, Any],
    *,
    is_checked: bool = True,
    headers: dict[str, str] | None = None,
) -> str:
    """Return what a tool of the server of an app gives, or why it cannot be called.

    is_checked: whether the certificate is, as MCP clients do. headers: sent to the server.
    """

    def client(
        headers: dict[str, str] | None = None,
        timeout: httpx.Timeout | None = None,
        auth: httpx.Auth | None = None,
    ) -> httpx.AsyncClient:
        return httpx.AsyncClient(headers=headers, timeout=timeout, auth=auth, verify=is_checked)

    async def ask() -> str:
        async with (
            asyncio.timeout(TIMEOUT),
            streamablehttp_client(
                f"{url}/gradio_api/mcp/", headers, httpx_client_factory=client
            ) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            content = (await session.call_tool(tool, dict(arguments))).content
            return " ".join(getattr(each, "text", "") for each in content)

    try:
        return asyncio.run(ask())
    except BaseExceptionGroup as error:
        return " ".join(map(repr, _single_errors(error)))


def _single_errors(error: BaseException) -> Iterator[BaseException]:
    if not isinstance(error, BaseExceptionGroup):
        yield error
        return
    for each in error.exceptions:
        yield from _single_errors(each)
