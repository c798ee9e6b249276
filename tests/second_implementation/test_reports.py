"""A computer's report and the office's wish, read by what was written from the page alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sync.bundle_encoding import encode_bundle
from sync.change import Bundle, DeviceOrder, DeviceReport, DeviceWish
from tests.second_implementation.bundle import Item, read_bundle, write_bundle
from tests.second_implementation.published import VECTORS, octets
from tests.second_implementation.refused import Refused

CONTENTS: dict[str, list[Item]] = json.loads(octets("bundle", "contents.json"))
REFUSED = sorted((VECTORS / "bundle").glob("refuse-*.zst"))
REPORT = DeviceReport(
    at_ms=7,
    program="0.2.0",
    system="linux x86_64",
    free_mib=20_480,
    unsent=3,
    last_sync_ms=6,
    forms=("employment_brief 2026120101",),
    troubles=("copy",),
    order=4,
    diagnostics=b"[checks]",
)


def test_a_report_is_read_by_its_page() -> None:
    (read,) = read_bundle(encode_bundle(Bundle((REPORT,))))

    assert read == {
        "is": "report",
        "at_ms": 7,
        "program": "0.2.0",
        "system": "linux x86_64",
        "free_mib": 20_480,
        "unsent": 3,
        "last_sync_ms": 6,
        "forms": ["employment_brief 2026120101"],
        "troubles": ["copy"],
        "order": 4,
        "diagnostics": b"[checks]",
    }


def test_a_wish_is_read_by_its_page_and_comes_back_the_same() -> None:
    encoded = encode_bundle(Bundle((DeviceOrder(9, DeviceWish.REQUIRE_UPDATE, "0.3.0"),)))

    read = read_bundle(encoded)

    assert read == [{"is": "order", "number": 9, "wish": "require-update", "argument": "0.3.0"}]
    assert read_bundle(write_bundle(read)) == read


@pytest.mark.parametrize("name", sorted(CONTENTS))
def test_what_earlier_programs_wrote_says_what_stands_beside_it(name: str) -> None:
    read = read_bundle(octets("bundle", f"{name}.zst"))

    assert [_shown(item) for item in read] == CONTENTS[name]
    assert read_bundle(write_bundle(read)) == read


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_bad_word_of_a_computer_is_refused_for_the_reason_in_its_name(path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_bundle(path.read_bytes())

    assert caught.value.code == path.stem.removeprefix("refuse-").partition("--")[0]


def _shown(item: Item) -> Item:
    """Write an item as JSON does: bytes in hexadecimal, and no names as an empty list."""
    spelt: dict[type, Callable[[Any], object]] = {bytes: bytes.hex, type(None): lambda _none: []}
    return {name: spelt.get(type(value), _as_it_is)(value) for name, value in item.items()}


def _as_it_is(value: object) -> object:
    return value
