"""Invitations, requests to join (section 7) and the codes on cards (section 8)."""

import hmac
from dataclasses import dataclass

from tests.second_implementation import cbor, shapes
from tests.second_implementation.cose import believe, parse_statement, sign_statement
from tests.second_implementation.hpke import Take
from tests.second_implementation.refused import Refused, insist
from tests.second_implementation.registry import Registry, Roots, read_keys
from tests.second_implementation.suites import PublicKeys, Secrets, suite_numbered

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
ENROLMENT = "application/vnd.quancai.enrolment; v=1"
CARD_CONTEXT = b"quancai subject code 1\0"
SMALL = 4096


def to_base45(octets: bytes) -> str:
    written = ""
    for at in range(0, len(octets), 2):
        pair = octets[at : at + 2]
        number = int.from_bytes(pair, "big")
        digits = [number % 45, number // 45 % 45, number // 2025]
        written += "".join(ALPHABET[digit] for digit in digits[: len(pair) + 1])
    return written


def from_base45(written: str, code: str) -> bytes:
    insist(set(written) <= set(ALPHABET) and len(written) % 3 != 1, code)
    octets = b""
    for at in range(0, len(written), 3):
        digits = [ALPHABET.index(letter) for letter in written[at : at + 3]]
        number = sum(digit * 45**place for place, digit in enumerate(digits))
        insist(number < 256 ** (len(digits) - 1), code)
        octets += number.to_bytes(len(digits) - 1, "big")
    return octets


@dataclass(frozen=True, slots=True)
class Invitation:
    relay: str
    org: str
    realm: str
    roots: Roots
    code: bytes
    scope: tuple[str, ...]
    until_ms: int


def write_invitation(invitation: Invitation) -> str:
    roots = [list(key) for key in invitation.roots.keys]
    content = {"relay": invitation.relay, "org": invitation.org, "realm": invitation.realm, "roots": roots}
    rest = {"need": invitation.roots.need, "code": invitation.code, "scope": list(invitation.scope)}
    return "QZI1:" + to_base45(cbor.write(content | rest | {"until_ms": invitation.until_ms}))


def read_invitation(written: str) -> Invitation:
    insist(written.startswith("QZI1:"), "invitation-invalid")
    content = cbor.read(from_base45(written[5:], "invitation-invalid"), limit=SMALL)
    insist(isinstance(content, dict), "invitation-invalid")
    content.pop("recovery", None)
    names = ("relay", "org", "realm", "roots", "need", "code", "scope", "until_ms")
    relay, org, realm, roots, need, code, scope, until_ms = shapes.members(content, *names)
    keys = tuple((suite, public) for suite, public in roots)
    places = tuple(shapes.text(place) for place in scope)
    return Invitation(relay, org, realm, Roots(keys, need), shapes.octets(code, 16), places, until_ms)


def ask_to_join(secrets: Secrets, *, name: str, code: bytes, take: Take) -> bytes:
    content = {"device": secrets.device, "name": name, "keys": secrets.public.listed()}
    proof = hmac.digest(code, cbor.write(content), "sha256")
    return sign_statement(ENROLMENT, content | {"proof": proof}, signer=secrets, take=take)


def read_request_to_join(encoded: bytes, *, code: bytes) -> tuple[str, str, PublicKeys]:
    """Give device, name and keys of somebody who knows the code and holds the signing key."""
    statement = parse_statement(encoded, ENROLMENT, limit=2 * SMALL)
    unproved = cbor.read(statement.payload, limit=2 * SMALL)
    device, name, keys, proof = shapes.members(unproved, "device", "name", "keys", "proof")
    believe(statement, read_keys(keys), limit=2 * SMALL)
    expected = hmac.digest(code, cbor.write({"device": device, "name": name, "keys": keys}), "sha256")
    insist(hmac.compare_digest(expected, shapes.octets(proof, 32)), "enrolment-proof-invalid")
    return shapes.device_id(device), shapes.text(name), read_keys(keys)


@dataclass(frozen=True, slots=True)
class Card:
    """What a code on a card says; days are counted from 2020-01-01."""

    kind: int
    subject: str
    issued: int
    expires: int


def write_card(card: Card, *, issuer: Secrets, take: Take) -> str:
    suite = suite_numbered(issuer.suite)
    kid = suite.signing_kid(issuer.public.signing)
    said = cbor.write([card.kind, card.subject, card.issued, card.expires])
    front = bytes([issuer.suite]) + kid[:4] + said
    return "YS1:" + to_base45(front + issuer.sign(CARD_CONTEXT + front, take=take))


def read_card(written: str, registry: Registry, *, today: int) -> Card:
    text = written.strip().upper()
    insist(text.startswith("YS1:"), "code-not-ours")
    octets = from_base45(text[4:], "code-not-ours")
    insist(len(octets) > 5 + 64, "code-not-ours")
    front, signature = octets[:-64], octets[-64:]
    suite, public = _issuer(registry, front[0], front[1:5])
    try:
        suite_numbered(suite).verify(public, CARD_CONTEXT + front, signature)
    except Refused as refused:
        raise Refused("code-forged") from refused
    kind, subject, issued, expires = shapes.sequence(cbor.read(front[5:], limit=SMALL), 4)
    insist(today <= expires, "code-expired")
    return Card(kind, subject, issued, expires)


def _issuer(registry: Registry, suite: int, start: bytes) -> tuple[int, bytes]:
    for listed, public in registry.issuers:
        if listed == suite and suite_numbered(listed).signing_kid(public)[:4] == start:
            return listed, public
    raise Refused("code-issuer-unknown")
