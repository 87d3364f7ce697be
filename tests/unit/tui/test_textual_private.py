"""The private names of Textual that the TUI uses: they exist, and there are no others."""

import inspect
import pkgutil
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual._spatial_map import SpatialMap
from textual.app import App
from textual.geometry import Offset, Region, Size, Spacing
from textual.layout import DockArrangeResult, WidgetPlacement
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

import spacetui.tui
from spacetui.tui.textual_private.many_rows import expect_many_rows

# Overridden: Textual must still call them.
OVERRIDDEN = {
    "_fatal_error": App,
    "_handle_exception": App,
    "_compositor_refresh": Screen,
    "_extend_compose": Screen,
    "_refresh_layout": Screen,
    "_screen_resized": Screen,
    "render_partial_update": Compositor,
    "_get_renders": Compositor,
    "update_widgets": Compositor,
    "_on_screen_resume": Screen,
    "_on_timer_update": Screen,
    "_on_update": Screen,
    "_on_paste": Input,
    "_value": Input,
    "_position_to_cell": Input,
    "_cell_offset_to_index": Input,
    "_refresh_size": TextArea,
}
# Attributes of Textual's own that are read or set.
TAKEN = {
    "_dirty_regions",
    "_dirty_widgets",
    "_layout_widgets",
    "_full_map",
    "_visible_map",
    "_compositor",
    "_exit",
    "_queue",
    "_update_timer",
}


@pytest.mark.parametrize(("name", "owner"), OVERRIDDEN.items())
def test_textual_has_and_calls_what_we_override(name: str, owner: type) -> None:
    assert name in vars(owner)
    called = re.compile(rf"self\.{name}\b|_get_dispatch_methods")
    sources = (inspect.getsource(each) for each in (owner, MessagePump))
    assert any(called.search(source) for source in sources)


async def test_app_and_screen_count_the_updates_of_css() -> None:
    app: App[None] = App()
    assert isinstance(app._css_update_count, int)
    assert isinstance(Screen()._css_update_count, int)


async def test_an_app_knows_whether_its_first_frame_was_laid_out() -> None:
    assert App()._dom_ready is False


async def test_a_screen_and_its_widgets_note_what_is_to_be_laid_out_and_drawn() -> None:
    for each in (Screen(), Widget()):
        assert (each._layout_required, each._repaint_required) == (False, False)
    assert (Screen()._dirty_widgets, Screen()._layout_widgets) == (set(), {})
    assert isinstance(vars(Screen)["_update_timer"], property)


async def test_a_screen_has_a_compositor_that_notes_the_regions_that_changed() -> None:
    compositor = Screen()._compositor
    assert isinstance(compositor, Compositor)
    assert (compositor._dirty_regions, compositor._full_map) == (set(), {})
    assert compositor._visible_map is None


async def test_an_app_counts_the_batches_of_updates() -> None:
    app: App[None] = App()
    with app.batch_update():
        assert app._batch_count == 1
    assert app._batch_count == 0


@cache  # to find the source of a class, inspect parses its whole module
def private_names(owner: type) -> set[str]:
    return set(re.findall(r"(?:self\.|def )(_[a-z]\w*)", inspect.getsource(owner)))


def test_no_class_of_ours_uses_another_private_name_of_textual() -> None:
    for module in pkgutil.walk_packages(spacetui.tui.__path__, "spacetui.tui."):
        for value in vars(import_module(module.name)).values():
            if not isinstance(value, type) or value.__module__ != module.name:
                continue
            bases = [each for each in value.__mro__ if each.__module__.startswith("textual.")]
            theirs = {name for each in bases for name in private_names(each)}
            assert theirs & private_names(value) <= OVERRIDDEN.keys() | TAKEN


def test_nothing_else_reaches_into_another_object() -> None:
    reached = re.compile(r"\b(?!self\b|cls\b)\w+\._(?!replace\b)[a-z]\w*")
    for path in Path(spacetui.tui.__path__[0]).rglob("*.py"):
        if path.parent.name != "textual_private":
            assert reached.findall(path.read_text(encoding="utf-8")) == [], path


def test_a_million_rows_are_not_noted_one_by_one() -> None:
    widget = Widget()
    expect_many_rows(widget)
    widget._styles_cache.set_dirty(Region(0, 0, 80, 1_000_000))
    assert not widget._styles_cache._dirty_lines
    widget._styles_cache.set_dirty(Region(0, 5, 80, 1))
    assert widget._styles_cache.is_dirty(5) and not widget._styles_cache.is_dirty(6)


async def test_of_a_widget_of_a_million_rows_one_place_is_noted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noted: list[int] = []
    squares = SpatialMap._region_to_grid_coordinates

    def noting(places: Any, region: Region) -> Any:
        found = list(squares(places, region))
        noted.append(len(found))
        return found

    monkeypatch.setattr(SpatialMap, "_region_to_grid_coordinates", noting)
    where = WidgetPlacement(Region(0, 1, 80, 1_000_000), Offset(), Spacing(1, 0, 0, 0), Widget())
    widget = Widget()
    expect_many_rows(widget)
    arrangement = widget._arrangement_cache[Size(80, 20), 0, False] = DockArrangeResult(
        [where], set(), Spacing()
    )
    assert noted == [1] and arrangement.total_region.bottom == 1_000_001
    assert arrangement.get_visible_placements(Region(0, 500_000, 80, 20)) == [where]
    assert arrangement.get_visible_placements(Region(0, 2_000_000, 80, 20)) == []
