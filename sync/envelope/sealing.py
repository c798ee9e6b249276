"""Making an envelope: seal to every recipient, then sign the whole.

The outer header is associated data of the content and context of every wrapped key,
so taking the signature off and signing with another key leaves something nobody can
open. Content key and nonce are drawn fresh for each envelope.
"""

from collections.abc import Sequence

from sync.cose import sign_protected
from sync.envelope.encoding import (
    MAX_ENVELOPE_BYTES,
    MAX_RECIPIENTS,
    Recipient,
    SealedContent,
    content_context,
    content_header,
    encode_content,
    encode_header,
    recipient_context,
    recipient_header,
)
from sync.envelope.header import EnvelopeHeader, EnvelopeId, SealedEnvelope
from sync.errors import MessageTooLargeError
from sync.keys.identity import DeviceIdentity, PublicIdentity
from sync.ports import Entropy


def seal(
    plaintext: bytes,
    *,
    header: EnvelopeHeader,
    signer: DeviceIdentity,
    recipients: Sequence[PublicIdentity],
    entropy: Entropy,
) -> SealedEnvelope:
    """Make the one and only bytes of this envelope; keep them before sending.

    Raises:
        MessageTooLargeError: more than the relay takes; make two envelopes.
        ValueError: the header names another signer, or nobody could open the result (a bug).

    """
    _check_call(header, signer, recipients)
    suite = signer.cipher
    outer = encode_header(header, algorithm=suite.signature_algorithm)
    content_protected = content_header(suite.content_algorithm)
    content_key = entropy.take(suite.content_key_size)
    nonce = entropy.take(suite.nonce_size)
    ciphertext = suite.seal(
        content_key, plaintext, nonce=nonce, associated=content_context(content_protected, outer)
    )
    content = SealedContent(
        protected=content_protected,
        algorithm=suite.content_algorithm,
        nonce=nonce,
        ciphertext=ciphertext,
        recipients=tuple(_wrap_for(one, content_key, signer=signer, outer=outer) for one in recipients),
    )
    body = sign_protected(outer, payload=encode_content(content), signer=signer)
    if len(body) > MAX_ENVELOPE_BYTES:
        raise MessageTooLargeError(size=str(len(body)), limit=str(MAX_ENVELOPE_BYTES))
    return SealedEnvelope(EnvelopeId(suite.digest(body).hex()), header, body)


def _wrap_for(one: PublicIdentity, content_key: bytes, *, signer: DeviceIdentity, outer: bytes) -> Recipient:
    suite = signer.cipher
    protected = recipient_header(suite.wrap_algorithm, one.sealing_kid)
    context = recipient_context(suite.content_algorithm, protected, outer)
    wrapped = suite.wrap(one.sealing_public, content_key, context=context)
    return Recipient(protected, suite.wrap_algorithm, one.sealing_kid, wrapped)


def _check_call(header: EnvelopeHeader, signer: DeviceIdentity, recipients: Sequence[PublicIdentity]) -> None:
    if (header.kid, header.device, header.org) != (signer.kid, signer.device_id, signer.org):
        raise ValueError("header and signer disagree")
    if not 0 < len(recipients) <= MAX_RECIPIENTS:
        raise ValueError("number of recipients")
    if any(one.suite != signer.suite for one in recipients):
        raise ValueError("recipients of another suite")
