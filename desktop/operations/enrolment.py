"""How this computer joins: read the invitation, make the keys, ask, and keep what it is now a member of.

The steps are apart so that a request that got no answer can be sent again as it is, even
after the program was closed: it is kept with the membership it asks for. The keys are made here
and never leave the replica; the one-time code is not kept.
"""

from dataclasses import dataclass, field
from typing import Final

from store.connection import Store
from store.enrolment import keep_enrolment, read_enrolment
from store.transaction import transaction
from store.trust import keep_trust, read_trust
from sync.keys.enrolment import (
    Enrolment,
    decode_enrolment,
    decode_invitation,
    encode_enrolment,
    enrol,
    request_enrolment,
)
from sync.keys.identity import generate_identity
from sync.ports import Clock, Entropy, Transport
from sync.relay_client import RelayClient

_REQUEST: Final = "join-request"
_UNSENT, _SENT = b"\x00", b"\x01"  # the first byte of the document that is kept


@dataclass(frozen=True, slots=True)
class Joining:
    """A prepared request and what will be kept once it was accepted."""

    enrolment: Enrolment
    request: bytes = field(repr=False)


def prepare_joining(
    invitation_text: str, *, device_name: str, operator: str, clock: Clock, entropy: Entropy
) -> Joining:
    """Check the invitation and make this device's keys.

    Raises:
        InvitationInvalidError: something else was scanned or loaded.
        InvitationExpiredError: ask the office for a new one.
        SuiteUnknownError: this computer cannot make keys of the suite it names; nothing was made.

    """
    invitation = decode_invitation(invitation_text, now_ms=clock.now_ms())
    identity = generate_identity(invitation.suite, entropy=entropy, org=invitation.org)
    request = request_enrolment(identity, name=device_name, code=invitation.code)
    return Joining(enrol(invitation, identity=identity, operator=operator), request)


def ask_to_join(joining: Joining, *, transport: Transport, clock: Clock, entropy: Entropy) -> None:
    """Post the request; on the sync thread, because it waits for the network."""
    identity = joining.enrolment.identity
    RelayClient(transport, signer=identity, clock=clock, entropy=entropy).post_enrolment(joining.request)


def keep_joining(store: Store, joining: Joining) -> None:
    """Keep what was asked, before it is sent: an answer that got lost must not cost the keys."""
    with transaction(store):
        keep_enrolment(store, encode_enrolment(joining.enrolment))
        keep_trust(store, _REQUEST, _UNSENT + joining.request)


def unsent_joining(store: Store) -> Joining | None:
    """Give the request that was made and never arrived, as far as this computer knows."""
    kept, membership = read_trust(store, _REQUEST), read_membership(store)
    if membership is None or kept is None or not kept.startswith(_UNSENT):
        return None
    return Joining(membership, kept.removeprefix(_UNSENT))


def kept_joining(store: Store) -> Joining | None:
    """Give the request made last, whether it went out or not."""
    kept, membership = read_trust(store, _REQUEST), read_membership(store)
    return None if membership is None or kept is None else Joining(membership, kept[1:])


def note_asked(store: Store) -> None:
    """Note that the relay holds the request."""
    kept = read_trust(store, _REQUEST)
    if kept is not None:
        keep_trust(store, _REQUEST, _SENT + kept[1:])


def read_membership(store: Store) -> Enrolment | None:
    """Give what this computer is a member of; None before it has joined."""
    document = read_enrolment(store)
    return None if document is None else decode_enrolment(document)
