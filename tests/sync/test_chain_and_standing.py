"""Whether genuine work still counts, and whether it is the next link of its chain."""

from dataclasses import replace

import pytest

from sync.envelope.chain import check_successor
from sync.envelope.header import GENESIS
from sync.envelope.verifying import EpochTooOldError, SenderRevokedError, VerifiedEnvelope, verify_envelope
from sync.errors import EnvelopeForkError, EnvelopeGapError, EpochUnknownError
from tests.sync.story import REGISTRY, sealed_uplink, uplink_header

ENVELOPE = sealed_uplink(b"work of one morning")


def test_epoch_from_the_future_waits_for_the_registry() -> None:
    body = sealed_uplink(header=replace(uplink_header(), epoch=8)).body

    with pytest.raises(EpochUnknownError):
        verify_envelope(body, REGISTRY)


def test_old_epoch_is_set_aside_with_the_envelope_in_hand() -> None:
    later = replace(REGISTRY, version=9, oldest_epoch=8)

    with pytest.raises(EpochTooOldError) as caught:
        verify_envelope(ENVELOPE.body, later)

    assert caught.value.envelope.id == ENVELOPE.id


def test_work_after_revocation_is_set_aside_and_work_before_counts() -> None:
    entry = replace(REGISTRY.devices[0], revoked_at_seq=1)
    revoked = replace(REGISTRY, devices=(entry, REGISTRY.devices[1]))
    second = sealed_uplink(header=uplink_header(2, after=ENVELOPE.link))

    assert verify_envelope(ENVELOPE.body, revoked).id == ENVELOPE.id
    with pytest.raises(SenderRevokedError) as caught:
        verify_envelope(second.body, revoked)

    assert isinstance(caught.value.envelope, VerifiedEnvelope)


def test_next_link_of_the_chain_is_accepted() -> None:
    check_successor(uplink_header(2, after=ENVELOPE.link), head=ENVELOPE.link)


def test_dropped_envelope_shows_as_a_gap_and_names_what_is_missing() -> None:
    with pytest.raises(EnvelopeGapError) as caught:
        check_successor(uplink_header(5), head=replace(ENVELOPE.link, sequence=3))

    assert caught.value.want == 4


def test_replayed_number_is_a_fork_for_the_chain() -> None:
    with pytest.raises(EnvelopeForkError):
        check_successor(uplink_header(1), head=ENVELOPE.link)


def test_copied_disk_growing_from_another_past_is_a_fork() -> None:
    other_past = sealed_uplink(b"the copy's morning")

    with pytest.raises(EnvelopeForkError):
        check_successor(uplink_header(2, after=other_past.link), head=ENVELOPE.link)


def test_first_envelope_must_grow_from_nothing() -> None:
    with pytest.raises(EnvelopeForkError):
        check_successor(uplink_header(1, after=ENVELOPE.link), head=GENESIS)
