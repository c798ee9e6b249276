"""The attacks that lean on a suite's own algorithms, against each of the three."""

from dataclasses import replace
from itertools import permutations

import pytest

from sync.cose import sign_protected, split_message
from sync.envelope.encoding import (
    MAX_ENVELOPE_BYTES,
    SealedContent,
    encode_content,
    encode_header,
    parse_content,
)
from sync.envelope.header import SealedEnvelope
from sync.envelope.opening import open_envelope
from sync.envelope.sealing import seal
from sync.envelope.verifying import SuiteTooWeakError, verify_envelope
from sync.errors import NotOpenableError, SignatureInvalidError, SuiteMismatchError
from sync.suites.by_id import suite_by_id
from tests.fakes.entropy import SeededEntropy
from tests.sync.suite_story import SuiteStory, tell

STORIES = {suite: tell(suite) for suite in (1, 2, 3)}
SUITES = list(STORIES)


def payload_of(envelope: SealedEnvelope) -> bytes:
    return split_message(envelope.body, limit=MAX_ENVELOPE_BYTES).payload


def signed_anew(story: SuiteStory, content: SealedContent) -> bytes:
    """Sign changed content with the true key, as a faulty or stolen device could."""
    suite = suite_by_id(story.device.suite)
    header = encode_header(story.header(), algorithm=suite.signature_algorithm)
    return sign_protected(header, payload=encode_content(content), signer=story.device)


@pytest.mark.parametrize("suite", SUITES)
def test_honest_envelope_goes_both_ways(suite: int) -> None:
    story = STORIES[suite]

    up = verify_envelope(story.uplink(b"work").body, story.registry)
    down = verify_envelope(story.downlink(b"news").body, story.registry)

    assert open_envelope(up, story.city) == b"work"
    assert open_envelope(down, story.device) == b"news"


@pytest.mark.parametrize("suite", SUITES)
def test_strip_and_re_sign_by_another_registered_device_cannot_be_opened(suite: int) -> None:
    story = STORIES[suite]
    stolen = replace(story.header(), kid=story.neighbour.kid, device=story.neighbour.device_id)
    header = encode_header(stolen, algorithm=suite_by_id(suite).signature_algorithm)
    body = sign_protected(header, payload=payload_of(story.uplink()), signer=story.neighbour)

    verified = verify_envelope(body, story.registry)

    with pytest.raises(NotOpenableError):
        open_envelope(verified, story.city)


@pytest.mark.parametrize("suite", SUITES)
def test_wrong_recipient_cannot_open(suite: int) -> None:
    story = STORIES[suite]
    verified = verify_envelope(story.uplink().body, story.registry)

    with pytest.raises(NotOpenableError):
        open_envelope(verified, story.neighbour)


@pytest.mark.parametrize("suite", SUITES)
def test_wrapped_key_renamed_to_another_recipient_cannot_be_opened(suite: int) -> None:
    story = STORIES[suite]
    content = parse_content(payload_of(story.uplink()))
    [recipient] = content.recipients
    renamed = replace(
        recipient,
        kid=story.neighbour.public.sealing_kid,
        protected=recipient.protected.replace(recipient.kid, story.neighbour.public.sealing_kid),
    )
    verified = verify_envelope(signed_anew(story, replace(content, recipients=(renamed,))), story.registry)

    with pytest.raises(NotOpenableError):
        open_envelope(verified, story.neighbour)


@pytest.mark.parametrize("suite", SUITES)
def test_every_flipped_byte_of_the_signature_is_rejected(suite: int) -> None:
    story = STORIES[suite]
    body = story.uplink().body
    accepted = [place for place in range(len(body) - 64, len(body)) if is_taken(story, body, place)]

    assert accepted == []


@pytest.mark.parametrize(("true", "claimed"), [(1, 2), (2, 1), (2, 3), (3, 2)])
def test_suite_confusion_in_the_header_is_rejected(true: int, claimed: int) -> None:
    story = STORIES[true]
    header = encode_header(story.header(), algorithm=suite_by_id(claimed).signature_algorithm)
    body = sign_protected(header, payload=payload_of(story.uplink()), signer=story.device)

    with pytest.raises(SuiteMismatchError):
        verify_envelope(body, story.registry)


@pytest.mark.parametrize(("registered", "used"), [(1, 3), (3, 1)])
def test_suite_confusion_under_a_good_signature_cannot_be_opened(registered: int, used: int) -> None:
    # Suites 1 and 3 sign alike, so one signing key may serve both; the registry says which one counts.
    story, elsewhere = STORIES[registered], STORIES[used]
    assert story.device.kid == elsewhere.device.kid

    verified = verify_envelope(elsewhere.uplink().body, story.registry)

    with pytest.raises(NotOpenableError):
        open_envelope(verified, story.city)
    with pytest.raises(SuiteMismatchError):
        open_envelope(verified, elsewhere.city)


@pytest.mark.parametrize(("signer", "recipient"), list(permutations(SUITES, 2)))
def test_nobody_seals_to_a_key_of_another_suite(signer: int, recipient: int) -> None:
    story = STORIES[signer]

    with pytest.raises(ValueError, match="another suite"):
        seal(
            b"work",
            header=story.header(),
            signer=story.device,
            recipients=[story.city.public, STORIES[recipient].city.public],
            entropy=SeededEntropy("mixed"),
        )


@pytest.mark.parametrize(("suite", "minimum"), [(1, 2), (1, 3), (2, 3)])
def test_suite_below_the_minimum_is_set_aside_for_review(suite: int, minimum: int) -> None:
    story = STORIES[suite]

    with pytest.raises(SuiteTooWeakError):
        verify_envelope(story.uplink().body, replace(story.registry, minimum_suite=minimum))


@pytest.mark.parametrize("suite", SUITES)
def test_chains_have_digests_of_32_bytes_in_the_senders_suite(suite: int) -> None:
    envelope = STORIES[suite].uplink()

    assert envelope.link.digest == suite_by_id(suite).digest(envelope.body)
    assert len(envelope.link.digest) == 32


def is_taken(story: SuiteStory, body: bytes, place: int) -> bool:
    changed = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
    try:
        verify_envelope(changed, story.registry)
    except SignatureInvalidError:
        return False
    return True
