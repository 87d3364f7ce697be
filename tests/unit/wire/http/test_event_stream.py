"""The decoder of event streams gives the same events wherever the network cuts the bytes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.wire.http.event_stream import EventTooBig, SseReader

TRANSCRIPTS = sorted((Path(__file__).parents[1] / "transcripts").glob("*.txt"))


def recorded(path: Path) -> bytes:
    """Return the raw stream of a transcript; its first line names the version."""
    return path.read_bytes().split(b"\n", 1)[1]


def read(*chunks: bytes, limit: int = 1 << 20) -> list[str]:
    reader = SseReader(limit)
    events = [data for chunk in chunks for data in reader.feed(chunk)]
    return [b"".join(each).decode("utf-8", "replace") for each in events]


def test_there_are_transcripts_of_each_version() -> None:
    assert {path.name.split("-")[0] for path in TRANSCRIPTS} == {"4.44.1", "5.50.0", "6.31.0"}


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_every_split_point_of_a_recorded_stream_gives_the_same_events(path: Path) -> None:
    raw = recorded(path)
    whole = read(raw)
    assert len(whole) == raw.count(b"data: ")
    for cut in range(len(raw) + 1):
        assert read(raw[:cut], raw[cut:]) == whole


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("newline", [b"\r\n", b"\r"], ids=["crlf", "cr"])
def test_a_recorded_stream_with_a_bom_and_other_line_ends_is_the_same_byte_by_byte(
    path: Path, newline: bytes
) -> None:
    raw = recorded(path)
    changed = b"\xef\xbb\xbf" + raw.replace(b"\n", newline)
    assert read(*(changed[place : place + 1] for place in range(len(changed)))) == read(raw)


@given(
    texts=st.lists(
        st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), min_size=1)
    ),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    size=st.integers(1, 7),
)
def test_any_text_survives_any_chunk_size(texts: list[str], newline: str, size: int) -> None:
    raw = "".join(
        f": comment{newline}data: {text}{newline}id: 1{newline}{newline}" for text in texts
    ).encode()
    assert read(*(raw[place : place + size] for place in range(0, len(raw), size))) == texts


def test_unicode_line_separators_do_not_cut_a_line() -> None:
    assert read('data: "a\u2028b\u2029c\u0085d\x0b\x0c\x1ce"\n\n'.encode()) == [
        '"a\u2028b\u2029c\u0085d\x0b\x0c\x1ce"'
    ]


def test_data_lines_are_joined_and_other_fields_are_ignored() -> None:
    assert read(b"event: x\nretry: 5\nodd\ndata:a\ndata:  b\n\n:only a comment\n\n") == ["a\n b"]


def test_an_event_without_its_blank_line_is_discarded() -> None:
    assert read(b"data: a\n\ndata: half\n") == ["a"]


def test_a_bom_is_skipped_at_the_start_only() -> None:
    assert read(b"\xef\xbb\xbfdata: a\n\n\xef\xbb\xbfdata: b\n\n") == ["a"]


def test_bytes_that_are_not_utf_8_become_replacement_characters() -> None:
    assert read(b"data: \xff\xfe\n\n") == ["\ufffd\ufffd"]


@pytest.mark.parametrize(
    "chunks",
    [
        [b"data: " + b"x" * 200],
        [b"data: x\n"] * 40,
        [b"y" * 30] * 10,
        [b": " + b"c" * 30 + b"\n"] * 10,
    ],
    ids=["one line", "many lines", "no end", "comments"],
)
def test_an_event_over_the_limit_is_an_error(chunks: list[bytes]) -> None:
    with pytest.raises(EventTooBig):
        read(*chunks, limit=100)


def test_many_events_under_the_limit_pass() -> None:
    assert len(read(*[b"data: 12345678\n\n"] * 1000, limit=100)) == 1000
