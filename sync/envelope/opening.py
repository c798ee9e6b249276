"""Opening what has been verified; taking `VerifiedEnvelope` makes the other order impossible."""

from collections.abc import Sequence

from sync.envelope.encoding import (
    Recipient,
    SealedContent,
    content_context,
    parse_content,
    recipient_context,
)
from sync.envelope.verifying import VerifiedEnvelope, verify_envelope
from sync.errors import NotOpenableError, SuiteMismatchError
from sync.keys.identity import DeviceIdentity, KeyId
from sync.suites.by_id import suite_by_id

__all__ = ["VerifiedEnvelope", "open_envelope", "open_with_any", "verify_envelope"]


def open_envelope(verified: VerifiedEnvelope, identity: DeviceIdentity) -> bytes:
    """Give the plaintext.

    Raises:
        NotOpenableError: not sealed to this identity, or moved under another header.
        SuiteMismatchError: the content uses other algorithms than its sender's suite.

    """
    suite = suite_by_id(verified.sender.key.suite)
    content = parse_content(verified.sealed)
    recipient = _find_recipient(content, identity.public.sealing_kid)
    if identity.suite != suite.id:
        raise SuiteMismatchError(algorithm=str(content.algorithm))
    if (content.algorithm, recipient.algorithm) != (suite.content_algorithm, suite.wrap_algorithm):
        raise SuiteMismatchError(algorithm=str(content.algorithm))
    context = recipient_context(content.algorithm, recipient.protected, verified.outer)
    content_key = identity.unwrap(recipient.wrapped, context=context)
    return suite.open(
        content_key,
        content.ciphertext,
        nonce=content.nonce,
        associated=content_context(content.protected, verified.outer),
    )


def open_with_any(verified: VerifiedEnvelope, identities: Sequence[DeviceIdentity]) -> bytes:
    """Give the plaintext with whichever of our keys, present or former, it was sealed to.

    Raises:
        NotOpenableError, SuiteMismatchError: as `open_envelope`.

    """
    if len(identities) == 1:
        return open_envelope(verified, identities[0])
    recipients = {one.kid for one in parse_content(verified.sealed).recipients}
    for identity in identities:
        if identity.public.sealing_kid in recipients:
            return open_envelope(verified, identity)
    raise NotOpenableError(part="recipient")


def _find_recipient(content: SealedContent, kid: KeyId) -> Recipient:
    for recipient in content.recipients:
        if recipient.kid == kid:
            return recipient
    raise NotOpenableError(part="recipient")
