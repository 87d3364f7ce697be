"""Renders SVGs with Chromium, which spaces the cells as a terminal does."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from PIL import Image

# Pixels. Chromium draws no picture that is much higher.
MAX_HEIGHT = 12_000
# It has all signs of the app in one cell; which font "monospace" is depends on the machine.
FONT = "DejaVu Sans Mono"
CAPTION_HEIGHT = 22


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, or None."""
    programs = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, programs), None)


def size_of(svg: Path) -> tuple[int, int]:
    """Return width and height of a screenshot, in pixels."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg.read_text(encoding="utf-8"))
    assert box is not None, f"{svg} is no screenshot of Textual"
    width, height = (round(float(each)) for each in box.groups())
    return width, height


def to_png(svg: Path) -> None:
    """Write the PNG of an SVG beside it."""
    with tempfile.TemporaryDirectory() as folder:
        uri = _in_our_font(svg, Path(folder))
        _capture(uri, size_of(svg), svg.with_suffix(".png"))


def to_images(svgs: Sequence[Path]) -> list[Image.Image]:
    """Render SVGs of one size, several by one start of Chromium."""
    width, height = size_of(svgs[0])
    at_once = MAX_HEIGHT // height
    images: list[Image.Image] = []
    for start in range(0, len(svgs), at_once):
        part = svgs[start : start + at_once]
        whole = _page(part, '<img src="{uri}">', (width, height * len(part)))
        tops = range(0, height * len(part), height)
        images += [whole.crop((0, top, width, top + height)) for top in tops]
    return images


def write_sheets(svgs: Iterable[Path], columns: int, width: int, rows: int, target: Path) -> None:
    """Write pictures with their names in sheets of so many rows: TARGET-1.png, TARGET-2.png.

    width: of each picture, in pixels. The pictures are of one size.
    """
    wanted = list(svgs)
    if not wanted:
        return
    native = size_of(wanted[0])
    height = round(native[1] * width / native[0]) + CAPTION_HEIGHT
    for number, start in enumerate(range(0, len(wanted), columns * rows), 1):
        part = wanted[start : start + columns * rows]
        tag = (
            f'<figure><figcaption>{{name}}</figcaption><img width="{width}" src="{{uri}}"></figure>'
        )
        sheet = _page(part, tag, (columns * width, height * -(-len(part) // columns)))
        sheet.save(target.with_name(f"{target.name}-{number}.png"))


def _in_our_font(svg: Path, folder: Path) -> str:
    """Write a copy of a screenshot that names our font to a folder, and return its URI."""
    text = svg.read_text(encoding="utf-8")
    copy = folder / svg.name
    copy.write_text(text.replace("Fira Code, monospace", f"{FONT}, monospace"), encoding="utf-8")
    return copy.as_uri()


def _page(svgs: Sequence[Path], tag: str, size: tuple[int, int]) -> Image.Image:
    """Render a page of such a size with a tag for each SVG, which has its `{name}` and `{uri}`."""
    style = (
        "body{margin:0;display:flex;flex-wrap:wrap;align-content:start;background:#888}"
        f"figure{{margin:0}}img{{display:block}}figcaption{{height:{CAPTION_HEIGHT}px;"
        "font:15px sans-serif;padding:0 4px}"
    )
    with tempfile.TemporaryDirectory() as folder:
        page, target = Path(folder) / "page.html", Path(folder) / "page.png"
        uris = [_in_our_font(each, Path(folder)) for each in svgs]
        parts = zip(svgs, uris, strict=True)
        tags = "".join(tag.format(name=escape(each.stem), uri=uri) for each, uri in parts)
        page.write_text(f"<meta charset=utf-8><style>{style}</style>{tags}", encoding="utf-8")
        _capture(page.as_uri(), size, target)
        return Image.open(target).convert("RGB")


def _capture(uri: str, size: tuple[int, int], target: Path) -> None:
    chromium = find_chromium()
    assert chromium is not None, "pictures need Chromium"
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--allow-file-access-from-files",
                f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}",
                f"--screenshot={target}", uri,
            ],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240,
        )  # fmt: skip
