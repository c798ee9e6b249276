"""How this computer joins: read the invitation, make the keys, ask, and keep what it is now a member of.

The three steps are apart so that a request that got no answer can be sent again as it
is. The keys are made here and never leave the replica; the one-time code is not kept.
"""

from dataclasses import dataclass, field

from store.connection import Store
from store.enrolment import keep_enrolment, read_enrolment
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
    keep_enrolment(store, encode_enrolment(joining.enrolment))


def read_membership(store: Store) -> Enrolment | None:
    """Give what this computer is a member of; None before it has joined."""
    document = read_enrolment(store)
    return None if document is None else decode_enrolment(document)
