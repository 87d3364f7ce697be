"""Modules that are imported when they are used, in a process of its own."""

import subprocess
import sys

# asyncio has the late ssl and sslproto when it makes the connection.
SCRIPT = """
import sys
from spacetui.cli.late_imports import LATE, LateModule, import_late

import_late()
import asyncio
import trustme

ssl = asyncio.base_events.ssl
print(type(sys.modules["ssl"]).__name__, type(ssl).__name__, asyncio.base_events.sslproto.__name__)

async def answer(reader, writer):
    writer.write(await reader.readline())
    await writer.drain()
    writer.close()

async def main():
    authority, server = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(server)
    ours = ssl.create_default_context()
    authority.configure_trust(ours)
    async with await asyncio.start_server(answer, "localhost", 0, ssl=server) as serving:
        port = serving.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("localhost", port, ssl=ours)
        writer.write(b"said over TLS\\n")
        print((await reader.read()).decode().strip(), writer.get_extra_info("peercert") is not None)
        writer.close()

asyncio.run(main())
import ssl as later
print(later.SSLContext is ssl.SSLContext, type(later).__name__)
"""
# Several threads use a late module for the first time at once.
THREADS = """
import sys
from spacetui.cli.late_imports import import_late

import_late()
import bz2
from threading import Barrier, Thread

barrier, seen = Barrier(8), []

def use():
    barrier.wait()
    seen.append(bz2.BZ2File)

threads = [Thread(target=use) for _ in range(8)]
for each in threads:
    each.start()
for each in threads:
    each.join()
print(len(seen), len(set(seen)))
"""


def run(script: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_connection_with_tls_uses_modules_that_were_not_imported_before() -> None:
    assert run(SCRIPT) == [
        "LateModule LateModule asyncio.sslproto",
        "said over TLS True",
        "True module",
    ]


def test_threads_that_use_a_module_first_have_the_same_one() -> None:
    assert run(THREADS) == ["8 1"]
