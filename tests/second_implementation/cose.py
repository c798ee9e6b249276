"""The signed things of the page: COSE_Sign1 with a content type of its own for every use."""

from dataclasses import dataclass
from typing import Any

from tests.second_implementation import cbor
from tests.second_implementation.cbor import Tagged
from tests.second_implementation.hpke import Take
from tests.second_implementation.refused import Refused, insist
from tests.second_implementation.suites import PublicKeys, Secrets, suite_numbered


@dataclass(frozen=True, slots=True)
class Statement:
    """A signed statement taken apart, not yet believed."""

    protected: bytes
    algorithm: int
    kid: bytes
    payload: bytes
    signature: bytes


def to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor.write(["Signature1", protected, b"", payload])


def sign_statement(content_type: str, content: object, *, signer: Secrets, take: Take) -> bytes:
    algorithm = suite_numbered(signer.suite).signature_algorithm
    protected = cbor.write({1: algorithm, 3: content_type, 4: signer.public.kid})
    payload = cbor.write(content)
    signature = signer.sign(to_be_signed(protected, payload), take=take)
    return cbor.write(Tagged(18, [protected, {}, payload, signature]))


def parse_statement(encoded: bytes, content_type: str, *, limit: int) -> Statement:
    protected, payload, signature = parse_sign1(encoded, limit=limit)
    header = cbor.read(protected, limit=limit)
    insist(isinstance(header, dict) and set(header) == {1, 3, 4}, "message-malformed")
    insist(header[3] == content_type, "message-malformed", "said for another use")
    insist(isinstance(header[1], int) and isinstance(header[4], bytes), "message-malformed")
    return Statement(protected, header[1], header[4], payload, signature)


def parse_sign1(encoded: bytes, *, limit: int) -> tuple[bytes, bytes, bytes]:
    """Give protected, payload and signature of a COSE_Sign1 with an empty unprotected map."""
    whole = cbor.read(encoded, limit=limit)
    insist(isinstance(whole, Tagged) and whole.tag == 18, "message-malformed")
    parts = whole.value
    insist(isinstance(parts, list) and len(parts) == 4 and parts[1] == {}, "message-malformed")
    protected, _, payload, signature = parts
    insist(all(isinstance(part, bytes) for part in (protected, payload, signature)), "message-malformed")
    return protected, payload, signature


def believe(statement: Statement, keys: PublicKeys, *, limit: int) -> dict[str, Any]:
    """Verify and give the content, a map."""
    insist(statement.kid == keys.kid, "key-unknown")
    suite = suite_numbered(keys.suite)
    insist(statement.algorithm == suite.signature_algorithm, "suite-mismatch")
    suite.verify(keys.signing, to_be_signed(statement.protected, statement.payload), statement.signature)
    content = cbor.read(statement.payload, limit=limit)
    insist(isinstance(content, dict), "message-malformed")
    return dict(content)


def one_of(owners: tuple[PublicKeys, ...], kid: bytes) -> PublicKeys:
    """Find whose key it is."""
    for keys in owners:
        if keys.kid == kid:
            return keys
    raise Refused("key-unknown")
