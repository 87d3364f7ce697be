"""The answers of all Gradio versions, and an app that runs on some, for all tests of the folder."""

from collections.abc import Iterator

import pytest

from tests.compat.ask_versions import VersionAnswers
from tests.compat.environments import running

# The newest of each Gradio that snippets are run against.
VERSIONS = ("3.50.2", "4.44.1", "5.50.0", "6.31.0")


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> VersionAnswers:
    """Give all answers, by version."""
    return VersionAnswers(tmp_path_factory.mktemp("compat"))


@pytest.fixture(scope="session", params=VERSIONS)
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Run the app on a version, and give the version and its URL."""
    folder = tmp_path_factory.mktemp(request.param)
    with running(request.param, folder) as url:
        yield request.param, url


@pytest.fixture(scope="session")
def guarded_urls(
    served: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Run guarded_app.py on the version of `served`; give its open URL and its guarded one."""
    folder = tmp_path_factory.mktemp(f"guarded-{served[0]}")
    with running(served[0], folder, "guarded_app.py") as url:
        yield url, (folder / "guarded.txt").read_text()
