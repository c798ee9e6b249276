"""What the replica remembers of trust: signed times, the registry in use, keys before and after.

The newest registry, the moment it was issued and a change of this device's own keys are
one commit: a device that sees its new keys listed signs with them from then on, and keeps
the former ones to open what was sealed to them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import store.enrolment
from store.connection import Store
from store.transaction import transaction
from store.trust import keep_trust, read_trust
from sync.cbor import decode_cbor, encode_cbor, read_boolean, read_bytes, read_integer, read_list, read_text
from sync.change import Verdict, VerdictState
from sync.keys.enrolment import Enrolment, encode_enrolment
from sync.keys.identity import DeviceIdentity, decode_identity, encode_identity
from sync.keys.registry_document import RegistryDocument
from sync.lease import SeenTimes, decode_times, encode_times, hear_signed, see_clock

_TIMES: Final = "times"
_WISHES: Final = "wished-identities"
_FOLLOWING: Final = "following-identity"  # the only wish, as it was kept before
_FORMER: Final = "former-identities"
_MAX_FORMER: Final = 64
_MAX_WISHES: Final = 16
_MAX_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Wish:
    """Keys this device has asked the city to list as its own."""

    identity: DeviceIdentity
    wished_at_ms: int
    envelope_id: str = ""  # what carried it; a program before did not note it
    code: str | None = None  # what the city says holds it up
    is_refused: bool = False


def read_times(replica: Store) -> SeenTimes:
    encoded = read_trust(replica, _TIMES)
    return SeenTimes() if encoded is None else decode_times(encoded)


def note_signed(replica: Store, *, signed_ms: int) -> None:
    keep_trust(replica, _TIMES, encode_times(hear_signed(read_times(replica), signed_ms=signed_ms)))


def note_clock(replica: Store, *, wall_ms: int) -> SeenTimes:
    """Remember what the clock shows now, and give all that is remembered."""
    before = read_times(replica)
    after = see_clock(before, wall_ms=wall_ms)
    if after != before:
        keep_trust(replica, _TIMES, encode_times(after))
    return after


def keep_trusted_registry(
    replica: Store, document: RegistryDocument, *, signed: bytes, enrolment: Enrolment
) -> Enrolment:
    """Keep a verified registry with what follows from it, and give the enrolment as it is now."""
    with transaction(replica):
        store.enrolment.keep_registry(replica, document.version, signed)
        note_signed(replica, signed_ms=document.issued_ms)
        entry = document.device(enrolment.identity.device_id)
        if entry is None or entry.public == enrolment.identity.public:
            return enrolment
        # A person may approve an earlier wish after a later one was made.
        wished = (wish.identity for wish in read_wishes(replica))
        following = next((one for one in wished if one.public == entry.public), None)
        if following is None:
            return enrolment
        former = (enrolment.identity, *read_former(replica))
        keep_trust(replica, _FORMER, encode_cbor([encode_identity(one) for one in former]))
        renewed = replace(enrolment, identity=following)
        store.enrolment.keep_enrolment(replica, encode_enrolment(renewed))
        return renewed


def read_following(replica: Store) -> DeviceIdentity | None:
    """Give the keys this device wished for last; once they are listed they are its own."""
    return next((wish.identity for wish in read_wishes(replica)), None)


def read_wishes(replica: Store) -> tuple[Wish, ...]:
    """Give the wishes for new keys, newest first; any of them may be granted yet."""
    encoded = read_trust(replica, _WISHES)
    if encoded is None:
        only = read_trust(replica, _FOLLOWING)
        return () if only is None else (Wish(decode_identity(only), 0),)
    rows = read_list(decode_cbor(encoded, limit=_MAX_BYTES), limit=_MAX_WISHES)
    return tuple(_read_wish(row) for row in rows)


def _read_wish(row: object) -> Wish:
    identity, wished_at_ms, *answer = read_list(row)
    wish = Wish(decode_identity(read_bytes(identity)), read_integer(wished_at_ms))
    if not answer:
        return wish
    envelope_id, code, is_refused = read_list(answer, length=3)
    return replace(
        wish,
        envelope_id=read_text(envelope_id),
        code=None if code is None else read_text(code),
        is_refused=read_boolean(is_refused),
    )


def keep_following(replica: Store, identity: DeviceIdentity, *, at_ms: int, envelope_id: str) -> None:
    """Keep a wish beside the earlier ones; of very many only the newest."""
    _keep_wishes(replica, (Wish(identity, at_ms, envelope_id), *read_wishes(replica))[:_MAX_WISHES])


def note_wish_answers(replica: Store, answers: Iterable[Verdict]) -> str | None:
    """Keep what the city says of our wishes, in the caller's commit; give the code of one it refuses now."""
    words = {answer.item_id: answer for answer in answers}
    if not words:
        return None
    before = read_wishes(replica)
    after = tuple(_answered(wish, words.get(wish.envelope_id)) for wish in before)
    if after == before:
        return None
    _keep_wishes(replica, after)
    known = {wish.envelope_id for wish in before if wish.is_refused}
    return next((one.code for one in after if one.is_refused and one.envelope_id not in known), None)


def _answered(wish: Wish, word: Verdict | None) -> Wish:
    """Take the city's word about a wish; after its last one a late one says nothing."""
    if word is None or wish.is_refused:
        return wish
    return replace(wish, code=word.code, is_refused=word.state is VerdictState.RETURNED)


def _keep_wishes(replica: Store, wishes: Sequence[Wish]) -> None:
    rows = [
        [encode_identity(one.identity), one.wished_at_ms, one.envelope_id, one.code, one.is_refused]
        for one in wishes
    ]
    keep_trust(replica, _WISHES, encode_cbor(rows))


def read_former(replica: Store) -> tuple[DeviceIdentity, ...]:
    """Give the identities this device had before, newest first."""
    encoded = read_trust(replica, _FORMER)
    if encoded is None:
        return ()
    rows = read_list(decode_cbor(encoded, limit=_MAX_BYTES), limit=_MAX_FORMER)
    return tuple(decode_identity(read_bytes(row)) for row in rows)
