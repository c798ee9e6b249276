"""Several envelopes in one request, as the page describes them: read, refused, and written alike."""

import json
from pathlib import Path

import pytest

from tests.second_implementation import cbor
from tests.second_implementation.envelope import START, check, follow, parse
from tests.second_implementation.published import REALM, VECTORS, first_registry, octets
from tests.second_implementation.refused import Refused
from tests.second_implementation.several import read_receipts, read_several
from tests.second_implementation.statements import read_receipt

REFUSED = sorted((VECTORS / "posted").glob("refuse-*.cbor"))


def test_the_two_links_in_the_frame_follow_each_other() -> None:
    registry = first_registry()
    first, second = (parse(one) for one in read_several(octets("posted", "several.cbor")))

    place = follow(first, START, check(first, registry, audience=REALM).keys)

    assert follow(second, place, check(second, registry, audience=REALM).keys)[0] == 2


def test_receipts_name_them_in_order_and_a_refusal_says_why_there_is_no_more() -> None:
    relay = first_registry().relay
    both, nothing = read_receipts(octets("posted", "receipts.cbor"))
    one, why = read_receipts(octets("posted", "receipts-refused.cbor"))

    assert [read_receipt(each, relay).sequence for each in both] == [1, 2]
    assert (one, nothing) == (both[:1], None)
    assert json.loads(why or b"")["code"] == "envelope-gap"


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_bad_frame_is_refused_for_the_reason_in_its_name(path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_several(path.read_bytes())

    assert caught.value.code == path.stem.removeprefix("refuse-").partition("--")[0]


def test_what_this_one_writes_has_the_same_bytes() -> None:
    links = [octets("envelope", f"uplink-{number}.cbor") for number in (1, 2)]

    assert cbor.write(links) == octets("posted", "several.cbor")
