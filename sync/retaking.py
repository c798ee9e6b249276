"""What was set aside because this program was too old, or wrong, read again by another program.

Any other version counts, for a mistake of ours is mended without a new number on the wire. Its
place in the chain was taken when it came, unless nobody could tell then who made it; so it is
read as something the city said before what was heard since.
"""

import logging
from functools import partial
from typing import Final

from store.connection import Store
from store.errors import StoreInvariantError, StoreUnavailableError
from store.inbox import InboxState, ReceivedEnvelope, list_received, settle_received
from store.transaction import transaction
from store.trust import keep_trust, read_trust
from sync.accept import accept_late
from sync.bundle_encoding import decode_bundle
from sync.cbor import encode_cbor
from sync.change import Bundle
from sync.envelope.header import EnvelopeKind
from sync.envelope.opening import open_with_any
from sync.envelope.verifying import VerifiedEnvelope, verify_envelope
from sync.errors import EnvelopeForkError, SchemaUnknownError
from sync.following import follow_chain
from sync.keys.registry import RegistryDocument
from sync.merge.policy import MergePolicy
from sync.replica import Membership, Replica
from sync.version import BUNDLE_SCHEMA, CHECKPOINT_SCHEMA, ENVELOPE_VERSION, PROGRAM_VERSION

logger = logging.getLogger(__name__)

UNEXPECTED: Final = "unexpected"  # the code of an envelope that met a bug of ours
# What another program may read: a newer format, or what met a mistake of ours.
READ_LATER: Final = frozenset({SchemaUnknownError.code, UNEXPECTED, StoreInvariantError.code})
_TRIED: Final = "schemas-tried"  # the versions that all of them were shown to


def retake(
    replica: Replica, member: Membership, registry: RegistryDocument, *, now_ms: int, policy: MergePolicy
) -> None:
    """Read what an earlier program could not, once for every version of the program."""
    known = encode_cbor([ENVELOPE_VERSION, BUNDLE_SCHEMA, CHECKPOINT_SCHEMA, PROGRAM_VERSION])
    if replica.run(partial(read_trust, name=_TRIED)) == known:
        return
    for row in replica.run(partial(list_received, state=InboxState.QUARANTINED)):
        if row.code in READ_LATER:
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
        bundle = Bundle(()) if is_over else decode_bundle(content)
        replica.run(
            partial(_accept, row_id=row.id, verified=verified, bundle=bundle, now_ms=now_ms, policy=policy)
        )
    except StoreUnavailableError:
        raise
    except Exception as error:  # noqa: BLE001 - what is still not understood stops nothing (P5)
        # It stays where it is, with the code it has; the kind only, a message may quote what is inside.
        logger.info("envelope %s is still not read: %s", row.id, type(error).__name__)


def _accept(
    replica: Store,
    *,
    row_id: str,
    verified: VerifiedEnvelope,
    bundle: Bundle,
    now_ms: int,
    policy: MergePolicy,
) -> None:
    with transaction(replica):
        try:
            follow_chain(replica, verified, now_ms=now_ms)
        except EnvelopeForkError:
            logger.debug("envelope %s took its place when it came", row_id)
        accepted = accept_late(replica, bundle.items, now_ms=now_ms, policy=policy)
        ending = InboxState.CONFLICTED if accepted.is_conflicted else InboxState.MERGED
        settle_received(replica, row_id, ending, code=accepted.code)
