"""Every component both ways on earlier versions: what is entered arrives, what is sent is shown.

The app, the values and the checks are those of tests/tui/test_every_component.py.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compat.environments import running
from tests.tui.component_form import (
    DIFFERENCES,
    assert_run_sends_what_is_given,
    assert_what_is_entered_arrives,
    make_files,
)
from tests.tui.component_views import (
    assert_run_prints_what_is_sent,
    assert_what_is_sent_is_shown,
)

pytestmark = pytest.mark.compat
APP = "../live/apps/components.py"


@pytest.fixture(scope="module", params=tuple(DIFFERENCES))
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Run the app on a version, and give the version and its URL."""
    folder = tmp_path_factory.mktemp(request.param)
    with running(request.param, folder, APP) as url:
        yield request.param, url


async def test_what_is_entered_by_keys_arrives(served: tuple[str, str], tmp_path: Path) -> None:
    version, url = served
    make_files(tmp_path)
    await assert_what_is_entered_arrives(url, tmp_path, DIFFERENCES[version])


def test_what_is_given_to_run_arrives(served: tuple[str, str], tmp_path: Path) -> None:
    version, url = served
    make_files(tmp_path)
    assert_run_sends_what_is_given(url, tmp_path, DIFFERENCES[version])


async def test_what_is_sent_is_shown(served: tuple[str, str]) -> None:
    version, url = served
    # A plot is a chart of Altair there.
    null_if_empty = ("line", "bar", "scatter") if version.startswith("3.") else ()
    await assert_what_is_sent_is_shown(url, null_if_empty)


def test_what_is_sent_is_printed_by_run(served: tuple[str, str]) -> None:
    assert_run_prints_what_is_sent(served[1])
