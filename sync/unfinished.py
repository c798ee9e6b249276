"""Drafts of a device that is to erase itself, handed in like everything else it holds (P8).

A draft becomes an item of the outbox in the commit that lets the draft go, so it is sealed
to the city, sent, and where the relay will not take it exported like finished work. Its body
is the draft's own document, which is no instance of a form: no platform can take it for a
finished one. The device is ended, so the platform sets the envelope aside for a person.

Its photos and signatures go as files of that item, in pieces like every photo. A draft of an earlier
program has them inside its document, which may be more than an envelope takes: that document goes
as a file, too, and the body is left empty.
"""

from io import BytesIO
from typing import Final

from store.attachments import keep_attachment
from store.connection import Store
from store.drafts import Draft, discard_draft, list_drafts, read_draft_files
from store.outbox import DeliveryState, OutboxItem, enqueue
from store.transaction import transaction
from sync.change import FilledForm
from sync.item_encoding import encode_item
from sync.ports import Entropy

UNFINISHED_FILE: Final = "draft"  # the name of the file a large draft goes as
# Far below what an envelope takes, and what the first one on a bad line holds.
_MOST_IN_AN_ITEM: Final = 512 * 1024
_MEDIA_TYPE: Final = "application/octet-stream"


def hand_in_drafts(store: Store, *, operator: str, now_ms: int, entropy: Entropy) -> int:
    """Turn every draft into waiting work, in one commit; say how many there were."""
    drafts = list_drafts(store)
    with transaction(store):
        for draft in drafts:
            item_id = entropy.uuid()
            document = _document_or_file(store, draft, item_id=item_id, entropy=entropy)
            for name, content in read_draft_files(store, draft.id).items():
                _keep_file(store, name, content, item_id=item_id, entropy=entropy)
            unfinished = FilledForm(
                id=item_id,
                form_id=draft.form_id,
                form_version=draft.form_version,
                subject_id=draft.subject_id or draft.id,
                xml=document,
                finalised_at_ms=draft.saved_at_ms,
                operator=operator,
            )
            enqueue(store, _waiting(unfinished, now_ms=now_ms))
            discard_draft(store, draft.id)
    return len(drafts)


def _document_or_file(store: Store, draft: Draft, *, item_id: str, entropy: Entropy) -> bytes:
    """Give the draft's document, or nothing once it is kept as a file of the item."""
    if len(draft.document) <= _MOST_IN_AN_ITEM:
        return draft.document
    _keep_file(store, UNFINISHED_FILE, draft.document, item_id=item_id, entropy=entropy)
    return b""


def _keep_file(store: Store, name: str, content: bytes, *, item_id: str, entropy: Entropy) -> None:
    source = BytesIO(content)
    keep_attachment(store, source, name=name, media_type=_MEDIA_TYPE, submission_id=item_id, entropy=entropy)


def _waiting(unfinished: FilledForm, *, now_ms: int) -> OutboxItem:
    return OutboxItem(
        id=unfinished.id,
        kind="submission",
        submission_id=unfinished.id,
        record_kind=None,
        record_id=None,
        payload=encode_item(unfinished),
        state_times={DeliveryState.QUEUED: now_ms},
    )
