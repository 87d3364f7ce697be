"""Every key of the table, pressed in every pane: it does what help says, or nothing.

A key that does nothing there is not in the footer. A printable one is text where text is typed.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.keys import _character_to_key
from textual.widgets import TextArea

from spacetui.tui.find import controller
from spacetui.tui.keys import KEYS
from spacetui.tui.use.form_pane import FormPane
from spacetui.tui.widget_keys import IN_DIALOGS
from tests.soak_after import soak_after
from tests.tui.every_key.claims import CLAIMS
from tests.tui.every_key.driven_app import Driven, State, driven, fingerprint, shown_keys
from tests.tui.every_key.places import PLACES, USUAL_FIRST, go_to


def every_key() -> Iterator[str]:
    """Yield each key of the table once, in the words of Textual."""
    found: set[str] = set()
    for id, key in KEYS.items():
        if id in IN_DIALOGS:
            continue
        for name in key.all_keys.split(","):
            textual_name = _character_to_key(name) if len(name) == 1 else name
            if textual_name not in found:
                found.add(textual_name)
                yield textual_name


def bound(now: Driven, key: str) -> Binding | None:
    """Return what the key is bound to at the present focus, if that is enabled."""
    active = now.page.active_bindings.get(key)
    return active.binding if active is not None and active.enabled else None


# Some 75 keys a place take half a minute on a busy machine.
@pytest.mark.parametrize("place", soak_after(1, USUAL_FIRST))
async def test_every_key_does_what_help_says_or_nothing(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(controller, "open_with_viewer", lambda url: "there is no browser here")
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    wrong: list[str] = []
    async with driven(PLACES[place][0]) as now:
        form = next(iter(now.page.query(FormPane)), None)
        values = form.fields.values() if form is not None else None
        before: State = {}
        after = {"at": "the start"}
        for key in every_key():
            if after != before:
                before = await go_to(now, place, values)
            is_line = key == "enter" and isinstance(now.page.focused, TextArea)
            is_text = now.page.is_typing and (is_printable(key) or is_line)
            binding = bound(now, key)
            shown = shown_keys(now)
            ids = {id for id in shown if key in names_of(id)}
            await now.pilot.press(key)
            if sending := [each for each in now.app.workers if each.group in {"send", "verify"}]:
                await now.app.workers.wait_for_complete(sending)
            await now.pilot.pause()
            await now.pilot.pause()
            after = fingerprint(now)
            wrong += problems(key, before, after, binding, ids, is_text=is_text)
    assert not wrong, "\n".join(wrong)


def is_printable(key: str) -> bool:
    """Whether a key types a character."""
    names = (name for each in KEYS.values() for name in each.all_keys.split(","))
    return key == "space" or any(
        len(name) == 1 and _character_to_key(name) == key for name in names
    )


def names_of(id: str) -> set[str]:
    names = KEYS[id].all_keys.split(",")
    return {_character_to_key(name) if len(name) == 1 else name for name in names}


def problems(
    key: str, before: State, after: State, binding: Binding | None, ids: set[str], *, is_text: bool
) -> list[str]:
    """List what a key did against the rule."""
    changed = sorted(name for name in before if before[name] != after[name])
    if is_text:
        allowed = {"texts", "places", "values", "asked", "rows", "status", "scrolled", "selected"}
        allowed.add("nodes")  # of the result of another call, which a search found
        extra = set(changed) - allowed
        return [f"{key} is text and changed {sorted(extra)}"] if extra or not changed else []
    id = binding.id if binding is not None else None
    if id in CLAIMS:
        return [] if CLAIMS[id](before, after) else [f"{key} is {id} and changed {changed}"]
    if binding is None and changed:
        return [f"{key} is no key here and changed {changed}"]
    if binding is None and ids:
        return [f"{key} does nothing and is in the footer as {ids}"]
    return []
