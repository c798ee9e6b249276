"""A device asks for new keys: the wish is sealed as the next link of its chain, like any other work.

The new keys are kept in the commit that seals the wish; they are used once a registry
lists them (`sync.trust_kept`). Until then the present keys go on, so nothing waits.
"""

from functools import partial

from store.chains import ChainHead, read_head
from store.connection import Store
from store.sealed import SealedEnvelopeRow, keep_sealed
from store.transaction import transaction
from sync.envelope.header import GENESIS, ChainLink, EnvelopeHeader, EnvelopeKind, SealedEnvelope
from sync.envelope.sealing import seal
from sync.errors import SuiteMismatchError
from sync.keys.identity import DeviceIdentity
from sync.keys.recipients import recipients_for
from sync.keys.rotation import renew_identity, state_rotation
from sync.ports import Clock, Entropy
from sync.push import last_seen
from sync.replica import Membership, Replica
from sync.trust_kept import keep_following, read_following


def ask_for_new_keys(
    replica: Replica, member: Membership, *, clock: Clock, entropy: Entropy, suite: int | None = None
) -> bool:
    """Draw new keys and seal the wish; say whether one was made (one that waits is not made twice).

    The new keys are of the suite named, or of the present one.

    Raises:
        RegistryMissingError: this device is no member yet.
        SuiteMismatchError: the city has no key of that suite, so it could not answer.
        SuiteUnknownError: this computer cannot make keys of that suite; nothing was made.

    """
    chosen = member.identity.suite if suite is None else suite
    if all(one.suite != chosen for one in member.trusted().recipients):
        raise SuiteMismatchError(algorithm=str(int(chosen)))
    following = renew_identity(member.identity, suite=chosen, entropy=entropy)
    return replica.run(
        partial(_seal_wish, member=member, following=following, now_ms=clock.now_ms(), entropy=entropy)
    )


def _seal_wish(
    replica: Store, *, member: Membership, following: DeviceIdentity, now_ms: int, entropy: Entropy
) -> bool:
    with transaction(replica):
        waiting = read_following(replica)
        if waiting is not None and waiting != member.identity:
            return False
        envelope = _seal(replica, member, following, now_ms=now_ms, entropy=entropy)
        row = SealedEnvelopeRow(
            id=envelope.id,
            sequence=envelope.link.sequence,
            digest=envelope.link.digest,
            body=envelope.body,
            sealed_at_ms=now_ms,
        )
        head = ChainHead(row.sequence, row.digest)
        keep_sealed(replica, row, item_ids=(), head=head, chain=member.uplink)
        keep_following(replica, following)
    return True


def _seal(
    replica: Store, member: Membership, following: DeviceIdentity, *, now_ms: int, entropy: Entropy
) -> SealedEnvelope:
    registry = member.trusted()
    held = read_head(replica, member.uplink)
    head = GENESIS if held is None else ChainLink(held.sequence, held.digest)
    header = EnvelopeHeader(
        kid=member.identity.kid,
        org=member.identity.org,
        device=member.identity.device_id,
        sequence=head.sequence + 1,
        previous=head.digest,
        audience=member.enrolment.realm,
        epoch=registry.version,
        time_ms=now_ms,
        kind=EnvelopeKind.ROTATE,
        acknowledged=last_seen(replica, member, registry),
    )
    return seal(
        state_rotation(following, former=member.identity.kid),
        header=header,
        signer=member.identity,
        recipients=recipients_for(member.identity, registry),
        entropy=entropy,
    )
