"""The addresses in a program: how the one that is run comes to call the replay instead.

The script is rendered again with addresses of the same length that occur nowhere else in the code,
and those are replaced by the replay's. So the layout stays, and whether the two texts differ in
anything but the addresses can be seen character by character.
"""

import ipaddress
import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from spacetui.model.script import Script
from spacetui.model.source import Source

# What is replaced in an address: the owner of a Space, or a host name and port that need no quotes.
_SPACE = re.compile(r"([\w.-]+)(/[\w.-]+)", re.ASCII)
_URL = re.compile(r"(https?://)([A-Za-z0-9.-]+)((?::\d+)?)", re.ASCII)
_FILLERS = string.ascii_lowercase + string.digits + string.ascii_uppercase


class NotReplaceable(ValueError):
    """The program cannot be run on a replay. The message is a clause for people."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a source, and what stands for it until the replay's is known."""

    original: str
    placeholder: str


@dataclass(frozen=True, slots=True)
class Rerouted:
    """A program whose addresses are placeholders.

    addresses: for each source, by its URL: the placeholders that become the replay's root.
    """

    text: str
    addresses: Mapping[str, tuple[str, ...]]

    def to(self, roots: Mapping[str, str]) -> str:
        """Return the program that calls the replay.

        roots: its root for the URL of each source that the program names.
        """
        text = self.text
        for url, root in roots.items():
            for placeholder in self.addresses[url]:
                text = text.replace(placeholder, root)
        return text


def reroute(script: Script, render: Callable[[Script], str]) -> Rerouted:
    """Return the code of `script` with placeholders. Raises NotReplaceable."""
    code = render(script)
    taken = code
    known: dict[str, tuple[Address, Address]] = {}
    for source in script.clients:
        if source.url in known:
            continue
        src = _stand_in(_changeable(source.src), taken)
        taken += src.placeholder
        url = src
        if source.url != source.src:
            url = _stand_in(_changeable(source.url), taken)
            taken += url.placeholder
        known[source.url] = (src, url)
    clients = tuple(_with_placeholders(each, known[each.url]) for each in script.clients)
    text = render(replace(script, clients=clients))
    _require_same_but_addresses(code, text, [each for pair in known.values() for each in pair])
    return Rerouted(
        text,
        {
            url: tuple(dict.fromkeys(each.placeholder for each in pair))
            for url, pair in known.items()
        },
    )


def _with_placeholders(source: Source, pair: tuple[Address, Address]) -> Source:
    src, url = pair
    return source._replace(
        src=source.src.replace(src.original, src.placeholder, 1),
        url=source.url.replace(url.original, url.placeholder, 1),
    )


def _changeable(address: str) -> str:
    """Return the part of an address that the replay's root replaces."""
    if match := _URL.match(address):
        rest = address[match.end() :]
        if not rest or rest.startswith("/"):
            return match[0]
    elif _SPACE.fullmatch(address):
        return address
    raise NotReplaceable(f"the address {address[:100]} cannot be replaced by that of a replay")


def _stand_in(original: str, taken: str) -> Address:
    """Return a placeholder of the same length and kind that does not occur in `taken`."""
    for filler in _FILLERS:
        placeholder = _filled(original, filler)
        if placeholder not in taken:
            return Address(original, placeholder)
    raise NotReplaceable(f"nothing can stand for the address {original[:100]}")


def _filled(original: str, filler: str) -> str:
    """Write `filler` over the owner of a Space, or over the first part of a host's name.

    Where code asks whether a host is private, the answer stays the same: an address that is
    becomes one word, and so does the name of a machine.
    """
    url = _URL.match(original)
    if url is None:
        owner, _, name = original.partition("/")
        return f"{filler * len(owner)}/{name}"
    scheme, host, port = url.groups()
    first, dot, rest = host.partition(".")
    if _is_private_address(host):
        return f"{scheme}{filler * len(host)}{port}"
    return f"{scheme}{filler * len(first)}{dot}{rest}{port}"


def _is_private_address(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _require_same_but_addresses(code: str, text: str, addresses: Sequence[Address]) -> None:
    """Raise NotReplaceable where two texts differ in more than the addresses.

    Where they do not, the code depends on its address, and what runs would be another program.
    """
    places: set[int] = set()
    for each in addresses:
        for match in re.finditer(re.escape(each.placeholder), text):
            if code[match.start() : match.end()] == each.original:
                places.update(range(*match.span()))
    same = len(code) == len(text) and all(
        one == other or at in places for at, (one, other) in enumerate(zip(code, text, strict=True))
    )
    if not same:
        raise NotReplaceable("the code depends on the address in more than one place")


def path_of_url(url: str) -> str:
    """Return the path of an app's root URL, without a trailing slash; mostly empty."""
    return urlsplit(url).path.rstrip("/")
