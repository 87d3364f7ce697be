"""What a failed call offers, where no live app can be made to fail like that: asleep, quota."""

from textual.widgets import Input

from spacetui.errors import Failure, StageError
from spacetui.model.events import Completed, Failed
from spacetui.model.run import Status
from spacetui.tui.widgets.action_list import ActionList
from spacetui.tui.widgets.login_dialog import LoginDialog
from spacetui.tui.wording.recovery import Action, actions_after_failure
from tests.tui.app_driver import (
    make_app,
    status_bar_text,
    wait_for_form,
    wait_for_recordings,
    wait_until,
)
from tests.tui.fake_session import FakeSession, an_app
from tests.tui.screen_text import screen_text

GONE = Failed(Failure("not_gradio", "the server does not know this request"))


async def test_a_space_that_fell_asleep_is_woken_before_the_call_runs_again() -> None:
    session = FakeSession(an_app())
    session.scripts = [[GONE], [Completed(("awake",), 1.0)]]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_until(
            pilot,
            lambda: "wake the Space, then run" in screen_text(app),
        )
        assert isinstance(app.focused, Input), "the focus moves by the user alone"
        await pilot.press("f6")
        assert isinstance(app.focused, ActionList)
        await wait_until(pilot, lambda: "enter do it" in screen_text(app))
        session.open_error = StageError(
            "still BUILDING after 300 s", stage="BUILDING", is_waking=True
        )
        await pilot.press("w")
        await wait_until(pilot, lambda: "still BUILDING after 300 s" in status_bar_text(app))
        assert len(session.calls) == 1, "it is called again only when the Space runs"
        session.open_error = None
        await pilot.press("enter")
        await wait_until(pilot, lambda: "awake" in screen_text(app))
        assert session.calls[0] == session.calls[1]
        assert page.space is not None and page.space.shown_call is not None
        assert page.space.shown_call.state.status is Status.COMPLETE


async def test_a_failed_call_does_not_take_the_focus_from_a_user_who_is_typing() -> None:
    session = FakeSession(an_app())
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_until(pilot, lambda: bool(session.lives))
        await pilot.press("y")
        session.lives[0].give(GONE)
        await wait_for_recordings(pilot, app, 1)
        await pilot.pause()
        assert isinstance(app.focused, Input)
        assert page.view.form.fields.values()["text"] == "xy"


async def test_a_used_up_quota_asks_for_a_token_only() -> None:
    session = FakeSession(an_app())
    session.scripts = [
        [
            Failed(
                Failure(
                    "quota", "You have exceeded your free GPU quota", hint="Try again in 2:14:07."
                )
            )
        ]
    ]
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for_form(pilot, app)
        await pilot.press("x", "ctrl+r")
        await wait_until(
            pilot,
            lambda: "a quota of your own" in screen_text(app),
        )
        await pilot.press("escape", "4")
        await wait_until(pilot, lambda: "No ZeroGPU quota left." in screen_text(app))
        await pilot.press("a")
        await wait_until(pilot, lambda: isinstance(app.screen, LoginDialog))
        assert [each.id for each in app.screen.query(Input)] == ["token"]


def test_only_actions_that_can_help_are_offered() -> None:
    def keys(kind: str, *, is_space: bool = False, has_token: bool = False) -> list[str]:
        steps = actions_after_failure(Failure(kind, "no"), is_space=is_space, has_token=has_token)
        return [step.key for step in steps]

    assert keys("app") == keys("validation", is_space=True) == keys("lost") == []
    assert keys("auth") == ["a", "ctrl+r"]
    assert keys("busy") == ["w", "ctrl+r"]
    assert keys("lost", is_space=True) == ["w", "ctrl+r"]
    assert keys("quota", is_space=True) == ["a", "d", "ctrl+r"]
    assert keys("quota", is_space=True, has_token=True) == ["d", "ctrl+r"]
    wait = Action("w", "wait, then run", "in 4.0 s")
    assert (
        actions_after_failure(
            Failure("busy", "no", retry_after=4.0), is_space=False, has_token=False
        )[0]
        == wait
    )
