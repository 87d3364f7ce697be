"""Images: what their first bytes declare, and how they are drawn in half blocks."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from spacetui.system.image_header import ImageHeader, parse_header
from spacetui.tui.outputs.half_blocks import CannotDraw, draw_image, fit_size

BACKGROUND = (20, 21, 29)


def encoded(
    kind: str, size: tuple[int, int] = (20, 10), mode: str = "RGB", **options: object
) -> bytes:
    out = BytesIO()
    Image.new(mode, size, 0).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "options", "word"),
    [
        ("PNG", {}, "png"),
        ("GIF", {"mode": "P"}, "gif"),
        ("JPEG", {}, "jpg"),
        ("JPEG", {"progressive": True, "comment": b"x" * 60_000}, "jpg"),
        ("WEBP", {}, "webp"),
        ("WEBP", {"lossless": True}, "webp"),
        ("WEBP", {"mode": "RGBA", "exif": b"Exif\x00\x00II"}, "webp"),
        ("BMP", {}, "bmp"),
    ],
)
def test_a_header_gives_format_and_size(kind: str, options: dict[str, object], word: str) -> None:
    data = encoded(kind, (321, 123), **options)  # type: ignore[arg-type]

    assert parse_header(data) == ImageHeader(word, 321, 123)


@given(
    st.binary(max_size=60),
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8", b"RIFF____WEBP"]),
)
def test_no_bytes_make_the_header_parser_raise(data: bytes, start: bytes) -> None:
    assert parse_header(start + data) is None or isinstance(parse_header(start + data), ImageHeader)


@given(
    st.tuples(st.integers(0, 5000), st.integers(0, 5000)), st.integers(1, 200), st.integers(1, 24)
)
def test_a_fitted_picture_has_at_least_a_cell_and_never_more_than_its_room(
    size: tuple[int, int], width: int, height: int
) -> None:
    columns, rows = fit_size(size, width, height)

    assert 1 <= columns <= width
    assert 1 <= rows <= height


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I", "I;16", "F"]
)
def test_every_mode_is_drawn(mode: str) -> None:
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "TIFF" if mode in ("I", "F") else "PNG"

    strips = draw_image(encoded(kind, (40, 20), mode=mode), 10, 10, BACKGROUND)

    assert [strip.cell_length for strip in strips] == [10, 10]


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (2000, 3), (3, 2000)])
def test_odd_sizes_are_drawn(size: tuple[int, int]) -> None:
    strips = draw_image(encoded("PNG", size), 30, 12, BACKGROUND)

    assert 1 <= len(strips) <= 12
    assert all(1 <= strip.cell_length <= 30 for strip in strips)


def test_transparent_parts_show_the_background() -> None:
    (strip,) = draw_image(encoded("PNG", (2, 2), mode="RGBA"), 1, 1, BACKGROUND)

    (segment,) = strip
    assert segment.style is not None and segment.style.color is not None
    assert segment.style.color.triplet == BACKGROUND


def test_two_pixels_are_one_cell() -> None:
    picture = Image.new("RGB", (1, 2), (255, 0, 0))
    picture.putpixel((0, 1), (0, 0, 255))
    out = BytesIO()
    picture.save(out, "PNG")

    (strip,) = draw_image(out.getvalue(), 1, 1, BACKGROUND)

    (segment,) = strip
    assert segment.text == "▀"
    assert (
        segment.style is not None
        and segment.style.color is not None
        and segment.style.bgcolor is not None
    )
    assert (segment.style.color.triplet, segment.style.bgcolor.triplet) == (
        (255, 0, 0),
        (0, 0, 255),
    )


@pytest.mark.parametrize(
    "data",
    [b"", b"not a picture", encoded("PNG")[:50], b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, b"<svg/>"],
)
def test_a_broken_image_cannot_be_drawn(data: bytes) -> None:
    with pytest.raises(CannotDraw, match="not drawn"):
        draw_image(data, 10, 10, BACKGROUND)


def test_a_header_of_too_many_pixels_is_not_decoded(tmp_path: Path) -> None:
    bomb = bytearray(encoded("PNG"))
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2

    with pytest.raises(CannotDraw, match="60000 by 60000 pixels"):
        draw_image(bytes(bomb), 10, 10, BACKGROUND)
    with pytest.raises(CannotDraw, match="No such file"):
        draw_image(tmp_path / "gone.png", 10, 10, BACKGROUND)
