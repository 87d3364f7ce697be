"""The table of component types: every row is known to the app, and every spelling finds its row."""

import pytest

from spacetui.model.components import (
    COMPONENTS,
    WITHOUT_VALUE,
    ComponentType,
    component_type,
)
from spacetui.tui.inputs import INPUTS
from spacetui.tui.outputs import OUTPUTS

NAMES = {row.name for row in COMPONENTS}


@pytest.mark.parametrize("row", COMPONENTS, ids=lambda row: row.name)
def test_a_component_has_a_field_a_view_or_no_value(row: ComponentType) -> None:
    is_drawn = row.name in INPUTS or row.name in OUTPUTS
    assert is_drawn is (row.name not in WITHOUT_VALUE)
    # A Dataset has none in Gradio 3 only.
    assert row.has_value is (is_drawn and row.name != "Dataset")


def test_every_field_and_view_is_of_a_component_in_the_table() -> None:
    assert set(INPUTS) | set(OUTPUTS) <= NAMES


def test_no_two_rows_have_one_name() -> None:
    assert len({row.name.lower() for row in COMPONENTS}) == len(COMPONENTS)


@pytest.mark.parametrize("row", COMPONENTS, ids=lambda row: row.name)
def test_any_spelling_finds_the_row(row: ComponentType) -> None:
    for name in (row.name, row.name.lower(), row.name.capitalize()):
        assert component_type(name) is row


@pytest.mark.parametrize("name", ["", "Hologram", "checkbox group"])
def test_an_unknown_component_has_a_value_of_any_kind(name: str) -> None:
    assert component_type(name) == ComponentType(name)
    assert component_type(name).has_value


def test_only_what_takes_files_has_more_to_say_of_them() -> None:
    for row in COMPONENTS:
        has_details = row.has_file_count or row.is_gallery or row.is_inline or row.fetches_urls
        assert row.takes_files or not has_details
