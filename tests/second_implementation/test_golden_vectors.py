"""What earlier programs wrote is read with the page alone, and refused for the reason in its name."""

from pathlib import Path

import pytest

from tests.second_implementation import published
from tests.second_implementation.bundle import read_bundle, read_item
from tests.second_implementation.codes import Card, read_card
from tests.second_implementation.envelope import START, check, follow, parse, unseal
from tests.second_implementation.published import REALM, SIGNED_AT_MS, VECTORS, octets
from tests.second_implementation.refused import Refused
from tests.second_implementation.registry import read_registry
from tests.second_implementation.statements import (
    Receipt,
    compare,
    read_checkpoint,
    read_receipt,
    read_rotation,
)

TODAY = 2517  # 2026-11-22
REFUSED_REGISTRIES = sorted((VECTORS / "registry").glob("refuse-*.cbor"))
REFUSED_CHECKPOINTS = sorted((VECTORS / "checkpoint").glob("refuse-*.cbor"))
REFUSED_ENVELOPES = sorted((VECTORS / "envelope").glob("refuse-*.cbor"))
REFUSED_BY_SUITE = sorted((VECTORS / "suites").glob("*/refuse-*.cbor"))


def reason(path: Path) -> str:
    return path.stem.removeprefix("refuse-").partition("--")[0]


def test_registry_of_schema_1_is_read_with_two_of_three_roots() -> None:
    registry = published.first_registry()

    assert (registry.version, registry.org, registry.realm) == (7, "quanzhou", REALM)
    assert registry.issued_ms is None
    assert [member.name for member in registry.devices] == ["象山社区 1 号机", "普照社区 1 号机"]


def test_registry_of_schema_2_says_who_is_to_wipe_and_whose_key_is_former() -> None:
    encoded = octets("registry", "accept-schema-2.cbor")

    registry = read_registry(encoded, published.first_roots(), now_ms=SIGNED_AT_MS)

    assert registry.digest.hex() == published.keys_of("registry")["registry_digest"]
    assert [member.wipe for member in registry.devices] == [False, True]
    assert registry.devices[0].former[0][1] == 8
    assert registry.lease_ms == 7 * 86_400_000


@pytest.mark.parametrize(("form", "shown"), [("", 2), ("-excerpt", 1), ("-alone", 0)])
def test_registry_of_schema_4_is_read_with_as_many_devices_as_came(form: str, shown: int) -> None:
    encoded = octets("registry", f"accept-schema-4{form}.cbor")

    registry = read_registry(encoded, published.first_roots(), now_ms=SIGNED_AT_MS)

    second = read_registry(octets("registry", "accept-schema-2.cbor"), published.first_roots())
    assert registry.version == 10
    assert [one.name for one in registry.devices] == [one.name for one in second.devices][:shown]
    assert [[kept[0].kid, kept[1]] for one in registry.devices for kept in one.former] == [
        [kept[0].kid, kept[1]] for one in second.devices[:shown] for kept in one.former
    ]


def test_roots_hand_over_to_new_ones() -> None:
    encoded = octets("registry", "accept-new-roots.cbor")

    registry = read_registry(encoded, published.first_roots(), now_ms=SIGNED_AT_MS)

    new = [[suite, public.hex()] for suite, public in registry.roots.keys]
    assert new == published.keys_of("registry")["second_roots"]


@pytest.mark.parametrize("path", REFUSED_REGISTRIES, ids=lambda path: path.stem)
def test_bad_registry_is_refused_for_the_reason_in_its_name(path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_registry(
            path.read_bytes(),
            published.first_roots(),
            highest=published.first_registry(),
            now_ms=SIGNED_AT_MS,
        )

    assert caught.value.code == reason(path)


def test_uplink_is_opened_link_by_link() -> None:
    registry, city = published.first_registry(), published.identity("city")
    first, second = (parse(octets("envelope", f"uplink-{number}.cbor")) for number in (1, 2))
    senders = [check(one, registry, audience=REALM) for one in (first, second)]

    head = follow(second, follow(first, START, senders[0].keys), senders[1].keys)

    assert head[0] == 2
    assert [item["is"] for item in read_bundle(unseal(second, senders[1], [city]))] == ["form", "change"]


def test_downlink_is_opened_by_its_device() -> None:
    device = published.identity("xiangshan")
    parsed = parse(octets("envelope", "downlink-1.cbor"))

    sender = check(parsed, published.first_registry(), audience=device.device)

    assert [item["is"] for item in read_bundle(unseal(parsed, sender, [device]))] == ["verdict", "state"]


@pytest.mark.parametrize("path", REFUSED_ENVELOPES, ids=lambda path: path.stem)
def test_bad_envelope_is_refused_for_the_reason_in_its_name(path: Path) -> None:
    with pytest.raises(Refused) as caught:
        check(parse(path.read_bytes()), published.first_registry(), audience=REALM)

    assert caught.value.code == reason(path)


@pytest.mark.parametrize("suite", [2, 3])
def test_envelopes_of_the_other_suites_are_opened(suite: int) -> None:
    registry = published.registry_of_suite(suite)
    city, device = (published.identity_of_suite(suite, name) for name in ("city", "device"))
    up = [parse(octets(f"suites/{suite}", f"uplink-{number}.cbor")) for number in (1, 2)]
    down = parse(octets(f"suites/{suite}", "downlink-1.cbor"))
    senders = [check(one, registry, audience=REALM) for one in up]

    follow(up[1], follow(up[0], START, senders[0].keys), senders[1].keys)

    assert unseal(up[1], senders[1], [city]).decode() == "林秀梅 filled a form"
    assert unseal(down, check(down, registry, audience=device.device), [device]).decode() == "蔡志明 has work"


@pytest.mark.parametrize("path", REFUSED_BY_SUITE, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_bad_envelope_of_another_suite_is_refused_for_the_same_reason(path: Path) -> None:
    registry = published.registry_of_suite(int(path.parent.name))

    with pytest.raises(Refused) as caught:
        check(parse(path.read_bytes()), registry, audience=REALM)

    assert caught.value.code == reason(path)


@pytest.mark.parametrize("name", ["city", "relay", "xiangshan"])
def test_keys_of_suite_1_have_these_ids(name: str) -> None:
    kept = published.keys_of("envelope")["identities"][name]
    public = published.identity(name).public

    assert (public.kid.hex(), public.sealing_kid.hex()) == (kept["kid"], kept["sealing_kid"])


@pytest.mark.parametrize("suite", [2, 3])
@pytest.mark.parametrize("name", ["city", "device", "neighbour"])
def test_keys_of_the_other_suites_have_these_ids(suite: int, name: str) -> None:
    kept = published.keys_of(f"suites/{suite}")[name]
    public = published.identity_of_suite(suite, name).public

    assert public.signing.hex() == kept["signing_public"]
    assert public.sealing.hex() == kept["sealing_public"]
    assert (public.kid.hex(), public.sealing_kid.hex()) == (kept["kid"], kept["sealing_kid"])


def test_receipt_speaks_of_the_first_uplink() -> None:
    receipt = read_receipt(octets("envelope", "receipt-uplink-1.cbor"), published.first_registry().relay)

    digest = follow(
        parse(octets("envelope", "uplink-1.cbor")), START, published.identity("xiangshan").public
    )[1]
    device = published.identity("xiangshan").device
    assert receipt == Receipt(digest, device, REALM, 1, 41, SIGNED_AT_MS)


def test_checkpoints_name_each_other() -> None:
    registry = read_registry(octets("registry", "accept-schema-2.cbor"), published.first_roots())
    device = published.identity("xiangshan").device
    first, second = (
        read_checkpoint(octets("checkpoint", f"accept-{number}.cbor"), registry, device=device)
        for number in (1, 2)
    )

    assert [one.digest.hex() for one in (first, second)] == published.keys_of("registry")[
        "checkpoint_digests"
    ]
    assert compare(first, second, registry) == []


@pytest.mark.parametrize("path", REFUSED_CHECKPOINTS, ids=lambda path: path.stem)
def test_bad_checkpoint_is_refused_for_the_reason_in_its_name(path: Path) -> None:
    registry = read_registry(octets("registry", "accept-schema-2.cbor"), published.first_roots())

    with pytest.raises(Refused) as caught:
        read_checkpoint(path.read_bytes(), registry, device=published.identity("xiangshan").device)

    assert caught.value.code == reason(path)


def test_rotation_proves_the_new_keys() -> None:
    kept = published.keys_of("registry")

    device, former, keys = read_rotation(bytes.fromhex(kept["rotation_statement"]))

    assert device == published.identity("xiangshan").device
    assert former == published.identity("xiangshan").public.kid
    listed = kept["renewed_xiangshan"]
    assert [keys.suite, keys.signing.hex(), keys.sealing.hex()] == listed


@pytest.mark.parametrize("kind", ["change", "form", "state", "verdict"])
def test_single_item_of_schema_1_is_read(kind: str) -> None:
    encoded = octets("envelope", f"item-{kind}.cbor")

    assert read_item(encoded)["is"] == kind


def test_card_of_a_household_is_read() -> None:
    card = read_card(
        octets("envelope", "code-household.txt").decode(), published.first_registry(), today=TODAY
    )

    assert card == Card(1, "h-350582001014-0921", card.issued, card.expires)
    assert card.issued <= TODAY < card.expires
