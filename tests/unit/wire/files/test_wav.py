"""WAV files one after another become one, with a correct header."""

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


def merged(content: bytes) -> bytes:
    file = io.BytesIO(content)
    merge_wavs(file)
    return file.getvalue()


def samples_of(content: bytes) -> bytes:
    with wave.open(io.BytesIO(content)) as sound:
        return bytes(sound.readframes(sound.getnframes()))


def streamed(samples: bytes, before: bytes = b"") -> bytes:
    """Return the first chunk as Gradio 4 sends it: 0xffffffff where it expects the lengths."""
    whole = wav(samples, before=before)
    return whole[:4] + UNKNOWN + whole[8:40] + UNKNOWN + whole[44:]


def test_lengths_that_are_not_known_are_filled_in() -> None:
    assert merged(streamed(b"abcd") + b"efgh") == wav(b"abcdefgh")


def test_a_list_of_tags_with_the_length_of_the_samples_is_corrected() -> None:
    tags = b"LIST" + struct.pack("<I", 6) + b"INFOxx"
    assert merged(streamed(b"abcd", before=tags) + b"efgh") == wav(b"abcdefgh", before=tags)


def test_wav_files_each_with_a_header_become_one() -> None:
    tags = b"LIST" + struct.pack("<I", 4) + b"INFO"
    assert merged(wav(b"ab", after=tags) + wav(b"cdef") + wav(b"gh")) == wav(b"abcdefgh")


def test_a_header_with_a_length_that_is_zero_or_too_large_is_corrected() -> None:
    empty, much = wav(b""), wav(bytes(1000))[:44]
    assert merged(empty + b"abcd") == wav(b"abcd")
    assert merged(much + b"abcd") == wav(b"abcd")


@pytest.mark.parametrize("length", [b"\0\0\0\0", UNKNOWN, struct.pack("<I", 1 << 31)])
def test_an_empty_wav_file_before_another_adds_nothing_whatever_its_length(length: bytes) -> None:
    assert merged(wav(b"")[:40] + length + wav(b"abcd")) == wav(b"abcd")


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
def test_what_is_correct_or_cannot_be_merged_is_not_changed(content: bytes) -> None:
    assert merged(content) == content


@given(
    st.lists(
        st.binary(max_size=40).map(lambda each: each[: len(each) // 2 * 2]), min_size=1, max_size=5
    )
)
def test_no_sample_is_lost_or_added(pieces: list[bytes]) -> None:
    assert samples_of(merged(b"".join(wav(each) for each in pieces))) == b"".join(pieces)


@given(st.binary(max_size=200))
def test_any_bytes_are_accepted(content: bytes) -> None:
    merged(b"RIFF\xff\xff\xff\xffWAVE" + content)
