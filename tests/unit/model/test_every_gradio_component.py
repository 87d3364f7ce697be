"""Every component that Gradio exports has a field and a view, or is one of a few fallbacks."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

from spacetui.tui.inputs import INPUTS
from spacetui.tui.outputs import OUTPUTS
from tests.compat.environments import python_of
from tests.gradio_components import ComponentSource

# The value of each is any JSON: it is edited and shown as JSON, checked against its schema.
FALLBACKS = {"BrowserState", "Fallback", "Navbar", "StatusTracker"}
# They have a field. Their results are shown as JSON too; one that gets a view is to leave the set.
RESULT_AS_JSON = {"WorkflowCanvas"}


def site_of(version: str) -> Path:
    (site,) = python_of(version).parents[1].glob("lib/python3*/site-packages")
    return site


def installed() -> Path:
    spec = find_spec("gradio")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parents[1]


def lower(names: Iterable[str]) -> set[str]:
    return {name.lower() for name in names}


def check(site: Path) -> None:
    found = {each.name for each in ComponentSource(site).components() if each.has_value}
    assert len(found) > 30, "nothing was found"
    assert found - lower(INPUTS) - lower(FALLBACKS) == set()
    assert found - lower(OUTPUTS) - lower(FALLBACKS) == found & lower(RESULT_AS_JSON)


def test_every_component_of_the_installed_gradio_has_a_field_and_a_view() -> None:
    check(installed())


@pytest.mark.compat
@pytest.mark.parametrize("version", ["3.50.2", "4.44.1", "5.50.0"])
def test_every_component_of_an_earlier_gradio_has_a_field_and_a_view(version: str) -> None:
    check(site_of(version))


def test_there_are_few_fallbacks_and_none_has_a_view_of_its_own() -> None:
    assert len(FALLBACKS) <= 4
    assert not FALLBACKS & OUTPUTS.keys()
    assert not RESULT_AS_JSON & OUTPUTS.keys()
