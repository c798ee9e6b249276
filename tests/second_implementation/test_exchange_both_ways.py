"""The product and the second implementation read each other: envelopes, bundles, and everything signed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.bundle_encoding import decode_bundle, encode_bundle
from sync.change import Bundle, BundleItem, ConflictNotice, RecordState
from sync.codes.subject_code import CodeKind, SubjectCode, issue_code, read_code
from sync.envelope.opening import open_envelope
from sync.envelope.verifying import verify_envelope
from sync.keys.enrolment import Invitation as TheirInvitation
from sync.keys.enrolment import (
    decode_invitation,
    encode_invitation,
    request_enrolment,
    verify_enrolment_request,
)
from sync.keys.identity import DeviceIdentity
from sync.keys.registry import verify_registry
from sync.keys.rotation import read_rotation as their_read_rotation
from sync.keys.rotation import renew_identity, state_rotation
from sync.receipt import verify_receipt
from sync.request_signing import sign_request as their_sign_request
from sync.request_signing import verify_request
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy
from tests.second_implementation import codes, statements
from tests.second_implementation.bundle import read_bundle, write_bundle
from tests.second_implementation.cbor import read, write
from tests.second_implementation.envelope import START, Header, check, follow, parse, seal, unseal
from tests.second_implementation.registry import (
    Registry,
    Roots,
    read_registry,
    sign_registry,
    sign_root_change,
)
from tests.second_implementation.suites import PublicKeys, Secrets
from tests.sync import story
from tests.sync.story import CITY, ISSUER, REALM, REGISTRY, RELAY, ROOTS, TRUST, XIANGSHAN
from tests.sync.suite_story import SuiteStory, tell_kept
from tests.sync.test_bundles import carried_items, ids, values

OURS = Roots(tuple((key.suite, key.public) for key in TRUST.keys), TRUST.threshold)
conflicts: st.SearchStrategy[BundleItem] = st.builds(
    ConflictNotice,
    *(ids, ids, ids, values, values, values, ids, ids, st.integers(0, 2**53), values),
    st.none() | ids,
    st.integers(0, 2**53),
)
bundles = st.lists(carried_items | conflicts, max_size=40).map(lambda items: Bundle(tuple(items)))


def ours(identity: DeviceIdentity) -> Secrets:
    """Take an identity of the product over, with its private keys."""
    return Secrets(identity.device_id, identity.suite, identity.signing_secret, identity.sealing_secret)


def our_registry() -> Registry:
    return read_registry(story.SIGNED_REGISTRY, OURS, now_ms=STORY_STARTS_MS)


def header_of(telling: SuiteStory, sequence: int = 1, prev: bytes = bytes(32)) -> Header:
    kid, device = telling.device.kid, bytes.fromhex(telling.device.device_id)
    place = (telling.device.org, device, sequence, prev, REALM, 7, "changes", START, STORY_STARTS_MS)
    return Header(kid, *place)


@pytest.mark.parametrize("suite", [1, 2, 3])
def test_the_product_opens_what_the_second_implementation_seals(suite: int) -> None:
    telling, take = tell_of(suite), SeededEntropy(f"second {suite}").take
    keys = [ours(telling.city).public]

    first = seal(header_of(telling), b"one", sender=ours(telling.device), recipients=keys, take=take)
    head = follow(parse(first), START, ours(telling.device).public)
    after = header_of(telling, 2, head[1])
    second = seal(after, b"two", sender=ours(telling.device), recipients=keys, take=take)

    verified = [verify_envelope(one, telling.registry, audience=REALM) for one in (first, second)]
    assert [open_envelope(one, telling.city) for one in verified] == [b"one", b"two"]
    assert verified[0].envelope.link.digest == verified[1].header.previous


@pytest.mark.parametrize("suite", [1, 2, 3])
def test_the_second_implementation_opens_what_the_product_seals(suite: int) -> None:
    telling = tell_of(suite)
    sealed = telling.uplink("林秀梅 filled a form".encode())
    parsed = parse(sealed.body)

    sender = check(parsed, registry_of(telling), audience=REALM)

    assert sender.late is None
    assert unseal(parsed, sender, [ours(telling.city)]).decode() == "林秀梅 filled a form"
    assert follow(parsed, START, sender.keys)[1].hex() == sealed.id


@settings(max_examples=60, deadline=None)
@given(bundles)
def test_every_bundle_crosses_and_comes_back(bundle: Bundle) -> None:
    again = decode_bundle(write_bundle(read_bundle(encode_bundle(bundle))))

    assert again == bundle


def test_a_first_fill_uses_every_form_of_column_and_is_read() -> None:
    states = [
        RecordState(
            "person",
            SeededEntropy(f"record {number}").uuid(),
            f"{STORY_STARTS_MS + number * 7:014d}-{number % 3:06d}-city",
            {"person_name": f"蔡志明{number}", "emp_status": "1" if number % 2 else "2", "age": number * 3},
            place="350582001",
        )
        for number in range(60)
    ]
    encoded = encode_bundle(Bundle(tuple(states)))

    items = read_bundle(encoded)

    assert [item["record"] for item in items] == [one.record_id for one in states]
    assert [item["revision"] for item in items] == [one.revision for one in states]
    assert [item["fields"] for item in items] == [dict(one.fields) for one in states]
    assert decode_bundle(write_bundle(items)).items == tuple(states)


def test_registry_of_the_second_implementation_is_believed_and_read_alike() -> None:
    roots, take = [secrets_of_root(number) for number in range(3)], SeededEntropy("sign").take
    content = plain_registry(version=8)

    signed = sign_registry(content, roots=roots[1:], take=take)

    theirs = verify_registry(signed, TRUST, newest_seen=7, now_ms=STORY_STARTS_MS, held=REGISTRY)
    read_here = read_registry(signed, OURS, highest=our_registry(), now_ms=STORY_STARTS_MS)
    assert (theirs.version, theirs.lease_ms, theirs.issued_ms) == (8, 604_800_000, STORY_STARTS_MS)
    assert [one.device_id for one in theirs.devices] == [one.device for one in read_here.devices]


def test_roots_handed_over_by_the_second_implementation_are_followed() -> None:
    take = SeededEntropy("hand over").take
    old = [secrets_of_root(number) for number in range(3)]
    new = [Secrets("", 1, take(32), take(32)) for _ in range(3)]
    following = Roots(tuple((1, one.public.signing) for one in new), 2)
    change = sign_root_change(OURS, following, signers=[*old[:2], *new[:2]], take=take)
    content = plain_registry(version=8) | {"root_changes": [change]}

    signed = sign_registry(content, roots=new[1:], take=take)

    theirs = verify_registry(signed, TRUST, newest_seen=7, now_ms=STORY_STARTS_MS, held=REGISTRY)
    assert theirs.root_changes == (change,)
    assert read_registry(signed, OURS).roots == following


def test_receipts_and_checkpoints_cross() -> None:
    take = SeededEntropy("cross").take
    sealed = story.sealed_uplink()
    place = (bytes.fromhex(sealed.id), XIANGSHAN.device_id, REALM, 1, 41, STORY_STARTS_MS)

    encoded = statements.write_receipt(statements.Receipt(*place), relay=ours(RELAY), take=take)

    theirs = verify_receipt(encoded, relay=RELAY.public)
    assert (theirs.envelope_id, theirs.sender, theirs.position) == (sealed.id, XIANGSHAN.device_id, 41)


def test_a_signed_question_of_the_second_implementation_is_heard() -> None:
    target = "/v1/envelopes?after=0&limit=200"
    header = statements.sign_request(
        "GET", target, signer=ours(XIANGSHAN), time_ms=STORY_STARTS_MS, take=SeededEntropy("ask").take
    )

    asked = verify_request(header, method="GET", target=target, registry=REGISTRY, now_ms=STORY_STARTS_MS)

    assert asked.sender == XIANGSHAN.device_id


def test_a_signed_question_of_the_product_is_read() -> None:
    header = their_sign_request(
        "GET", "/v1/envelopes?after=0", signer=CITY, now_ms=STORY_STARTS_MS, entropy=SeededEntropy("ask")
    )

    asked = statements.read_request(header, ours(CITY).public)

    assert (asked["method"], asked["target"], asked["device"]) == (
        "GET",
        "/v1/envelopes?after=0",
        CITY.device_id,
    )


def test_a_rotation_crosses_in_both_directions() -> None:
    sender = REGISTRY.sender_of(XIANGSHAN.kid)
    following = renew_identity(XIANGSHAN, suite=1, entropy=SeededEntropy("renewed"))

    theirs = state_rotation(following, former=XIANGSHAN.kid)
    own = statements.write_rotation(
        ours(following), former=ours(XIANGSHAN).public, take=SeededEntropy("rotation").take
    )

    assert statements.read_rotation(theirs) == (
        XIANGSHAN.device_id,
        XIANGSHAN.kid,
        ours(following).public,
    )
    assert their_read_rotation(own, sender=sender) == following.public


def test_an_invitation_and_the_request_it_leads_to_cross() -> None:
    take = SeededEntropy("join").take
    theirs = TheirInvitation(
        "https://relay.example", "quanzhou", REALM, TRUST, take(16), ("350582001",), STORY_STARTS_MS + 1
    )

    invitation = codes.read_invitation(encode_invitation(theirs))
    request = codes.ask_to_join(ours(XIANGSHAN), name="象山", code=invitation.code, take=take)

    assert decode_invitation(codes.write_invitation(invitation), now_ms=STORY_STARTS_MS) == theirs
    joined = verify_enrolment_request(request, code=theirs.code)
    assert (joined.device_id, joined.name, joined.public) == (XIANGSHAN.device_id, "象山", XIANGSHAN.public)
    own = codes.read_request_to_join(
        request_enrolment(XIANGSHAN, name="象山", code=theirs.code), code=theirs.code
    )
    assert own == (XIANGSHAN.device_id, "象山", ours(XIANGSHAN).public)


def test_a_card_crosses_in_both_directions() -> None:
    issuer = Secrets("", 1, ISSUER.secret, bytes(32))
    card = codes.Card(2, "p-350582001014-0921-1", 2517, 3000)

    own = codes.write_card(card, issuer=issuer, take=SeededEntropy("card").take)

    theirs = read_code(own, issuers=REGISTRY.issuers, today=date(2026, 11, 22))
    assert theirs == SubjectCode(CodeKind.PERSON, card.subject, date(2026, 11, 22), theirs.expires_on)
    assert codes.read_card(issue_code(theirs, ISSUER).lower(), our_registry(), today=2517) == card


@given(st.recursive(values | st.binary(), lambda inner: st.lists(inner) | st.dictionaries(ids, inner)))
def test_plain_values_have_one_encoding_that_is_read_back(value: object) -> None:
    assert read(write(value), limit=1 << 20) == value


def tell_of(suite: int) -> SuiteStory:
    if suite == 1:
        return SuiteStory(device=XIANGSHAN, neighbour=story.PUZHAO, city=CITY)
    return tell_kept(suite)


def registry_of(telling: SuiteStory) -> Registry:
    """Say in the second implementation's words what the product's registry says."""
    known = our_registry()
    people = zip((telling.device, telling.neighbour), known.devices, strict=True)
    devices = tuple(replace(row, device=one.device_id, keys=ours(one).public) for one, row in people)
    return replace(known, recipients=(ours(telling.city).public,), devices=devices)


def secrets_of_root(number: int) -> Secrets:
    return Secrets("", 1, ROOTS[number].secret, bytes(32))


def plain_registry(*, version: int) -> dict[str, Any]:
    def listed(keys: PublicKeys) -> list[object]:
        return keys.listed()

    device = {
        "id": XIANGSHAN.device_id,
        "name": "象山社区 1 号机",
        "keys": listed(ours(XIANGSHAN).public),
        "scope": ["350582001"],
        "from": 1,
        "revoked_at": None,
        "wipe": False,
        "former": [],
    }
    return {
        "schema": 2,
        "version": version,
        "issued_ms": STORY_STARTS_MS,
        "expires_ms": STORY_STARTS_MS + 30 * 86_400_000,
        "lease_ms": 604_800_000,
        "org": "quanzhou",
        "realm": REALM,
        "minimum_suite": 1,
        "oldest_epoch": 1,
        "relay": listed(ours(RELAY).public),
        "recipients": [listed(ours(CITY).public)],
        "devices": [device],
        "issuers": [[1, ISSUER.verification.public]],
        "root_changes": [],
    }
