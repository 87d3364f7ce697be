"""WAV files glued together become one, with a header that says what is there."""

import io
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.wire.files.wav import merge_wavs

UNKNOWN = b"\xff\xff\xff\xff"


def wav(samples: bytes, rate: int = 8000, before: bytes = b"", after: bytes = b"") -> bytes:
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16)
    body = form + before + b"data" + struct.pack("<I", len(samples)) + samples + after
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def mended(content: bytes) -> bytes:
    file = io.BytesIO(content)
    merge_wavs(file)
    return file.getvalue()


def samples_of(content: bytes) -> bytes:
    with wave.open(io.BytesIO(content)) as sound:
        return sound.readframes(sound.getnframes())


def streamed(samples: bytes, before: bytes = b"") -> bytes:
    """Return the first chunk as Gradio 4 sends it: 0xffffffff where it expects the lengths."""
    whole = wav(samples, before=before)
    return whole[:4] + UNKNOWN + whole[8:40] + UNKNOWN + whole[44:]


def test_lengths_that_were_left_open_are_filled_in() -> None:
    assert mended(streamed(b"abcd") + b"efgh") == wav(b"abcdefgh")


def test_a_list_of_tags_that_was_taken_for_the_samples_is_one_again() -> None:
    tags = b"LIST" + struct.pack("<I", 6) + b"INFOxx"
    assert mended(streamed(b"abcd", before=tags) + b"efgh") == wav(b"abcdefgh", before=tags)


def test_pieces_with_headers_of_their_own_become_one() -> None:
    tags = b"LIST" + struct.pack("<I", 4) + b"INFO"
    assert mended(wav(b"ab", after=tags) + wav(b"cdef") + wav(b"gh")) == wav(b"abcdefgh")


def test_a_header_that_promises_nothing_or_too_much_is_made_true() -> None:
    empty, much = wav(b""), wav(bytes(1000))[:44]
    assert mended(empty + b"abcd") == wav(b"abcd")
    assert mended(much + b"abcd") == wav(b"abcd")


@pytest.mark.parametrize("length", [b"\0\0\0\0", UNKNOWN, struct.pack("<I", 1 << 31)])
def test_an_empty_piece_before_another_adds_nothing_whatever_length_it_has(length: bytes) -> None:
    assert mended(wav(b"")[:40] + length + wav(b"abcd")) == wav(b"abcd")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"no sound",
        b"RIFF\0\0\0\0WAVE",
        wav(b"ab") + wav(b"cd", rate=16000),
        wav(b"abcd"),
        wav(b""),
    ],
)
def test_what_needs_no_mending_or_cannot_be_mended_stays(content: bytes) -> None:
    assert mended(content) == content


@given(
    st.lists(
        st.binary(max_size=40).map(lambda each: each[: len(each) // 2 * 2]), min_size=1, max_size=5
    )
)
def test_no_sample_is_lost_or_added(pieces: list[bytes]) -> None:
    assert samples_of(mended(b"".join(wav(each) for each in pieces))) == b"".join(pieces)


@given(st.binary(max_size=200))
def test_no_bytes_break_it(content: bytes) -> None:
    mended(b"RIFF\xff\xff\xff\xffWAVE" + content)
