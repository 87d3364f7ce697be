"""The scenes of the README: each drives the demo to a screen and takes a picture of it."""

from app_driver import LARGE, MIDDLE, SMALL, AppDriver

from spacetui.demo.demo_processes import SPACE_IDS
from spacetui.model.run import Status
from spacetui.tui.find.search_pane import SearchPane


async def start(driver: AppDriver) -> None:
    pane = driver.app.screen.query_one(SearchPane)
    await driver.until(lambda: len(pane.found.rows.rows) == len(SPACE_IDS))
    await driver.pilot.pause(1.0)
    await driver.take_screenshot("01-start-80x24")


async def search(driver: AppDriver) -> None:
    await driver.type("soften a picture")
    pane = driver.app.screen.query_one(SearchPane)
    await driver.until(lambda: pane.found.answered == "soften a picture")
    await driver.pilot.pause(1.5)
    await driver.take_screenshot("02-search-120x40")


async def form(driver: AppDriver) -> None:
    await driver.open("count words")
    await driver.type("the quick brown fox jumps over the lazy dog")
    await driver.pilot.pause(0.3)
    await driver.take_screenshot("03-form-120x40")


async def queued(driver: AppDriver) -> None:
    await driver.open("slow job")
    await driver.pilot.press("ctrl+r")
    await driver.until(lambda: driver.run().state.status is Status.STARTED)
    await driver.pilot.press("ctrl+r", "ctrl+r")
    await driver.until(lambda: (driver.run().state.rank or 0) >= 1)
    await driver.take_screenshot("05-queued-120x40")


async def running(driver: AppDriver) -> None:
    await driver.open("slow job")
    await driver.pilot.press("ctrl+r")
    await driver.until(lambda: any((unit.index or 0) >= 5 for unit in driver.run().state.units))
    await driver.take_screenshot("06-running-80x24")


async def streaming(driver: AppDriver) -> None:
    await driver.open("talk to a bot")
    if driver.app.app_state.space.api_name != "/stream":
        await driver.endpoint("/stream")
    await driver.type("A lighthouse has one lamp and must send it to the horizon")
    fields = driver.app.screen.view.form.fields
    # Slow enough that a busy machine takes the picture before the end.
    next(each for each in fields if each.parameter.name == "pace").set_value(4)
    await driver.pilot.press("ctrl+r")
    await driver.until(lambda: driver.run().state.partials >= 7)
    await driver.take_screenshot("07-streaming-120x40")


async def failed(driver: AppDriver) -> None:
    await driver.open("slow job")
    fields = driver.app.screen.view.form.fields
    next(each for each in fields if each.parameter.name == "mishap").set_value("an error")
    await driver.pilot.press("ctrl+r")
    await driver.finished()
    await driver.take_screenshot("08-failed-120x40")


async def recorder(driver: AppDriver) -> None:
    await driver.open("count words")
    await driver.type('it\'s "x" and more')
    await driver.pilot.press("ctrl+r")
    await driver.finished()
    await driver.endpoint("/rhyme")
    await driver.pilot.press("ctrl+r")
    await driver.finished()
    await driver.pilot.press("escape", "6")
    await driver.pilot.pause(0.3)
    await driver.take_screenshot("09-recorder-120x40")


async def done(driver: AppDriver) -> None:
    await driver.open("soften a picture")
    await driver.pilot.press("ctrl+r")
    await driver.finished()
    await driver.pilot.pause(1.5)
    await driver.take_screenshot("10-done-200x60")


# The scene, the size of the window, and the theme.
SCENES = (
    (start, SMALL, "dusk"),
    (search, MIDDLE, "dusk"),
    (form, MIDDLE, "dusk"),
    (queued, MIDDLE, "dusk"),
    (running, SMALL, "dawn"),
    (streaming, MIDDLE, "dawn"),
    (failed, MIDDLE, "dawn"),
    (recorder, MIDDLE, "dusk"),
    (done, LARGE, "dusk"),
)
