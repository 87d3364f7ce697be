"""Which version has which quirk."""

import pytest

from spacetui.wire.quirks import Quirk, Quirks, quirks_of

# In order; a version that cannot be read is taken for the newest.
VERSIONS = (
    "3.50.2",
    "4.0.0",
    "4.19.2",
    "4.20.0",
    "4.30.0",
    "4.44.1",
    "5.0.0b1",
    "5.0.0",
    "5.29.0",
    "5.29.1",
    "5.44.0",
    "5.44.1",
    "6.12.9",
    "6.31.0",
    "10.0",
    "",
    "dev",
)


@pytest.mark.parametrize(
    ("quirk", "first"),
    [
        ("shifted_deletes", "5.29.1"),
        ("cancel_route", "4.44.1"),
        ("call_route", "4.20.0"),
        ("usage_summary", "5.44.1"),
        ("own_openapi", "6.31.0"),
    ],
)
def test_a_quirk_holds_from_its_first_version_on(quirk: str, first: str) -> None:
    having = [each for each in VERSIONS if getattr(quirks_of(each), quirk)]
    assert having == list(VERSIONS[VERSIONS.index(first) :])


@pytest.mark.parametrize(
    ("quirk", "first"), [("quoted_errors", "5.0.0b1"), ("named_files", "4.0.0")]
)
def test_a_quirk_is_gone_from_the_first_version_without_it(quirk: str, first: str) -> None:
    having = [each for each in VERSIONS if getattr(quirks_of(each), quirk)]
    assert having == list(VERSIONS[: VERSIONS.index(first)])


def test_a_quirk_is_one_row() -> None:
    class More(Quirks):
        one_more = Quirk(lambda version: version >= (7,))

    assert [More(version).one_more for version in ((6, 31), (7, 0))] == [False, True]
