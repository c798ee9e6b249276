"""The bytes of a sealed envelope go when nobody can ask for them, and everything else about it stays."""

import io
from dataclasses import replace

import pytest

from store import (
    DeliveryState,
    SealedEnvelopeRow,
    Store,
    StoreInvariantError,
    enqueue,
    keep_sealed,
    mark_delivered,
    mark_item,
    read_receipt,
    read_sealed,
    unsent_envelopes,
)
from store.attachment_sending import AttachmentState, judge_attachment, keep_pieces, next_pieces
from store.attachments import keep_attachment
from store.sealed import SpentEnvelope, let_bodies_go, read_sealed_digest, send_again, spent_envelopes
from store.wants import forget_wants, note_asked, want_records
from tests.fakes.entropy import SeededEntropy
from tests.store.story import MORNING_MS, PERSON, head_of, item, sealed

FIRST, LAST = sealed(1, b"sealed bytes of morning"), sealed(2, b"sealed bytes of noon")
DOOR = ("form-1", "door.jpg")


def seal(store: Store, envelope: SealedEnvelopeRow, *item_ids: str) -> None:
    for item_id in item_ids:
        enqueue(store, item(item_id))
    keep_sealed(store, envelope, item_ids=item_ids, head=head_of(envelope))


def deliver(store: Store, *envelopes: SealedEnvelopeRow) -> None:
    for envelope in envelopes:
        mark_delivered(store, envelope.id, receipt=b"signed word", at_ms=MORNING_MS + 10)


def seal_photo(store: Store) -> None:
    keep_attachment(
        store,
        io.BytesIO(b"a door"),
        name="door.jpg",
        media_type="image/jpeg",
        submission_id="form-1",
        entropy=SeededEntropy("door"),
    )
    seal(store, FIRST)
    keep_pieces(store, next_pieces(store, max_bytes=100), envelope_id=FIRST.id)
    seal(store, LAST)
    deliver(store, FIRST, LAST)


def judge_photo(store: Store, state: AttachmentState) -> None:
    [(content_id,)] = store.rows("SELECT content_id FROM attachments")
    judge_attachment(store, DOOR, content_id, state, code=None, at_ms=MORNING_MS + 20)


def spent(store: Store) -> list[str]:
    return [one.id for one in spent_envelopes(store)]


@pytest.mark.parametrize("word", [DeliveryState.APPLIED, DeliveryState.RETURNED])
def test_what_the_city_has_said_its_last_word_about_is_spent(store: Store, word: DeliveryState) -> None:
    seal(store, FIRST, "item-1")
    seal(store, LAST)
    deliver(store, FIRST, LAST)

    mark_item(store, "item-1", word, at_ms=MORNING_MS + 20)

    assert list(spent_envelopes(store)) == [SpentEnvelope(FIRST.id, b"signed word", MORNING_MS + 20)]


def test_one_item_without_a_last_word_keeps_the_whole_envelope(store: Store) -> None:
    seal(store, FIRST, "item-1", "item-2")
    seal(store, LAST)
    deliver(store, FIRST, LAST)
    mark_item(store, "item-1", DeliveryState.APPLIED, at_ms=MORNING_MS + 20)

    mark_item(store, "item-2", DeliveryState.CHECKED, at_ms=MORNING_MS + 20)

    assert spent(store) == []


def test_what_has_no_receipt_and_the_end_of_the_chain_are_not_spent(store: Store) -> None:
    seal(store, FIRST)
    seal(store, LAST)

    deliver(store, LAST)

    assert spent(store) == []


def test_a_photo_is_spent_once_the_city_holds_it(store: Store) -> None:
    seal_photo(store)
    assert spent(store) == []

    judge_photo(store, AttachmentState.CHECKED)
    assert spent(store) == []

    judge_photo(store, AttachmentState.APPLIED)
    assert spent(store) == [FIRST.id]


def test_a_question_the_city_has_not_answered_keeps_its_envelope(store: Store) -> None:
    want_records(store, [("person", PERSON)])
    seal(store, FIRST)
    note_asked(store, [("person", PERSON)], sequence=FIRST.sequence)
    seal(store, LAST)
    deliver(store, FIRST, LAST)
    assert spent(store) == []

    forget_wants(store, [("person", PERSON)])

    assert spent(store) == [FIRST.id]


def test_digest_receipt_and_place_stay_without_the_bytes(store: Store) -> None:
    seal(store, FIRST)
    seal(store, LAST)
    deliver(store, FIRST, LAST)

    let_bodies_go(store, [FIRST.id])

    assert read_sealed(store, "uplink", 1) == replace(FIRST, body=b"")
    assert read_sealed_digest(store, "uplink", 1) == FIRST.digest
    assert read_receipt(store, FIRST.id) == b"signed word"
    assert spent(store) == []


def test_letting_go_what_is_not_spent_is_refused_as_a_whole(store: Store) -> None:
    seal(store, FIRST)
    seal(store, LAST)
    deliver(store, FIRST, LAST)

    with pytest.raises(StoreInvariantError):
        let_bodies_go(store, [FIRST.id, LAST.id])

    assert read_sealed(store, "uplink", 1) == FIRST
    assert read_sealed(store, "uplink", 2) == LAST


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sealed_envelopes SET body = x'00' WHERE sequence = 1",
        "UPDATE sealed_envelopes SET digest = x'' WHERE sequence = 1",
        "UPDATE sealed_envelopes SET sealed_at_ms = 0 WHERE sequence = 1",
        "UPDATE sealed_envelopes SET delivered_at_ms = NULL WHERE sequence = 1",
    ],
)
def test_an_envelope_let_go_is_not_written_again(store: Store, statement: str) -> None:
    seal(store, FIRST)
    seal(store, LAST)
    deliver(store, FIRST, LAST)
    let_bodies_go(store, [FIRST.id])

    with pytest.raises(StoreInvariantError):
        store.execute(statement)

    assert read_sealed(store, "uplink", 1) == replace(FIRST, body=b"")


def test_sending_a_chain_again_leaves_out_what_was_let_go(store: Store) -> None:
    seal(store, FIRST)
    seal(store, LAST)
    deliver(store, FIRST, LAST)
    let_bodies_go(store, [FIRST.id])

    assert send_again(store, "uplink", after=0) == 1

    assert unsent_envelopes(store) == (LAST,)
