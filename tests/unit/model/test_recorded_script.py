"""The recorder's script as a value: each change gives a new one, and the links stay true."""

import pytest

from spacetui.errors import BadValue
from spacetui.model.file_input import FileInput
from spacetui.model.recorded_script import RecordedScript, links_lost
from spacetui.model.recorded_step import LeftOut, RecordedLink
from spacetui.model.recording import Recording
from spacetui.model.run import RunState, Status
from spacetui.model.same_file import file_url
from spacetui.model.script import Link
from spacetui.store.codec import dump, load
from tests.unit.model.recordings import (
    COUNT,
    DRAW,
    EDIT,
    HANG,
    HERE,
    READ,
    THERE,
    WRITE,
    cancelled,
    failed,
    picture,
    recorded,
)

POEM = "the tide comes in"
WROTE = recorded(WRITE, {"prompt": "a poem"}, POEM)
SPOKE = recorded(READ, {"text": POEM}, picture("poem.wav"), source=THERE)
DREW = recorded(DRAW, {"prompt": "a boat"}, picture())
EDITED = recorded(
    EDIT, {"image": FileInput(file_url(HERE, picture())), "strength": 2}, picture("b")
)


def script_of(*recordings: Recording) -> RecordedScript:
    script = RecordedScript()
    for each in recordings:
        script = script.add(each)
    return script


JOURNEY = script_of(WROTE, SPOKE, DREW, EDITED)


def test_steps_have_links_names_and_clients() -> None:
    script = JOURNEY.script()
    assert script.clients == (HERE, THERE)
    assert [each.client for each in script.steps] == [0, 1, 0, 0]
    assert [each.name for each in script.steps] == ["poem", "speech", "image", "image_2"]
    assert [each.links for each in script.steps] == [
        (),
        (Link("text", 0, 0),),
        (),
        (Link("image", 2, 0),),
    ]


def test_removing_a_step_gives_the_value_back_that_was_sent() -> None:
    after = JOURNEY.remove(1)
    assert after.script().steps[0].link_of("text") is None
    assert after.script().steps[0].values["text"] == POEM
    assert links_lost(JOURNEY, after) == (RecordedLink("text", 1, 0),)
    assert len(JOURNEY.steps) == 4  # undo is the value before


def test_a_step_that_moves_before_what_it_uses_loses_the_link_and_says_so() -> None:
    after = JOURNEY.move(2, -1)
    assert [each.id for each in after.steps] == [2, 1, 3, 4]
    assert links_lost(JOURNEY, after) == (RecordedLink("text", 1, 0),)
    assert links_lost(JOURNEY, JOURNEY.move(2, 1)) == ()
    assert [each.id for each in JOURNEY.move(1, -5).steps] == [1, 2, 3, 4]
    assert [each.id for each in JOURNEY.move(1, 99).steps] == [2, 3, 4, 1]


def test_names_of_the_user_are_kept_and_every_name_is_unique() -> None:
    named = JOURNEY.rename(4, "image").rename(1, "my poem!")
    assert named.names == {1: "my_poem", 2: "speech", 3: "image_2", 4: "image"}
    assert named.rename(4, "  ").names[4] == "image_2"


def test_a_note_reaches_the_script() -> None:
    assert JOURNEY.annotate(2, " slow\nthough ").script().steps[1].note == "slow\nthough"


def test_a_link_is_unmade_and_made_again_by_hand() -> None:
    without = JOURNEY.unlink(2, "text")
    assert without.step(2).unmade == ("text",)
    assert without.script().steps[1].links == ()
    again = without.link(2, RecordedLink("text", 1, 0))
    assert again.step(2) == JOURNEY.step(2)


@pytest.mark.parametrize(
    ("link", "why"),
    [
        (RecordedLink("text", 3, 0), "earlier step"),
        (RecordedLink("text", 9, 0), "earlier step"),
        (RecordedLink("text", 1, 5), "earlier step"),
        (RecordedLink("text", 1, 0, ("no", "such")), "earlier step"),
        (RecordedLink("voice", 1, 0), "no parameter 'voice'"),
    ],
)
def test_a_link_leads_to_an_output_of_an_earlier_step(link: RecordedLink, why: str) -> None:
    with pytest.raises(BadValue, match=why):
        JOURNEY.link(2, link)


def test_a_part_of_an_output_is_linked_by_hand() -> None:
    wall = [{"image": picture(f"{n}.webp"), "caption": None} for n in range(3)]
    script = script_of(recorded(HANG, {}, wall, 7), EDITED)
    link = RecordedLink("image", 1, 0, (2, "image"))
    assert script.value_of(link) == picture("2.webp")
    assert script.link(2, link).script().steps[1].links == (Link("image", 0, 0, (2, "image")),)
    item = RecordedLink("image", 1, 0, (2,))  # with its caption: the file in it is meant
    assert script.link(2, item) == script.link(2, link)
    # A path ends at a file: the official clients do not agree on what is in one.
    inside = RecordedLink("image", 1, 0, (2, "image", "path"))
    with pytest.raises(BadValue):
        script.link(2, inside)


def test_a_new_run_of_a_step_keeps_its_name_note_and_links() -> None:
    again = recorded(READ, {"text": POEM}, picture("again.wav"), source=THERE)
    after = JOURNEY.rename(2, "voice").annotate(2, "n").replace_recording(2, again)
    assert after.step(2).recording == again
    assert (after.names[2], after.step(2).note, after.step(2).links) == (
        "voice",
        "n",
        JOURNEY.step(2).links,
    )


def test_a_new_run_finds_new_links_but_none_that_was_taken_away() -> None:
    other = recorded(READ, {"text": "words of my own"}, picture("poem.wav"), source=THERE)
    script = script_of(WROTE, other)
    assert script.step(2).links == ()
    assert script.replace_recording(2, SPOKE).step(2).links == (RecordedLink("text", 1, 0),)
    assert script.unlink(2, "text").replace_recording(2, SPOKE).step(2).links == ()


def test_a_result_that_nobody_uses_is_named_and_dropped_on_demand() -> None:
    assert [each.id for each in JOURNEY.unused] == [2]
    assert [each.id for each in JOURNEY.only_needed().steps] == [3, 4]
    assert RecordedScript().only_needed() == RecordedScript()


def test_calls_that_leave_a_state_behind_are_used_by_the_next_of_their_visit() -> None:
    counted = [recorded(COUNT, {"step": n}, n, visit=1 + n // 3) for n in range(1, 5)]
    script = script_of(*counted)
    assert [each.id for each in script.unused] == [2]
    assert [each.id for each in script.only_needed().steps] == [3, 4]


def test_forget_state_begins_a_new_client_and_calls_without_state_share_the_first() -> None:
    visits = [recorded(COUNT, {"step": 1}, 1, visit=each) for each in (5, 5, 8)]
    alone = [recorded(COUNT, {"step": 1}, 1) for _ in range(2)]
    script = script_of(DREW, *visits, *alone, EDITED).script()
    assert [each.client for each in script.steps] == [0, 0, 0, 1, 2, 3, 0]
    assert script.clients == (HERE,) * 4
    assert [each.shares_state for each in script.steps] == [False, True, True, True] + [False] * 3


def test_calls_that_shared_a_state_are_in_the_order_in_which_they_were_made() -> None:
    first, second, third = (
        recorded(COUNT, {"step": n}, n, visit=5, made_at=100.0 + n) for n in range(1, 4)
    )
    anew = recorded(COUNT, {"step": 9}, 9, visit=6, made_at=50.0)
    script = script_of(WROTE, third, SPOKE, anew, first, second)
    assert [each.recording for each in script.steps] == [WROTE, first, second, third, SPOKE, anew]
    assert script.step(2).recording == third, "an id stays"
    assert [each.values.get("step") for each in script.script().steps] == [None, 1, 2, 3, None, 9]


VISITS = ((1, 5), (2, 5), (3, 6))


def test_calls_that_share_a_state_are_run_again_together() -> None:
    counted = [
        recorded(COUNT, {"step": n}, n, visit=visit) for n, visit in ((1, 5), (2, 5), (3, 6))
    ]
    script = script_of(counted[0], WROTE, counted[1], counted[2])
    assert [each.id for each in script.sharing_state(1)] == [1, 3]
    assert [each.id for each in script.sharing_state(2)] == [2]
    assert [each.id for each in script.sharing_state(4)] == [4]


def test_a_call_that_is_put_before_others_takes_nothing_from_them() -> None:
    late = recorded(WRITE, {"prompt": "a poem"}, POEM, visit=5, made_at=2.0)
    early = recorded(WRITE, {"prompt": POEM}, "more of it", visit=5, made_at=1.0)
    script = script_of(late, early)
    assert [each.recording for each in script.steps] == [early, late]
    assert [each.links for each in script.steps] == [(), ()]


def test_calls_without_a_result_are_kept_left_out_and_said() -> None:
    script = script_of(WROTE, failed(READ, {"text": POEM}), cancelled(WRITE, {}), SPOKE)
    live = Recording(WROTE.call, HERE, RunState(Status.SENDING))
    script = script.add(live)
    assert [each.left_out for each in script.left_out] == [
        LeftOut.FAILED,
        LeftOut.CANCELLED,
        LeftOut.UNFINISHED,
    ]
    assert [each.name for each in script.script().steps] == ["poem", "speech"]
    assert script.script().notes == (
        "left out: http://127.0.0.1:1 /read: it failed",
        "left out: http://127.0.0.1:1 /write: it was cancelled",
        "left out: http://127.0.0.1:1 /write: it came to no end",
    )
    assert [each.id for each in script.unused] == []


def test_a_link_to_a_step_that_fails_in_a_new_run_gives_way_to_the_value() -> None:
    after = JOURNEY.replace_recording(1, failed(WRITE, {"prompt": "a poem"}))
    made = after.script().steps[0]
    assert (made.links, made.values["text"]) == ((), POEM)
    assert after.step(2).links  # it is a link again when the step is run with success


def test_a_script_survives_the_store() -> None:
    wall = [{"image": picture("1.webp"), "caption": None}]
    script = script_of(recorded(HANG, {}, wall, 7), EDITED, WROTE).save_file("/a", "http://b")
    script = script.link(2, RecordedLink("image", 1, 0, (0, "image"))).unlink(3, "prompt")
    script = script.rename(1, "wall").annotate(1, "a note")
    loaded = load(dump(script), RecordedScript)
    assert loaded == script
    assert loaded.script() == script.script()
