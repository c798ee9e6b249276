"""A device asks for new keys: the wish is sealed as the next link of its chain, like any other work.

The new keys are kept in the commit that seals the wish; they are used once a registry
lists them (`sync.trust_kept`). Until then the present keys go on, so nothing waits. What holds a
wish up, and that it was refused, the city says in a word about its envelope; that word may be lost,
so a wish not granted in time may be said again. The keys of each are kept, for a person may still
approve the earlier one. A device whose suite has become too weak wishes by itself, because nothing
comes down to it any more.
"""

from functools import partial
from typing import Final

from store.chains import ChainHead, read_head
from store.connection import Store
from store.sealed import SealedEnvelopeRow, keep_sealed
from store.transaction import transaction
from sync.envelope.header import GENESIS, ChainLink, EnvelopeHeader, EnvelopeKind, SealedEnvelope
from sync.envelope.sealing import seal
from sync.envelope.verifying import SuiteTooWeakError
from sync.errors import SuiteMismatchError, SuiteUnknownError
from sync.keys.identity import DeviceIdentity
from sync.keys.recipients import recipients_for
from sync.keys.rotation import renew_identity, state_rotation
from sync.ports import Clock, Entropy
from sync.push import last_seen
from sync.replica import Membership, Replica
from sync.trust_kept import Wish, keep_following, read_wishes

DAY_MS: Final = 86_400_000
WEEK_MS: Final = 7 * DAY_MS


def ask_for_new_keys(
    replica: Replica,
    member: Membership,
    *,
    clock: Clock,
    entropy: Entropy,
    suite: int | None = None,
    patience_ms: int = DAY_MS,
) -> bool:
    """Draw new keys and seal the wish; say whether one was made.

    The new keys are of the suite named, or of the present one. A wish for the same suite that is
    younger than `patience_ms` is not made twice.

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
        partial(
            _seal_wish,
            member=member,
            following=following,
            now_ms=clock.now_ms(),
            entropy=entropy,
            patience_ms=patience_ms,
        )
    )


def wish_if_too_weak(replica: Replica, member: Membership, *, clock: Clock, entropy: Entropy) -> str | None:
    """Wish for keys of a suite that still counts; give the code that says why none can be had.

    The weakest suite that is enough comes first. It is said again each week until it is granted.
    """
    registry = member.registry
    entry = None if registry is None else registry.device(member.identity.device_id)
    if registry is None or entry is None or entry.is_revoked:
        return None
    if member.identity.suite >= registry.minimum_suite:
        return None
    code = SuiteTooWeakError.code
    for suite in sorted({one.suite for one in registry.recipients if one.suite >= registry.minimum_suite}):
        try:
            ask_for_new_keys(replica, member, clock=clock, entropy=entropy, suite=suite, patience_ms=WEEK_MS)
        except (SuiteUnknownError, SuiteMismatchError) as error:
            code = error.code
        else:
            return None
    return code


def _seal_wish(
    replica: Store,
    *,
    member: Membership,
    following: DeviceIdentity,
    now_ms: int,
    entropy: Entropy,
    patience_ms: int,
) -> bool:
    with transaction(replica):
        open_wishes = [wish for wish in read_wishes(replica) if wish.identity != member.identity]
        if any(_stands(wish, following, now_ms=now_ms, patience_ms=patience_ms) for wish in open_wishes):
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
        keep_following(replica, following, at_ms=now_ms, envelope_id=row.id)
    return True


def _stands(wish: Wish, following: DeviceIdentity, *, now_ms: int, patience_ms: int) -> bool:
    """Say whether an earlier wish is still waited for; a clock that was set makes it neither old nor new."""
    return wish.identity.suite == following.suite and abs(now_ms - wish.wished_at_ms) < patience_ms


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
