"""Optional answers: whatever a server does with them, the app stays as it was, and soon.

They are docstrings, usage, the OpenAPI document and the info of undocumented endpoints.
"""

import time
from collections.abc import Iterator
from typing import Any, cast

import pytest

from spacetui.wire import connection as connection_module
from tests.live.connection_driver import Connect
from tests.live.fault_routes import (
    CONFIG,
    Route,
    drip,
    endless,
    page,
    plain,
    redirect,
    reset_in_body,
    silence,
)
from tests.live.fault_server import FaultServer

pytestmark = pytest.mark.live

(PUBLIC,) = cast("list[dict[str, Any]]", CONFIG["dependencies"])
HIDDEN = {**PUBLIC, "id": 1, "api_name": "hidden", "api_visibility": "undocumented"}
CONFIG_ROUTE = {"/config": plain({**CONFIG, "mcp_server": True, "dependencies": [PUBLIC, HIDDEN]})}
DOCSTRINGS, USAGE, DOCUMENT = (
    "/gradio_api/mcp/schema",
    "/monitoring/summary",
    "/gradio_api/openapi.json",
)
FAULTY_ROUTES: dict[str, Route] = {
    "refused": plain({"detail": "Monitoring is not enabled."}, 403),
    "missing": page(404),
    "broken": page(500),
    "busy": plain({}, 503, retry_after="1"),
    "page": page(),
    "moved": redirect("{other}/well/config"),
    "cut": reset_in_body,
    "silent": silence,
    "dripping": drip,
    "endless": endless,
    "odd": plain([{"meta": 3}, 4]),
    "deep": lambda reply: reply.answer(200, b"[" * 100_000),
}
SECONDS = 1.0


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    table = {
        name: {**CONFIG_ROUTE, DOCSTRINGS: route, USAGE: route, DOCUMENT: route}
        for name, route in FAULTY_ROUTES.items()
    }
    with FaultServer() as other, FaultServer(table=table, other=other.root) as running:
        yield running


@pytest.mark.parametrize("fault", FAULTY_ROUTES)
async def test_an_app_opens_and_stays_the_same_without_optional_answers(
    fault: str, server: FaultServer, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "ASIDE_SECONDS", SECONDS)
    connection = connect(server.url(fault))
    opened = await connection.open()
    assert opened.notes == ()
    started = time.monotonic()
    assert await connection.enrich() == opened
    document = await connection.openapi(opened.endpoints)
    assert document["openapi"] == "3.1.0", "it is generated"
    assert time.monotonic() - started < 2 * SECONDS + 1
    for path in (DOCSTRINGS, USAGE, DOCUMENT):
        assert len(server.asked(fault, path)) == 1, "requested once, not again"
    assert (await connection.open()).notes == ()


async def test_the_wide_info_is_optional_too(server: FaultServer, connect: Connect) -> None:
    connection = connect(server.url("missing"))
    opened = await connection.open()
    # The /info of this server is always the same and does not describe /hidden.
    assert await connection.widen() == opened
    assert len(server.asked("missing", "/gradio_api/info?all_endpoints=true")) == 1
    hidden = opened.endpoint("/hidden")
    assert hidden is not None
    assert hidden.parameters[0].name == "param_0"
