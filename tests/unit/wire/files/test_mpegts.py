"""Joined transport streams have timestamps that continue and counters without a gap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.wire.files.mpegts import TransportStreamJoiner

VIDEO = 0x100


def stamp(prefix: int, ticks: int) -> bytes:
    """Return a timestamp of an elementary stream's header: ISO/IEC 13818-1, 2.4.3.6."""
    return bytes(
        (
            prefix << 4 | (ticks >> 30 & 7) << 1 | 1,
            ticks >> 22 & 0xFF,
            (ticks >> 15 & 0x7F) << 1 | 1,
            ticks >> 7 & 0xFF,
            (ticks & 0x7F) << 1 | 1,
        )
    )


def ticks_of(field: bytes) -> int:
    return (
        (field[0] >> 1 & 7) << 30
        | field[1] << 22
        | (field[2] >> 1) << 15
        | field[3] << 7
        | field[4] >> 1
    )


def packet(counter: int, *, pts: int, dts: int, pcr: int) -> bytes:
    """Return a packet that starts a picture: a clock reference, both timestamps, some data."""
    clock = (pcr << 15 | 0x3F << 9 | 17).to_bytes(6)
    adaptation = bytes((7, 0x10)) + clock
    picture = b"\x00\x00\x01\xe0\x00\x00\x80\xc0\x0a" + stamp(3, pts) + stamp(1, dts)
    head = bytes((0x47, 0x40 | VIDEO >> 8, VIDEO & 0xFF, 0x30 | counter & 15))
    return (head + adaptation + picture).ljust(188, b"\xaa")


def read(data: bytes) -> list[tuple[int, int, int, int]]:
    """Return counter, clock, pts and dts of each packet."""
    packets = [data[at : at + 188] for at in range(0, len(data), 188)]
    return [
        (
            each[3] & 15,
            int.from_bytes(each[6:12]) >> 15,
            ticks_of(each[21:26]),
            ticks_of(each[26:31]),
        )
        for each in packets
    ]


def segment(start: int, count: int = 3) -> bytes:
    times = [start + 9000 * each for each in range(count)]
    return b"".join(
        packet(number, pts=at + 3000, dts=at + 1000, pcr=at) for number, at in enumerate(times)
    )


def join(segments: list[tuple[bytes, float, bool]], step: int = 1 << 20) -> bytes:
    joiner, out = TransportStreamJoiner(), b""
    for data, seconds, is_restart in segments:
        joiner.start_segment(seconds, is_restart=is_restart)
        for at in range(0, len(data), step):
            out += joiner.feed(data[at : at + step])
        out += joiner.end_segment()
    return out


def test_segments_that_each_start_anew_become_one_timeline() -> None:
    out = read(
        join([(segment(5000), 0.3, False), (segment(5000), 0.3, True), (segment(777), 0.3, True)])
    )
    assert [each[0] for each in out] == list(range(9))
    assert [each[1] for each in out] == [5000 + 9000 * each for each in range(9)]
    assert [each[2] - each[1] for each in out] == [3000] * 9
    assert [each[3] - each[1] for each in out] == [1000] * 9


def test_segments_that_follow_each_other_are_not_changed() -> None:
    one, two = segment(0), segment(27_000)
    assert join([(one, 0.3, False), (two, 0.3, False)]) == one + two


def test_only_timestamps_and_counters_are_changed() -> None:
    out = join([(segment(0), 0.3, False), (segment(0), 0.3, True)])
    moved = [
        place % 188 for place, (a, b) in enumerate(zip(out, segment(0) * 2, strict=True)) if a != b
    ]
    assert set(moved) <= {3, *range(6, 12), *range(21, 31)}


def test_timestamps_wrap_at_33_bits() -> None:
    start = (1 << 33) - 9000
    out = read(join([(segment(start, 1), 0.1, False), (segment(5, 2), 0.2, True)]))
    assert [each[1] for each in out] == [start, 0, 9000]


@given(step=st.integers(1, 400), tail=st.binary(max_size=30))
def test_the_result_is_the_same_however_the_bytes_are_cut(step: int, tail: bytes) -> None:
    segments = [(segment(0) + tail, 0.3, False), (segment(9), 0.3, True)]
    assert join(segments, step) == join(segments)


@pytest.mark.parametrize("data", [b"", b"\xff\xf1sound", b"\x47" + bytes(187) + b"\x00", b"\x47"])
def test_other_data_is_not_changed(data: bytes) -> None:
    assert join([(data, 1.0, False), (data, 1.0, True)]) == data * 2


@given(st.lists(st.binary(min_size=187, max_size=187), max_size=5))
def test_any_packet_is_accepted(bodies: list[bytes]) -> None:
    data = b"".join(b"\x47" + each for each in bodies)
    assert len(join([(data, 1.0, False), (data, 1.0, True)])) == 2 * len(data)
