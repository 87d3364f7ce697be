"""Pictures in a view: drawn, described, several in a grid with a cursor, and masks over one."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from textual.color import Color

from spacetui.errors import DownloadFailed
from spacetui.model.schema import Json, Return
from spacetui.tui.outputs.gallery_cursor import PAGE
from tests.tui.outputs.view_on_screen import drawn, fetching, file_data, on_screen, shown
from tests.tui.screen_text import screen_text


async def test_a_picture_is_drawn_in_half_blocks_with_its_facts(tmp_path: Path) -> None:
    path = tmp_path / "out.webp"
    Image.new("RGB", (64, 32), (200, 100, 50)).save(path)

    rows = await drawn("Image", file_data("out.webp"), fetching(path))

    assert rows[0].endswith(f"webp · 64×32 · {path.stat().st_size} B")
    assert rows[1] == "  " + "▀" * 78
    assert sum("▀" in row for row in rows) == 20


@pytest.mark.parametrize("content", [b"not a picture at all", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
async def test_a_broken_picture_is_a_line_of_text(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "out.png"
    path.write_bytes(content)

    rows = await drawn("Image", file_data("out.png"), fetching(path))

    assert rows[1].startswith("  out.png: not drawn")


async def test_a_picture_that_cannot_be_fetched_shows_the_error() -> None:
    async def fetch(data: Mapping[str, Json]) -> Path:
        raise DownloadFailed("the file is gone", where="out.png")

    rows = await drawn("Image", file_data("out.png"), fetch)

    assert rows[1] == "  out.png: out.png: the file is gone"


async def test_without_pillow_a_picture_is_described(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.png"
    Image.new("RGB", (4, 4)).save(path)
    monkeypatch.setattr("spacetui.tui.outputs.image.can_draw", lambda: False)

    rows = await drawn("Image", file_data("out.png"), fetching(path))

    assert rows[0].endswith(f"png · 4×4 · {path.stat().st_size} B")
    assert "out.png, at" in rows[1]


async def test_of_many_partial_pictures_only_the_newest_is_fetched_next(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (4, 4)).save(path)
    fetched: list[str] = []
    may_go = asyncio.Event()

    async def fetch(data: Mapping[str, Json]) -> Path:
        fetched.append(data["orig_name"])
        await may_go.wait()
        return path

    async with on_screen(Return("out", "Image"), fetch) as (app, view, pilot):
        for number in range(30):
            view.show(file_data(f"{number}.png"), False)
            await pilot.pause()
        may_go.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert fetched == ["0.png", "29.png"]
        assert "▀" in screen_text(app)


async def test_the_picture_of_a_plot_takes_the_whole_width_of_a_zoomed_pane() -> None:
    out = BytesIO()
    Image.new("RGB", (64, 48), (0, 0, 255)).save(out, "PNG")
    uri = f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"
    async with on_screen(Return("out", "Plot")) as (app, view, pilot):
        view.show({"type": "matplotlib", "plot": uri}, True)
        view.fit(13)
        await shown(app, pilot)
        assert view.image.size.height == 12
        view.parent.add_class("-zoomed")
        view.fit(13)
        await shown(app, pilot)
        assert view.image.size.height == round((app.size.width - 2) * 48 / 64 / 2)


async def test_a_gallery_is_a_grid_with_captions_and_a_cursor(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (40, 40)).save(path)
    value = [{"image": file_data(f"{n}.png"), "caption": "dusk" if n else None} for n in range(3)]
    async with on_screen(Return("out", "Gallery"), fetching(path)) as (app, view, pilot):
        view.show(value, True)
        await shown(app, pilot)
        app.set_focus(None)
        await shown(app, pilot)
        rows = screen_text(app).split("\n")
        assert rows[0].rstrip().endswith("3 pictures")
        assert rows[1].count("▀") > 40 and "▀  " in rows[1]
        assert ["0.png", "dusk", "dusk"] in [row.split() for row in rows]
        assert (view.part_in_hand, view.path_in_hand) == ("", ())

        view.focus()
        await pilot.press("right")
        await shown(app, pilot)
        text = screen_text(app)
        assert "▸ dusk" in text and "2 of 3 · dusk · png" in text
        assert (view.part_in_hand, view.path_in_hand) == ("picture", (1, "image"))
        assert view.copied_text() == "/tmp/gradio/1.png"


async def test_enter_shows_one_picture_of_a_gallery_large_and_back(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (40, 40)).save(path)
    value = [file_data(f"{n}.png") for n in range(14)]
    async with on_screen(Return("out", "Gallery"), fetching(path)) as (app, view, pilot):
        view.show(value, True)
        view.focus()
        await shown(app, pilot)
        assert len(view.pictures.grid.places) == PAGE and view.pictures.grid.columns == 3
        await pilot.press("down", "enter")
        await shown(app, pilot)
        assert view.pictures.is_large and not view.pictures.grid.display
        assert max(row.count("▀") for row in screen_text(app).split("\n")) > 40
        await pilot.press("right")
        assert "5 of 14" in screen_text(app)
        view.back_step().do()
        await pilot.press(*["right"] * 8)  # to the second page
        await shown(app, pilot)
        assert len(view.pictures.grid.places) == 2
        assert "▸ 12.png" in screen_text(app)
        assert view.back_step() is None


async def test_an_animated_picture_says_its_length(tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 90)]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=700)

    rows = await drawn("Image", file_data("a.gif"), fetching(path))

    assert rows[0].endswith(" B · 2 frames · 1.4 s")
    assert "▀" in rows[1]


async def test_the_two_pictures_of_a_slider_are_beside_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (40, 40)).save(path)
    value = [file_data("before.png"), file_data("after.png")]

    rows = await drawn("ImageSlider", value, fetching(path), size=(44, 20))

    assert "▀  ▀" in rows[1]
    assert ["▸", "before.png", "after.png"] in [row.split() for row in rows]


async def test_masks_are_drawn_over_a_picture_in_the_colours_of_their_legend(
    tmp_path: Path,
) -> None:
    Image.new("RGB", (20, 20), (0, 0, 0)).save(tmp_path / "base.png")
    mask = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    mask.paste((255, 0, 0, 255), (0, 0, 10, 20))
    mask.save(tmp_path / "mask.png")

    async def fetch(data: Mapping[str, Json]) -> Path:
        return tmp_path / str(data["orig_name"])

    annotations = [
        {"image": file_data("mask.png"), "label": "cat"},
        {"image": file_data("gone.png"), "label": "dog"},
    ]
    value = {"image": file_data("base.png"), "annotations": annotations}
    async with on_screen(Return("out", "AnnotatedImage"), fetch) as (app, view, pilot):
        view.show(value, True)
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "● cat  ● dog" in screen_text(app)
        secondary = Color.parse(app.theme_variables["secondary"]).rgb
        row = view.image.render_line(2)
        colours = [segment.style.color.triplet for segment in row if "▀" in segment.text]
        assert colours[0] == secondary
        assert colours[-1] == (0, 0, 0)
