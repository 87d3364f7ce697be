"""What every test gets: no folder, token or proxy of the user, one demo, and skips that can fail.

With SPACETUI_NO_SKIP=1 a skipped test or file is a failed one; .ci/run installs what tests need.
"""

import atexit
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.live.app_server import url_fixture

_HOME = Path(tempfile.mkdtemp(prefix="spacetui-tests-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)

# Now and not in a fixture: huggingface_hub reads these when it is imported.
for _name in list(os.environ):
    if _name.startswith(("HF_", "HUGGING_FACE_", "GRADIO_")) or _name.lower().endswith("_proxy"):
        del os.environ[_name]
# readline sets the size of the terminal, which pytest-xdist hands on to its workers. A program in a
# terminal of its own would take it for the size of that one.
for _name in ("COLUMNS", "LINES"):
    os.environ.pop(_name, None)
os.environ["HF_HOME"] = str(_HOME / "hf")
os.environ["NO_PROXY"] = "127.0.0.1,localhost"
for _kind in ("CONFIG", "DATA", "STATE", "CACHE"):
    os.environ[f"XDG_{_kind}_HOME"] = str(_HOME / _kind.lower())

NO_SKIP = os.environ.get("SPACETUI_NO_SKIP") == "1"

# A busy machine is no failure. Where each failure counts, property tests try the same examples each
# time: what a change broke must not be mixed up with what a new example found.
settings.register_profile("spacetui", deadline=None, derandomize=NO_SKIP)
settings.load_profile("spacetui")


# Below this folder: tests that start a program or a window for each of many cases, which would make
# the usual run long. .ci/run selects them by `-m soak`.
SOAK = (
    "promises/",
    "replay/",
    "live/cli/test_component_updates.py",
    "live/cli/test_hostile_server.py",
    "live/cli/test_info.py",
    "live/cli/test_output_streams.py",
    "live/cli/test_plain.py",
    "live/cli/test_run_streamed.py",
    "live/cli/test_serve.py",
    "live/cli/test_values.py",
    "live/snippets/test_command_lines.py",
    "live/snippets/test_hostile.py",
    "live/snippets/test_journey.py",
    "live/snippets/test_replay.py",
    "live/test_entered_values.py",
    "live/test_session_state.py",
    "live/test_streamed_media.py",
    "live/test_streaming_inputs.py",
    "live/test_wire_sessions.py",
    "tui/inputs/test_large_forms.py",
    "tui/outputs/test_browser_pages.py",
    "tui/outputs/test_sound_and_video.py",
    "tui/outputs/test_streaming.py",
    "tui/outputs/test_table_view.py",
    "tui/test_clicks.py",
    "tui/test_code_pane.py",
    "tui/test_component_updates.py",
    "tui/test_every_component.py",
    "tui/test_every_key.py",
    "tui/test_in_tmux.py",
    "tui/test_item_menu.py",
    "tui/test_journeys.py",
    "tui/test_pane_sizes.py",
    "tui/test_refusals.py",
    "tui/test_resizing.py",
    "tui/test_sleeping_spaces.py",
    "tui/test_terminal_closed.py",
    "tui/test_toasts.py",
    "unit/test_wheel.py",
)

# Fixtures that start a process or install something once a run, and the group of the tests that use
# them. Where pytest-xdist runs tests side by side, all tests of a group go to one worker.
GROUPS = {
    "demo": "demo",
    "everything_url": "everything",
    "components_url": "components",
    "visits_url": "visits",
    "schema_url": "schema",
    "media_url": "media",
    "values_url": "values",
    "refusals_url": "refusals",
    "updates_url": "updates",
    "replay": "replay",
    "base_url": "snippets",
    "node_modules": "snippets",
    "browser": "snippets",
}

# In the square brackets of a test's name.
VERSION_IN_NAME = re.compile(r"(?<=[\[-])\d+\.\d+\.\d+(?=[\]-])")


@pytest.hookimpl(tryfirst=True)  # before pytest drops the tests that `-m` does not select
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        path = item.path.relative_to(here).as_posix()
        if path.startswith(SOAK):
            item.add_marker(pytest.mark.soak)
        if group := _group_of(item):
            item.add_marker(pytest.mark.xdist_group(group))


def _group_of(item: pytest.Item) -> str | None:
    """Return the group of a test: the Gradio that it calls, or what else it shares with others."""
    if item.get_closest_marker("compat") and (version := VERSION_IN_NAME.search(item.name)):
        return f"gradio {version[0]}"
    names = getattr(item, "fixturenames", ())
    return next((group for fixture, group in GROUPS.items() if fixture in names), None)


@pytest.fixture(autouse=True)
def _settings_of_one_test() -> Iterator[None]:
    """Take back the variables that options of a command set for the rest of the process."""
    before = {name: text for name, text in os.environ.items() if name.startswith("SPACETUI_")}
    yield
    for name in [each for each in os.environ if each.startswith("SPACETUI_")]:
        del os.environ[name]
    os.environ.update(before)


@pytest.fixture(scope="session")
def demo() -> Iterator[Any]:
    """Return a Demo whose six apps all run; it ends with the test run."""
    from spacetui.demo.demo_processes import Demo

    with Demo.start() as running:
        running.wait_until_running()
        yield running


# In tests/live it is called by the wire client, in tests/tui by the app.
updates_url = url_fixture("updates")


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Return the folder with @gradio/client."""
    from tests.node_modules import install_node_modules

    return install_node_modules()


@pytest.fixture(scope="session")
def browser(node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a Browser that runs pages."""
    from tests.browser import running_browser

    with running_browser(tmp_path_factory.mktemp("chromium"), node_modules) as running:
        yield running


@pytest.fixture(scope="session")
def demo_hub_url(demo: Any) -> str:
    """Return the root URL of the demo's local Hub."""
    return str(demo.hub_url)


def _fail_if_skipped(report: Any) -> None:
    if NO_SKIP and report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, and SPACETUI_NO_SKIP=1 allows none: {reason}"


@pytest.hookimpl(wrapper=True, tryfirst=True)  # outermost: after pytest has made an xfail of it
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)  # outermost: after pytest has made an xfail of it
def pytest_make_collect_report(collector: pytest.Collector) -> Any:
    report = yield
    _fail_if_skipped(report)
    return report
