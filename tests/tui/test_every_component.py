"""Every component both ways on a real app: what is entered arrives, and what is sent is shown.

The same goes through the app by keys and pastes, and through `spacetui run`. The same for earlier
versions of Gradio is in tests/compat/test_every_component.py.
"""

from pathlib import Path

import pytest

from spacetui.tui.inputs import INPUTS
from tests.live.app_server import url_fixture
from tests.tui.component_form import (
    ENTRIES,
    NOT_HERE,
    assert_run_sends_what_is_given,
    assert_what_is_entered_arrives,
    make_files,
)
from tests.tui.component_views import (
    assert_run_prints_what_is_sent,
    assert_what_is_sent_is_shown,
)

pytestmark = pytest.mark.live


components_url = url_fixture("components")


def test_no_input_is_missing() -> None:
    entered = {each.component for each in ENTRIES} - {"State"}
    assert entered | NOT_HERE == set(INPUTS)


async def test_what_is_entered_by_keys_arrives(components_url: str, tmp_path: Path) -> None:
    make_files(tmp_path)
    await assert_what_is_entered_arrives(components_url, tmp_path)


def test_what_is_given_to_run_arrives(components_url: str, tmp_path: Path) -> None:
    make_files(tmp_path)
    assert_run_sends_what_is_given(components_url, tmp_path)


async def test_what_is_sent_is_shown(components_url: str) -> None:
    await assert_what_is_sent_is_shown(components_url)


def test_what_is_sent_is_printed_by_run(components_url: str) -> None:
    assert_run_prints_what_is_sent(components_url)
