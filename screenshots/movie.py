"""The moving picture of the README: from a search to the code, in the demo: `make.py --movie`.

Each frame is a screenshot of the running app; how long one stands is chosen for the reader.
"""

import tempfile
from pathlib import Path

from app_driver import KEYS, AppDriver, running_app
from PIL import Image
from rendering import to_images

from spacetui.demo.demo_processes import SPACE_IDS
from spacetui.tui.find.search_pane import SearchPane
from spacetui.tui.use.page import UsePage

SIZE = (104, 34)
# Pixels, as wide as GitHub shows it on a large screen; colours, and those of large areas.
WIDTH, COLOURS, GROUNDS = 840, 112, 24
# Milliseconds that a frame stands: a letter that was typed, a key that was pressed, a page.
LETTER, KEY, PAGE, END = 70, 500, 1_600, 3_500


class Movie:
    """The frames taken so far, and how long each stands."""

    def __init__(self, driver: AppDriver) -> None:
        self.driver = driver
        self.frames: list[Path] = []
        self.durations: list[int] = []

    async def take(self, milliseconds: int) -> None:
        name = f"frame-{len(self.frames):03}"
        await self.driver.take_screenshot(name)
        self.frames.append(self.driver.folder / f"{name}.svg")
        self.durations.append(milliseconds)

    async def type(self, text: str) -> None:
        for character in text:
            await self.driver.pilot.press(KEYS.get(character, character))
            await self.take(LETTER)

    async def press(self, *keys: str, stands: int = KEY) -> None:
        for key in keys:
            await self.driver.pilot.press(key)
            await self.driver.pilot.pause(0.2)
            await self.take(stands)

    def write(self, target: Path) -> None:
        """Write the frames as a GIF. Raises AssertionError if it is too large for a README."""
        images = to_images(self.frames)
        height = round(images[0].height * WIDTH / images[0].width)
        images = [each.resize((WIDTH, height), Image.Resampling.LANCZOS) for each in images]
        palette = _palette(_all_in_one(images))
        drawn = [each.quantize(palette=palette, dither=Image.Dither.NONE) for each in images]
        drawn[0].save(
            target, save_all=True, append_images=drawn[1:], duration=self.durations, loop=0,
            disposal=1, optimize=True,
        )  # fmt: skip
        size = target.stat().st_size
        print(f"{target}: {len(drawn)} frames, {sum(self.durations) / 1000:.0f} s, {size:,} bytes")
        assert size < 1_000_000


def _all_in_one(images: list[Image.Image]) -> Image.Image:
    """Return every sixth frame in one picture, whose colours are those of the movie."""
    some = images[::6] + images[-1:]
    width, height = images[0].size
    whole = Image.new("RGB", (width, height * len(some)))
    for number, each in enumerate(some):
        whole.paste(each, (0, height * number))
    return whole


def _palette(picture: Image.Image) -> Image.Image:
    """Return a palette of the grounds, which are to be exact, and of what else there is."""
    counted = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)
    grounds = [part for _, colour in counted[:GROUNDS] for part in colour]
    # By coverage: the median cut would spend nearly all colours on the letters.
    rest = picture.quantize(COLOURS - GROUNDS, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*grounds, *rest[: 3 * (COLOURS - GROUNDS)]])
    return palette


async def make_movie(hub_url: str, target: Path) -> None:
    """Write the journey search, open, fill, run, copy to `target`, a GIF."""
    with tempfile.TemporaryDirectory() as folder:
        options = {"is_demo": True, "start_ids": SPACE_IDS}
        async with running_app(hub_url, SIZE, "dusk", Path(folder), **options) as driver:
            movie = Movie(driver)
            await _search(movie)
            await _fill_and_run(movie)
            await movie.press("ctrl+y", stands=PAGE)
            await movie.press("ctrl+l", stands=PAGE)
            await movie.press("ctrl+l", "ctrl+y", stands=PAGE)
            movie.durations[-1] = END
        movie.write(target)


async def _search(movie: Movie) -> None:
    driver = movie.driver
    pane = driver.app.screen.query_one(SearchPane)
    await driver.until(lambda: len(pane.found.rows.rows) == len(SPACE_IDS))
    await driver.pilot.pause(1.0)
    await movie.take(PAGE)
    query = "soften a picture"
    await movie.type(query)
    await driver.until(lambda: pane.found.answered == query)
    await driver.pilot.pause(1.0)
    await movie.take(PAGE)


async def _fill_and_run(movie: Movie) -> None:
    driver = movie.driver
    await driver.pilot.press("enter")
    await driver.until(lambda: isinstance(driver.app.screen, UsePage))
    await driver.until(lambda: bool(driver.app.screen.view.form.fields))
    await driver.pilot.pause(0.5)
    await movie.take(PAGE)
    await movie.press("tab", "tab")
    await movie.press(*["right"] * 4, stands=120)
    await driver.pilot.press("ctrl+r")
    await movie.take(KEY)
    await driver.finished()
    await driver.pilot.pause(1.0)
    await movie.take(PAGE)
