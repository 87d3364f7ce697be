"""The words for numbers that both front ends use."""

from datetime import UTC, datetime

import pytest

from spacetui.text.format import (
    age_text,
    bar_parts,
    clock_text,
    count_text,
    duration_text,
    length_text,
    likes_text,
    megabytes_text,
    number_text,
    ordinal_text,
    range_text,
    size_text,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.3, "0.3 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (41, "41 s"),
        (59.6, "1:00"),
        (134, "2:14"),
        (3599.6, "1 h 0 min"),
        (8040, "2 h 14 min"),
    ],
)
def test_a_duration_has_the_unit_that_fits(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(-3, "0:00"), (41, "0:41"), (134, "2:14"), (3723, "1:02:03")]
)
def test_a_clock_has_minutes_and_seconds(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(41.3, "41.3 s"), (134.9, "2:14")])
def test_the_length_of_a_sound_has_tenths_below_a_minute(seconds: float, text: str) -> None:
    assert length_text(seconds) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (113, "113th")],
)
def test_a_place_in_a_queue(number: int, text: str) -> None:
    assert ordinal_text(number) == text


def test_a_count_has_its_noun() -> None:
    assert [count_text(count, "row") for count in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
    assert count_text(12345, "row") == "12345 rows"
    assert count_text(12345, "row", is_grouped=True) == "12 345 rows"
    assert (likes_text(812), likes_text(3210)) == ("812", "3.2k")


def test_megabytes_keep_their_unit() -> None:
    assert megabytes_text(2_100_000, 4_200_000) == "2.1 of 4.2 MB"
    assert megabytes_text(400, None) == megabytes_text(400, 0) == "0.0 MB"


@pytest.mark.parametrize(
    ("fraction", "bar"),
    [(0.5, "##--"), (None, "----"), (-1.0, "----"), (7.0, "####"), (float("nan"), "----")],
)
def test_a_bar_is_as_long_as_asked_for_any_fraction(fraction: float | None, bar: str) -> None:
    assert "".join(bar_parts(fraction, 4, "#", "-")) == bar


def test_a_number_is_short_and_exact() -> None:
    assert [number_text(each) for each in (3, 3.0, 0.1, 1e16)] == ["3", "3", "0.1", "1e+16"]


@pytest.mark.parametrize(
    ("low", "high", "step", "text"),
    [
        (1, 10, 0.1, "1 to 10, step 0.1"),
        (0, None, None, "at least 0"),
        (None, 9, None, "at most 9"),
        (None, None, 5, "step 5"),
        (None, None, None, ""),
    ],
)
def test_the_limits_of_a_number(
    low: float | None, high: float | None, step: float | None, text: str
) -> None:
    assert range_text(low, high, step) == text


def test_limits_are_written_as_a_front_end_wants_them() -> None:
    text = range_text(0, 1_000_000, None, between="–", number=number_text)
    assert text == "0–1000000"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2026-11-25T03:00:00Z", "today"),
        ("2026-11-24T03:00:00.000Z", "1 day ago"),
        ("2026-11-04", "3 weeks ago"),
        ("2026-09-20T00:00:00+02:00", "2 months ago"),
        ("2024-01-01", "2 years ago"),
        ("2027-01-01", "today"),
        ("soon", ""),
        ("", ""),
    ],
)
def test_a_time_is_described_by_its_age(moment: str, text: str) -> None:
    assert age_text(moment, NOW) == text


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_234, "1.2 kB"),
        (214_000, "214 kB"),
        (1_200_000, "1.2 MB"),
        (10**10, "10 GB"),
        (10**400, "1 000 000 TB"),
    ],
)
def test_sizes_read_as_people_write_them(size: int, words: str) -> None:
    assert size_text(size) == words
