"""The answers of all Gradio versions, for all tests of the folder."""

import pytest

from tests.compat.ask_versions import VersionAnswers


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> VersionAnswers:
    """Give all answers, by version."""
    return VersionAnswers(tmp_path_factory.mktemp("compat"))
