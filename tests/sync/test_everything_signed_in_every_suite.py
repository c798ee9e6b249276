"""Registry, joining, new keys, requests, receipts, codes and recipients in each suite, and across them."""

from dataclasses import replace
from datetime import date

import pytest

from sync.cbor import MAX_INTEGER
from sync.codes.subject_code import CodeKind, SubjectCode, issue_code, read_code
from sync.envelope.header import EnvelopeId
from sync.envelope.opening import open_with_any
from sync.envelope.sealing import seal
from sync.envelope.verifying import verify_envelope
from sync.errors import SuiteMismatchError
from sync.keys.enrolment import request_enrolment, verify_enrolment_request
from sync.keys.identity import decode_identity, encode_identity, generate_signing_key
from sync.keys.recipients import recipients_for
from sync.keys.registry import TrustRoots, sign_registry, verify_registry
from sync.keys.registry_document import RegistryDocument
from sync.keys.rotation import read_rotation, renew_identity, state_rotation
from sync.receipt import DeliveryReceipt, sign_receipt, verify_receipt
from sync.request_signing import sign_request, verify_request
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy
from tests.sync.story import REALM
from tests.sync.suite_story import SuiteStory, tell

STORIES = {suite: tell(suite) for suite in (1, 2, 3)}
SUITES = list(STORIES)
CODE = SeededEntropy("one-time code").take(16)


def with_cities(story: SuiteStory, *others: SuiteStory) -> RegistryDocument:
    """List a city key of every suite, as a city does whose devices are changing suites."""
    cities = (story.city.public, *(other.city.public for other in others))
    return replace(story.registry, recipients=cities)


@pytest.mark.parametrize("suite", SUITES)
def test_registry_signed_by_roots_of_any_suite_comes_back(suite: int) -> None:
    roots = [generate_signing_key(suite, entropy=SeededEntropy(f"root {number}")) for number in range(3)]
    trust = TrustRoots(tuple(root.verification for root in roots), threshold=2)
    document = replace(with_cities(*STORIES.values()), relay=STORIES[2].neighbour.public, issued_ms=1)

    signed = sign_registry(document, roots=roots[1:])

    assert verify_registry(signed, trust, newest_seen=0, now_ms=STORY_STARTS_MS) == document


@pytest.mark.parametrize("suite", SUITES)
def test_identity_comes_back_from_where_it_is_kept(suite: int) -> None:
    identity = STORIES[suite].device

    kept = decode_identity(encode_identity(identity))

    assert kept == identity
    assert kept.public == identity.public


@pytest.mark.parametrize("suite", SUITES)
def test_device_joins(suite: int) -> None:
    device = STORIES[suite].device

    admitted = verify_enrolment_request(
        request_enrolment(device, name="象山社区 1 号机", code=CODE), code=CODE
    )

    assert admitted.public == device.public


@pytest.mark.parametrize(("before", "after"), [(1, 3), (1, 2), (3, 3), (2, 2)])
def test_device_changes_to_keys_of_another_suite(before: int, after: int) -> None:
    story = STORIES[before]
    renewed = renew_identity(story.device, suite=after, entropy=SeededEntropy("renewed"))

    statement = state_rotation(renewed, former=story.device.kid)

    assert read_rotation(statement, sender=story.registry.sender_of(story.device.kid)) == renewed.public


@pytest.mark.parametrize("suite", SUITES)
def test_question_and_receipt_are_believed(suite: int) -> None:
    story = STORIES[suite]
    receipt = DeliveryReceipt(EnvelopeId("ab" * 32), story.device.device_id, REALM, 1, 41, STORY_STARTS_MS)
    question = sign_request(
        "GET", "/v1/envelopes", signer=story.device, now_ms=STORY_STARTS_MS, entropy=SeededEntropy("nonce")
    )

    asked = verify_request(
        question, method="GET", target="/v1/envelopes", registry=story.registry, now_ms=STORY_STARTS_MS
    )

    assert asked.sender == story.device.device_id
    assert verify_receipt(sign_receipt(receipt, relay=story.city), relay=story.city.public) == receipt


@pytest.mark.parametrize("suite", SUITES)
def test_printed_code_has_room_for_the_signature(suite: int) -> None:
    issuer = generate_signing_key(suite, entropy=SeededEntropy("issuer"))
    code = SubjectCode(CodeKind.PERSON, "p-350582001014-0921-1", date(2026, 11, 1), date(2028, 10, 31))

    text = issue_code(code, issuer)

    assert len(text) < 180
    assert read_code(text, issuers=[issuer.verification], today=date(2026, 11, 22)) == code


@pytest.mark.parametrize("suite", SUITES)
def test_device_seals_to_the_citys_newest_key_of_its_own_suite(suite: int) -> None:
    story = STORIES[suite]
    registry = with_cities(story, *(other for one, other in STORIES.items() if one != suite))

    envelope = seal(
        b"work",
        header=story.header(),
        signer=story.device,
        recipients=recipients_for(story.device, registry),
        entropy=SeededEntropy("seal"),
    )

    cities = [STORIES[one].city for one in SUITES]
    assert open_with_any(verify_envelope(envelope.body, registry), cities) == b"work"


def test_city_without_a_key_of_the_devices_suite_is_told_apart() -> None:
    with pytest.raises(SuiteMismatchError):
        recipients_for(STORIES[3].device, STORIES[2].registry)


def test_largest_numbers_of_a_header_cross_every_suite() -> None:
    story = STORIES[2]
    header = replace(story.header(), sequence=MAX_INTEGER, time_ms=MAX_INTEGER)

    assert verify_envelope(story.uplink(b"work", header).body, story.registry).header == header
