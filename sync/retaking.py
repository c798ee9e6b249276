"""What was set aside because this program was too old, or wrong, read again by one that knows more.

Its place in the chain was taken when it came, so only its items count now. States of records
and verdicts know by themselves whether something later was heard; that a record left does
not, so what left then is asked about instead, and the ends of a fill that is long over say nothing.
"""

import logging
from collections.abc import Sequence
from functools import partial
from typing import Final

from store.connection import Store
from store.errors import StoreUnavailableError
from store.inbox import InboxState, ReceivedEnvelope, list_received, settle_received
from store.transaction import transaction
from store.trust import keep_trust, read_trust
from store.wants import want_records
from sync.accept import accept_items
from sync.bundle_encoding import decode_bundle
from sync.cbor import encode_cbor
from sync.change import BundleItem, FillMark, RecordLeft
from sync.envelope.header import EnvelopeKind
from sync.envelope.opening import open_with_any
from sync.envelope.verifying import verify_envelope
from sync.errors import SchemaUnknownError
from sync.keys.registry import RegistryDocument
from sync.merge.policy import MergePolicy
from sync.replica import Membership, Replica
from sync.version import BUNDLE_SCHEMA, CHECKPOINT_SCHEMA, ENVELOPE_VERSION

logger = logging.getLogger(__name__)

UNEXPECTED: Final = "unexpected"  # the code of an envelope that met a bug of ours
_TRIED: Final = "schemas-tried"


def retake(
    replica: Replica, member: Membership, registry: RegistryDocument, *, now_ms: int, policy: MergePolicy
) -> None:
    """Read what an earlier program could not, once for every program that knows more."""
    known = encode_cbor([ENVELOPE_VERSION, BUNDLE_SCHEMA, CHECKPOINT_SCHEMA])
    if replica.run(partial(read_trust, name=_TRIED)) == known:
        return
    for row in replica.run(partial(list_received, state=InboxState.QUARANTINED)):
        if row.code in (SchemaUnknownError.code, UNEXPECTED):
            _retake_one(replica, member, registry, row, now_ms=now_ms, policy=policy)
    replica.run(partial(keep_trust, name=_TRIED, document=known))


def _retake_one(
    replica: Replica,
    member: Membership,
    registry: RegistryDocument,
    row: ReceivedEnvelope,
    *,
    now_ms: int,
    policy: MergePolicy,
) -> None:
    try:
        verified = verify_envelope(row.body, registry, audience=member.identity.device_id)
        content = open_with_any(verified, member.openers)
        # A checkpoint is held against the one before it, and that moment is over.
        is_over = verified.header.kind is EnvelopeKind.CHECKPOINT
        items = () if is_over else decode_bundle(content).items
        replica.run(partial(_accept, row_id=row.id, items=items, now_ms=now_ms, policy=policy))
    except StoreUnavailableError:
        raise
    except Exception as error:  # noqa: BLE001 - what is still not understood stops nothing (P5)
        # It stays where it is, with the code it has; the kind only, a message may quote what is inside.
        logger.info("envelope %s is still not read: %s", row.id, type(error).__name__)


def _accept(
    replica: Store, *, row_id: str, items: Sequence[BundleItem], now_ms: int, policy: MergePolicy
) -> None:
    left = [(one.record_kind, one.record_id) for one in items if isinstance(one, RecordLeft)]
    others = [one for one in items if not isinstance(one, RecordLeft | FillMark)]
    with transaction(replica):
        accepted = accept_items(replica, others, now_ms=now_ms, policy=policy)
        want_records(replica, left)
        ending = InboxState.CONFLICTED if accepted.is_conflicted else InboxState.MERGED
        settle_received(replica, row_id, ending, code=accepted.code)
