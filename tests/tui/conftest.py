"""What makes the app over the demo of the test run."""

from collections.abc import Callable
from typing import Any

import pytest

from spacetui.tui.app import SpacetuiApp


@pytest.fixture
def an_app_on(demo_hub_url: str) -> Callable[..., SpacetuiApp]:
    """Return what makes the app as `spacetui demo` does, on the demo of the test run."""
    from spacetui.demo.demo_processes import SPACE_IDS
    from spacetui.hub.client import Hub
    from spacetui.session.options import Options
    from spacetui.session.session import Session

    def make(**options: Any) -> SpacetuiApp:
        async def connect() -> Session:
            hub = Hub(demo_hub_url, use_saved_token=False)
            return Session(hub, Options(use_saved_token=False))

        return SpacetuiApp(connect, is_demo=True, start_ids=SPACE_IDS, **options)

    return make
