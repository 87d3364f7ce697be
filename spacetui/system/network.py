"""Rules of HTTP and of addresses that both the wire and the Hub follow.

Nothing is resolved or sent here.
"""

import ipaddress
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping

# The most bytes that a decompressed part of a body has.
PART_BYTES = 1 << 20
# One limit in a RateLimit header: what is left of it, and the seconds until it is full again.
_RATE_LIMIT = re.compile(r"; *r *= *(\d{1,9}) *; *t *= *(\d{1,7})(?!\d)", re.ASCII)


def is_loopback(host: str | None) -> bool:
    """Return whether a host name or address is this machine's own, judged by its spelling alone.

    `localhost.` is not: with the dot a resolver may ask the network's name server for it.
    """
    if host is None:
        return False
    if host.lower() == "localhost":
        return True
    address = _parse_address(host)
    return address is not None and address.is_loopback


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public internet."""
    parsed = _parse_address(address)
    return parsed is not None and parsed.is_global and not parsed.is_multicast


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a server asks to wait, or None where it names none.

    Retry-After is read first; a date in it is not. Else the RateLimit header is read, as the Hub
    sends it: `"api";r=0;t=55`. It comes with every answer, so only a limit with nothing left counts
    (r=0); of several the longest.
    Source: huggingface_hub 2.4 utils/_http.py, parse_ratelimit_headers.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal() and len(text) < 8:
        return float(text)
    limits = _RATE_LIMIT.findall(headers.get("ratelimit", ""))
    return max((float(seconds) for left, seconds in limits if int(left) == 0), default=None)


def is_compressed(headers: Mapping[str, str]) -> bool:
    """Return whether the headers of a response name a compression of its body."""
    return _content_encoding(headers) not in ("identity", "")


def decompressor_for(headers: Mapping[str, str]) -> Callable[[bytes | None], Iterable[bytes]]:
    """Return what turns each chunk of a response's body into decompressed parts of bounded size.

    HTTP clients decompress each chunk in one go, which turns 64 kB of gzip into 64 MB. The parts
    have at most PART_BYTES. Raises ValueError for a compression other than gzip and deflate; the
    returned function raises zlib.error for damaged data, and where data is missing when it is
    called with None, which stands for the end of the body.
    """
    if not is_compressed(headers):
        return lambda chunk: () if chunk is None else (chunk,)
    encoding = _content_encoding(headers)
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"compressed in a way we did not ask for ({encoding[:20]})")
    inflater = zlib.decompressobj(47)  # gzip or zlib, by its header

    has_begun = False

    def decompress(chunk: bytes | None) -> Iterator[bytes]:
        nonlocal has_begun
        if chunk is None and has_begun and not inflater.eof:
            raise zlib.error("the end is missing")
        has_begun = has_begun or bool(chunk)
        while chunk and not inflater.eof:
            yield inflater.decompress(chunk, PART_BYTES)
            chunk = inflater.unconsumed_tail

    return decompress


def _content_encoding(headers: Mapping[str, str]) -> str:
    return headers.get("content-encoding", "").strip().lower()


def _parse_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
