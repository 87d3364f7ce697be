"""The use page: its form, its endpoints and its layout; untrusted text in each pane."""

import asyncio
from typing import Any

import pytest
from textual import events
from textual.app import ComposeResult

from spacetui.model.events import Completed, Log, Progress, ProgressUnit, Queued, Started
from spacetui.model.schema import MISSING, Endpoint, Parameter, Return
from spacetui.model.space import SpaceCard
from spacetui.tui.find.page import FindPage
from spacetui.tui.language_choice import LanguageChoice
from spacetui.tui.recorder.page import RecorderPage
from spacetui.tui.use.page import UsePage
from spacetui.tui.use.side_panes import EndpointsPane
from spacetui.tui.widgets.pane import Pane
from spacetui.tui.widgets.row_list import RowList
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import HOSTILE, SAY, FakeSession, an_app
from tests.tui.screen_text import screen_text

LISTEN = Endpoint(
    "/listen", 1, parameters=(), returns=(Return("heard", "Textbox"),), output_slots=(True,)
)


async def test_opening_puts_the_cursor_into_the_first_empty_field() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press(*"hi")
        assert page.view.form.fields.values() == {"text": "hi", "times": 2, "style": "plain"}


async def test_the_code_follows_the_form_while_typing_even_half_filled() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        assert "text" in page.view.code.source, "a missing value is a variable with its name"
        await pilot.press(*"dusk")
        await wait_until(pilot, lambda: 'text="dusk"' in page.view.code.source)
        await pilot.press("ctrl+l")
        assert "curl" in page.view.code.source
        await pilot.press("ctrl+l")
        assert "Client.connect" in page.view.code.source
        await pilot.press("ctrl+l")
        assert page.view.code.language == "python"


async def test_a_narrow_window_never_shows_the_layout_of_a_wider_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    composed: list[bool] = []

    def compose_page(page: UsePage) -> ComposeResult:
        composed.append(
            page.has_class("-narrow") and not page.has_class("-normal") and page.has_class("-short")
        )
        return compose(page)

    compose = UsePage.compose_page
    monkeypatch.setattr(UsePage, "compose_page", compose_page)
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await wait_for_form(pilot, app)
        assert composed == [True]
        assert page.view.form.region.width > 70


async def test_a_field_left_empty_is_named_and_nothing_is_sent() -> None:
    session = FakeSession(an_app())
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert session.calls == []
        assert page.view.form.fields[0].error
        assert "not sent · 1 field to mend" in screen_text(app)
        assert "a value is wanted; ctrl+r again" in screen_text(app)
        await pilot.press("x")
        await pilot.pause()
        assert not page.view.form.fields[0].error


async def test_the_heading_names_a_missing_value_by_its_label() -> None:
    named = SAY._replace(
        parameters=(Parameter("param_0", "Your text", "Textbox", {"type": "string"}, "str"),)
    )
    app = make_app(FakeSession(an_app(named)), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        assert "0 of 1 set · Your text wanted" in screen_text(app)


async def test_changing_the_endpoint_keeps_each_form() -> None:
    app = make_app(FakeSession(an_app(SAY, LISTEN)), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press(*"kept")
        await pilot.pause(0.1)
        await pilot.press("shift+f6", "down", "enter")
        await wait_until(pilot, lambda: "nothing to fill" in screen_text(app))
        await pilot.press("2", "up", "enter")
        await wait_until(pilot, lambda: page.view.form.fields.values().get("text") == "kept")


async def test_a_form_that_is_left_while_it_is_built_is_never_sent_for_another_endpoint() -> None:
    many = tuple(
        Parameter(f"p{n}", f"label {n}", "Textbox", {"type": "string"}, "str", default="x")
        for n in range(40)
    )
    long = SAY._replace(api_name="/long", parameters=many)
    session = FakeSession(an_app(long, LISTEN))
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("shift+f6", "down")
        await wait_until(pilot, lambda: page.view.shown_form.on_show is None)
        page.view.controllers.runs.run()
        assert session.calls == [], "the values would be those of the other endpoint"
        app.post_message(events.Key("enter", None))
        await wait_until(pilot, lambda: page.view.shown_form.on_show == (page.space, "/listen"))
        await wait_until(pilot, lambda: "nothing to fill" in screen_text(app))
        assert list(page.view.form.fields) == []


@pytest.mark.soak
async def test_walking_down_the_endpoints_keeps_the_focus_in_the_list() -> None:
    many = tuple(
        Parameter(f"p{n}", f"label {n}", "Textbox", {"type": "string"}, "str", default="x")
        for n in range(20)
    )
    long = [SAY._replace(api_name=f"/long{n}", fn_index=n, parameters=many) for n in range(6)]
    app = make_app(FakeSession(an_app(*long)), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("escape", "2")
        rows = page.query_one(EndpointsPane).query_one(RowList)
        for n in range(1, 6):
            app.post_message(events.Key("down", None))
            # The next key comes while the form of this one is being built.
            for _ in range(100_000):
                if (
                    page.view.shown_form.is_building
                    and page.space
                    and page.space.api_name == f"/long{n}"
                ):
                    break
                await asyncio.sleep(0)
            assert page.view.shown_form.is_building
            assert app.focused is rows
        await wait_until(pilot, lambda: page.view.shown_form.on_show == (page.space, "/long5"))
        await wait_until(pilot, lambda: len(page.view.form.fields) == 20)
        assert app.focused is rows and all(field.value() == "x" for field in page.view.form.fields)


async def test_a_call_can_end_after_the_app_took_its_panes_down() -> None:
    app = make_app(FakeSession(an_app()), src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        view = (await wait_for_form(pilot, app)).view
        await view.result.remove_children()
        view.result.show_call(None, "")
        await view.code.remove()
        view.code.show_code("a = 1", LanguageChoice())
        assert not view.result.children and not view.code.is_attached


async def test_untrusted_text_in_every_pane_is_drawn_and_never_acts() -> None:
    hostile = Endpoint(
        f"/{HOSTILE}",
        0,
        description=HOSTILE,
        parameters=(
            Parameter(HOSTILE, HOSTILE, "Textbox", {"type": "string"}, HOSTILE, HOSTILE, HOSTILE),
            Parameter(
                "other",
                HOSTILE,
                HOSTILE,
                {},
                HOSTILE,
                info=HOSTILE,
                placeholder=HOSTILE,
                default=MISSING,
            ),
        ),
        returns=(Return(HOSTILE, HOSTILE, {}, HOSTILE),),
        input_slots=(True, True),
        output_slots=(True,),
    )
    session = FakeSession(an_app(hostile))
    bars = Progress((ProgressUnit(1, 2, HOSTILE, None, HOSTILE),))
    session.scripts = [
        [
            Queued(0, 1, None),
            Started(),
            Log(HOSTILE, HOSTILE, HOSTILE),
            bars,
            Completed((HOSTILE,), 1.0),
        ]
    ]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        page.view.form.fields[1].set_value("x")
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: bool(app.app_state.calls.recorded_count))
        await pilot.pause()
        assert not set("\x1b\x07\u202e") & set(screen_text(app))
        await pilot.press("escape", "6")
        await pilot.pause()
        assert not set("\x1b\x07\u202e") & set(screen_text(app))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_find_page_keeps_its_layout_after_other_pages_were_shown(
    size: tuple[int, int],
) -> None:
    app = make_app(FakeSession(an_app()), start_ids=("demo/text",))

    def regions() -> list[Any]:
        return [pane.region for pane in app.screen.query(Pane)]

    async with app.run_test(size=size) as pilot:
        assert isinstance(app.screen, FindPage)
        await wait_until(pilot, lambda: "1 apps" in screen_text(app))
        before = regions()
        await pilot.press("enter")
        await wait_for_form(pilot, app)
        app.switch_mode("recorder")
        await wait_until(pilot, lambda: isinstance(app.screen, RecorderPage))
        app.switch_mode("find")
        await wait_until(pilot, lambda: isinstance(app.screen, FindPage))
        await pilot.pause()
        assert regions() == before


async def test_an_open_space_is_shown_as_running_although_it_slept_before() -> None:
    session = FakeSession(an_app(), [SpaceCard("demo/text", title="Text lab", stage="SLEEPING")])
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        assert page.space is not None and page.space.opened.card is not None
        await wait_until(pilot, lambda: "● Text lab" in screen_text(app))
