"""Make pictures of the running app: `python screenshots/make.py [SCENE ...]`.

Without an option those of the README, from the demo, into this folder; `--into DIR` elsewhere.
`--movie [FILE]` makes its moving picture. `--gallery DIR [PART ...]` takes every input field and
output view, dark and light; `--themes DIR [THEME ...]` the main screens in each theme and size.
Those two also write contact sheets, with many pictures in each. Each picture is an SVG; where
Chromium is installed, those of the README become PNGs too.
"""

import argparse
import asyncio
from pathlib import Path

from app_driver import running_app
from gallery import make_gallery, make_readme_views
from movie import make_movie
from rendering import find_chromium, to_png, write_sheets
from scenes import SCENES
from theme_pictures import make_themes

from spacetui.demo.demo_processes import SPACE_IDS, Demo

HERE = Path(__file__).parent
# Pictures beside each other in a sheet, the width of each in pixels, and rows, by size of window.
SHEETS = {"80x24": (3, 660, 4), "120x40": (2, 990, 3), "200x60": (1, 1640, 2)}


async def make_readme(hub_url: str, folder: Path, wanted: list[str]) -> None:
    """Take a screenshot of every scene, each in an app of its own over one demo."""
    options = {"is_demo": True, "start_ids": SPACE_IDS}
    for scene, size, theme in SCENES:
        if not wanted or scene.__name__ in wanted:
            async with running_app(hub_url, size, theme, folder, **options) as driver:
                await scene(driver)


def write_contact_sheets(folder: Path) -> None:
    for size, (columns, width, rows) in SHEETS.items():
        svgs = sorted(each for each in folder.glob("*.svg") if size in each.stem)
        write_sheets(svgs, columns, width, rows, folder / f"sheet-{size}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--into", type=Path, metavar="DIR", default=HERE)
    parser.add_argument("--movie", type=Path, metavar="FILE", nargs="?", const=HERE / "journey.gif")
    parser.add_argument("--gallery", type=Path, metavar="DIR")
    parser.add_argument("--themes", type=Path, metavar="DIR")
    given = parser.parse_args()
    folder: Path = given.gallery or given.themes or given.into
    folder.mkdir(parents=True, exist_ok=True)
    if given.gallery:
        asyncio.run(make_gallery(folder, given.names))
    else:
        with Demo.start() as demo:
            demo.wait_until_running()
            if given.movie:
                asyncio.run(make_movie(demo.hub_url, given.movie))
                return
            if given.themes:
                asyncio.run(make_themes(demo.hub_url, folder, given.names))
            else:
                asyncio.run(make_readme(demo.hub_url, folder, given.names))
    if not (given.gallery or given.themes or given.names):
        asyncio.run(make_readme_views(folder))
    if find_chromium() is None:
        return
    if given.gallery or given.themes:
        write_contact_sheets(folder)
    else:
        for svg in sorted(folder.glob("*.svg")):
            to_png(svg)


if __name__ == "__main__":
    main()
