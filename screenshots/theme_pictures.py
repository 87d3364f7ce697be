"""The main screens in each theme and size: `make.py --themes DIR`."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from app_driver import LARGE, MIDDLE, SMALL, AppDriver, running_app

from spacetui.demo.demo_processes import SPACE_IDS
from spacetui.settings.theme_files import theme_files
from spacetui.tui.find.search_pane import SearchPane

Scene = Callable[[AppDriver], Awaitable[None]]


async def start(driver: AppDriver) -> None:
    pane = driver.app.screen.query_one(SearchPane)
    await driver.until(lambda: len(pane.found.rows.rows) == len(SPACE_IDS))
    await driver.pilot.pause(1.0)


async def form(driver: AppDriver) -> None:
    await driver.open("soften a picture")


async def result(driver: AppDriver) -> None:
    await driver.pilot.press("ctrl+r")
    await driver.finished()
    await driver.pilot.pause(1.5)


async def failure(driver: AppDriver) -> None:
    await driver.pilot.press("escape", "escape", "1")
    await driver.pilot.pause(0.3)
    await driver.pilot.press("slash", "ctrl+u")
    await driver.open("slow job")
    fields = driver.app.screen.view.form.fields
    next(each for each in fields if each.parameter.name == "mishap").set_value("an error")
    await driver.pilot.press("ctrl+r")
    await driver.finished()


async def recorder(driver: AppDriver) -> None:
    await driver.pilot.press("escape", "6")
    await driver.pilot.pause(0.5)


async def history(driver: AppDriver) -> None:
    await driver.pilot.press("7")
    await driver.pilot.pause(1.0)


async def help_(driver: AppDriver) -> None:
    await driver.pilot.press("f1")
    await driver.pilot.pause(0.4)


async def palette(driver: AppDriver) -> None:
    await driver.pilot.press("escape", "ctrl+p")
    await driver.pilot.pause(0.6)


# In this order, each from where the one before has ended.
SCENES: tuple[tuple[str, Scene], ...] = (
    ("start", start),
    ("form", form),
    ("result", result),
    ("failure", failure),
    ("recorder", recorder),
    ("history", history),
    ("help", help_),
    ("palette", palette),
)


async def make_themes(hub_url: str, folder: Path, wanted: list[str]) -> None:
    """Write `SCENE-SIZE-THEME.svg` for each of them; `wanted`: names of themes, empty for all.

    Textual's own themes are taken in the middle size alone.
    """
    ours = [path.stem for path in theme_files()]
    sizes = (SMALL, MIDDLE, LARGE) if not wanted or set(wanted) & set(ours) else (MIDDLE,)
    for size in sizes:
        options = {"is_demo": True, "start_ids": SPACE_IDS}
        async with running_app(hub_url, size, "dusk", folder, **options) as driver:
            others = sorted(set(driver.app.available_themes) - set(ours)) if size == MIDDLE else []
            names = [each for each in ours + others if not wanted or each in wanted]
            for title, scene in SCENES:
                await scene(driver)
                for name in names:
                    driver.app.theme = name
                    await driver.pilot.pause(0.2)
                    if scene is palette:  # Textual's palette keeps the theme it was opened in
                        await palette(driver)
                    await driver.take_screenshot(f"{title}-{size[0]}x{size[1]}-{name}")
                driver.app.theme = "dusk"
