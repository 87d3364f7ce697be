"""The user's own keys: what can be a key, and what two things in one place would have."""

import subprocess
import sys

import pytest

from spacetui.tui.key_map import check_keys
from spacetui.tui.keys import KEYS


def refusal(**keys: str) -> list[tuple[str, str]]:
    return check_keys(keys)[1]


def test_the_keys_of_the_table_are_allowed_where_they_are() -> None:
    given = {id: key.all_keys for id, key in KEYS.items()}
    assert check_keys(given) == (given, [])


def test_keys_are_named_as_textual_names_them() -> None:
    given = {"older": "Comma", "zoom": " f12 , Ctrl+K", "list.down": "↓,PgUp"}
    usable, wrong = check_keys({"older": "Comma", "zoom": " f12 , Ctrl+K"})
    assert (usable, wrong) == ({"older": "comma", "zoom": "f12,ctrl+k"}, [])
    assert check_keys({"list.page_up": given["list.down"].split(",")[1]})[0] == {
        "list.page_up": "pageup"
    }


@pytest.mark.parametrize(
    ("id", "key", "words"),
    [
        ("zooom", "f12", "Did you mean zoom?"),
        ("zoom", "ctrl+i", "terminals send tab for ctrl+i"),
        ("zoom", "ctrl+shift+k", "no terminal sends 'ctrl+shift+k'"),
        ("zoom", "super+k", "no terminal sends"),
        ("zoom", "ctrl+1", "no terminal sends"),
        ("zoom", "", "no terminal sends ''"),
        ("zoom", "k", "works while typing"),
        ("zoom", "backspace", "works while typing"),
        ("zoom", "f6", "already the key of next_pane"),
        ("zoom_letter", "x", "already the key of menu"),
        ("zoom_letter", "j", "already the key of"),
        ("rerun", "J", "already the key of"),
    ],
)
def test_what_cannot_be_a_key_is_told(id: str, key: str, words: str) -> None:
    usable, wrong = check_keys({id: key})
    assert usable == {}
    assert [each for each, _ in wrong] == [id] and words in wrong[0][1]


def test_two_may_change_places_and_parts_of_pages_may_share_a_key() -> None:
    swapped = {"older": "]", "newer": "["}
    assert check_keys(swapped) == (swapped, [])
    assert refusal(rerun="r", run_again="r") == []
    assert refusal(copy_value="u") == [], "u unlinks in the recorder alone"


def test_of_two_new_keys_that_are_one_the_first_is_used() -> None:
    usable, wrong = check_keys({"zoom": "f12", "jump": "f12"})
    assert usable == {"zoom": "f12"}
    assert wrong == [("jump", "f12 is already the key of zoom (zoom)")]


APP = """
import asyncio, sys
from spacetui.tui.key_map import check_keys, use_keys
use_keys(check_keys({"help": "f12", "next_pane": "f11", "zoom_letter": "q"})[0])
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.widgets.help_dialog import HelpDialog
from tests.tui.fake_session import FakeSession, an_app
from tests.tui.screen_text import screen_text

async def main():
    app = SpacetuiApp(FakeSession(an_app()).connect)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        footer = screen_text(app).splitlines()[-1]
        await pilot.press("f1")
        await pilot.pause()
        before = isinstance(app.screen, HelpDialog)
        await pilot.press("f12")
        await pilot.pause()
        print(before, isinstance(app.screen, HelpDialog), "f12" in footer, "f1 " in footer)

asyncio.run(main())
"""


def test_the_app_has_the_users_keys_and_names_them() -> None:
    done = subprocess.run(
        [sys.executable, "-c", APP], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False", "True", "True", "False"]
