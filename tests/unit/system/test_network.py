"""Loopback hosts, public addresses, Retry-After and compressed bodies."""

import gzip
import tracemalloc
import zlib

import pytest

from spacetui.system.network import (
    PART_BYTES,
    decompressor_for,
    is_compressed,
    is_loopback,
    is_public,
    retry_after,
)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST",
        "127.0.0.1",
        "127.8.8.8",
        "127.9.9.9",
        "::1",
        "::ffff:127.0.0.1",
    ],
)
def test_a_loopback_host_is_recognized_by_its_spelling(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "0.0.0.0",
        "10.0.0.1",
        "localhost.",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1.nip.io",
        "[::1]",
        "2130706433",
    ],
)
def test_any_other_host_is_not_loopback(host: str | None) -> None:
    assert not is_loopback(host)


def test_private_and_link_local_addresses_are_not_public() -> None:
    assert is_public("8.8.8.8")
    assert not any(
        map(
            is_public,
            ["10.1.1.1", "169.254.169.254", "127.0.0.1", "fe80::1%eth0", "::1", "224.0.0.1", "x"],
        )
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30", 30.0),
        (" 0 ", 0.0),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("٣", None),
        ("9" * 8, None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
    ],
)
def test_a_server_asks_to_wait_a_whole_number_of_seconds(text: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": text}) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"ratelimit": '"api";r=0;t=55'}, 55.0),
        ({"ratelimit": '"api"; r = 0 ; t = 55'}, 55.0),
        ({"ratelimit": '"api";r=12;t=55'}, None),
        ({"ratelimit": '"api";r=0;t=55, "resolvers";r=0;t=200, "pages";r=3;t=300'}, 200.0),
        ({"ratelimit": '"api";r=0;t=55', "retry-after": "7"}, 7.0),
        ({"ratelimit": '"api";r=0;t=55', "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, 55.0),
        ({"ratelimit": '"api";r=0;t=soon'}, None),
        ({"ratelimit": '"api";r=0;t=' + "9" * 40}, None),
        ({"ratelimit": ""}, None),
    ],
)
def test_a_limit_that_is_used_up_says_when_it_is_full_again(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(headers) == seconds


def test_without_a_header_there_is_no_wait_and_no_compression() -> None:
    assert retry_after({}) is None
    assert not is_compressed({})
    assert list(decompressor_for({})(b"x")) == [b"x"]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("identity", b"x" * 100),
        ("gzip", gzip.compress(b"x" * 100, mtime=0)),
        (" X-GZIP ", gzip.compress(b"x" * 100, mtime=0)),
        ("deflate", zlib.compress(b"x" * 100)),
    ],
)
def test_a_body_is_decompressed_wherever_it_is_cut(encoding: str, body: bytes) -> None:
    for cut in range(len(body)):
        decompress = decompressor_for({"content-encoding": encoding})
        parts = [*decompress(body[:cut]), *decompress(body[cut:])]
        assert b"".join(parts) == b"x" * 100


def test_a_small_chunk_does_not_become_a_large_part() -> None:
    bomb = gzip.compress(bytes(64 << 20))
    tracemalloc.start()
    sizes = [len(part) for part in decompressor_for({"content-encoding": "gzip"})(bomb)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(sizes) == 64 << 20
    assert max(sizes) <= PART_BYTES
    assert peak < 8 << 20


def test_another_compression_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\(br\)"):
        decompressor_for({"content-encoding": "br"})


def test_damaged_data_is_an_error() -> None:
    with pytest.raises(zlib.error):
        list(decompressor_for({"content-encoding": "gzip"})(b"no gzip at all"))


@pytest.mark.parametrize("sent", [0, 10])
def test_data_whose_end_is_missing_is_an_error_once_it_has_begun(sent: int) -> None:
    whole = gzip.compress(b"x" * 1000)
    for chunk, is_complete in ((whole[:sent], sent == 0), (whole, True)):
        decompress = decompressor_for({"content-encoding": "gzip"})
        list(decompress(chunk))
        if is_complete:
            assert list(decompress(None)) == []
        else:
            with pytest.raises(zlib.error):
                list(decompress(None))


def test_a_body_that_is_not_compressed_may_end_anywhere() -> None:
    assert list(decompressor_for({})(None)) == []
