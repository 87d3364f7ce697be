"""A view by itself on a screen, and the files that it is given."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from spacetui.model.schema import Json, Return
from spacetui.tui.outputs import view_for
from spacetui.tui.outputs.output_view import Fetch
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost


def file_data(name: str, **more: Json) -> dict[str, Json]:
    return {
        "path": f"/tmp/gradio/{name}",
        "orig_name": name,
        "meta": {"_type": "gradio.FileData"},
        **more,
    }


@asynccontextmanager
async def on_screen(
    return_: Return, fetch: Fetch | None = None, size: tuple[int, int] = (80, 40)
) -> AsyncIterator[tuple[WidgetHost, Any, Any]]:
    app = WidgetHost(lambda: [view_for(return_, fetch)])
    async with app.run_test(size=size) as pilot:
        yield app, app.widgets[0], pilot


async def shown(app: WidgetHost, pilot: Any) -> None:
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


async def drawn(component: str, value: Json, fetch: Fetch | None = None, **more: Any) -> list[str]:
    async with on_screen(Return("out", component), fetch, **more) as (app, view, pilot):
        view.show(value, True)
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        return [row.rstrip() for row in screen_text(app).split("\n")]


def fetching(path: Path) -> Callable[[Mapping[str, Json]], Any]:
    async def fetch(data: Mapping[str, Json]) -> Path:
        return path

    return fetch
