"""Descriptions that arrive after the form was built are added to it."""

import asyncio
from typing import Any

from spacetui.model.schema import App, Endpoint, Parameter, Usage
from spacetui.tui.use.page import UsePage
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import HOSTILE, SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text

HIDDEN = Endpoint(
    "/hidden",
    7,
    parameters=(Parameter("param_0", "word"),),
    input_slots=(True,),
    visibility="undocumented",
)


def app_with(usage: Usage | None, help_: str) -> App:
    """Return the app with this usage and help of /say."""
    text = SAY.parameters[0]._replace(description=help_)
    return an_app(SAY._replace(usage=usage, parameters=(text, *SAY.parameters[1:])))


async def test_the_usual_run_time_is_in_the_status_bar() -> None:
    session = FakeSession(an_app())
    session.rich = app_with(Usage(250, 12.2, 0.98), "")
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        await wait_until(pilot, lambda: "ready · about 12 s" in screen_text(app))


async def test_help_from_a_docstring_is_added_to_its_field_and_keeps_what_was_typed() -> None:
    session = FakeSession(an_app())
    rich, session.rich = app_with(None, f"what to say {HOSTILE}"), None
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press(*"hi")
        assert "what to say" not in screen_text(app)
        session.rich = rich
        assert page.space is not None
        await page.view.side.enrich(page.space).wait()
        await wait_until(
            pilot, lambda: "what to say [/x] [@click=app.quit]y[/]" in screen_text(app)
        )
        assert "\x1b" not in screen_text(app)
        assert page.view.form.fields.values()["text"] == "hi"


async def test_help_that_arrives_while_the_form_is_built_is_shown_too() -> None:
    class EarlySession(FakeSession):
        """Return the descriptions after the form got its endpoint and before it is shown."""

        async def enrich(self, opened: Any) -> Any:
            page = app.screen
            assert isinstance(page, UsePage)
            for _ in range(10_000):
                if page.view.shown_form.is_building:
                    break
                await asyncio.sleep(0)
            assert page.view.shown_form.on_show is None
            return await super().enrich(opened)

    session = EarlySession(an_app())
    session.rich = app_with(None, "what to say")
    # Not by SRC: the first frame of the app has the form before its app is asked for more.
    app = make_app(session, start_ids=("demo/text",))
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "1 apps" in screen_text(app))
        await pilot.press("enter")
        await wait_for_form(pilot, app)
        await wait_until(pilot, lambda: "what to say" in screen_text(app))


async def test_hidden_endpoints_are_shown_with_the_names_of_their_parameters() -> None:
    session = FakeSession(an_app(SAY, HIDDEN))
    session.wide = an_app(SAY, HIDDEN._replace(parameters=(Parameter("word", "word"),)))
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        assert "/hidden" not in screen_text(app)
        await pilot.press("escape", "2")
        await pilot.press("a")
        await wait_until(pilot, lambda: "/hidden" in screen_text(app))
        assert page.space is not None
        hidden = page.space.opened.app.endpoint("/hidden")
        assert hidden is not None
        assert [each.name for each in hidden.parameters] == ["word"]
        await pilot.press("a")
        await wait_until(pilot, lambda: "/hidden" not in screen_text(app))
