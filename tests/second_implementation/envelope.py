"""Section 4: making, checking and opening envelopes, and the chain they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass

import zstandard

from tests.second_implementation import cbor, shapes
from tests.second_implementation.cbor import Tagged
from tests.second_implementation.cose import parse_sign1, to_be_signed
from tests.second_implementation.hpke import Take
from tests.second_implementation.refused import Refused, insist
from tests.second_implementation.registry import Registry
from tests.second_implementation.suites import PublicKeys, Secrets, suite_numbered

MAX_BYTES = 8 * 1024 * 1024
MAX_HEADER = 4096
MAX_RECIPIENTS = 16
MAX_INFLATED = 32 * 1024 * 1024
CONTENT_TYPE = "application/vnd.quancai.sync-envelope; v=1"
ORG, DEVICE, SEQ, PREV, AUD, EPOCH, KIND, ACK, TIME, VERSION = range(-70100, -70110, -1)
CRITICAL = list(range(-70100, -70110, -1))
KINDS = {"changes", "ack", "snapshot", "blob", "rotate", "revoke-ack", "checkpoint"}
START = (0, bytes(32))
Link = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Header:
    kid: bytes
    org: str
    device: bytes
    seq: int
    prev: bytes
    aud: str
    epoch: int
    kind: str
    ack: Link
    time_ms: int

    def written(self, algorithm: int) -> bytes:
        private: dict[int, object] = {ORG: self.org, DEVICE: self.device, SEQ: self.seq, PREV: self.prev}
        private |= {AUD: self.aud, EPOCH: self.epoch, KIND: self.kind, ACK: list(self.ack)}
        private |= {TIME: self.time_ms, VERSION: 1}
        return cbor.write({1: algorithm, 2: CRITICAL, 3: CONTENT_TYPE, 4: self.kid} | private)


@dataclass(frozen=True, slots=True)
class Parsed:
    """An envelope taken apart; nothing of it is believed yet."""

    encoded: bytes
    protected: bytes
    algorithm: int
    header: Header
    payload: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose envelope it is; `late` is the code of section 4 for work after its maker's time."""

    keys: PublicKeys
    name: str
    late: str | None


def seal(
    header: Header, plaintext: bytes, *, sender: Secrets, recipients: Sequence[PublicKeys], take: Take
) -> bytes:
    """Seal bytes that are already compressed where the kind wants it."""
    suite = suite_numbered(sender.suite)
    insist(all(keys.suite == sender.suite for keys in recipients), "suite-mismatch")
    outer = header.written(suite.signature_algorithm)
    content_protected = cbor.write({1: suite.content_algorithm})
    key, nonce = take(suite.content_key_bytes), take(12)
    about = cbor.write(["Encrypt", content_protected, outer])
    ciphertext = suite.encrypt(key, nonce, plaintext, about)
    wrapped: list[object] = []
    for keys in recipients:
        own = cbor.write({1: suite.wrap_algorithm, 4: keys.sealing_kid})
        info = cbor.write(["HPKE Recipient", suite.content_algorithm, own, outer])
        enc, ends = suite.wrap(keys.sealing, key, info=info, take=take)
        wrapped.append([own, {-4: enc}, ends])
    payload = cbor.write(Tagged(96, [content_protected, {5: nonce}, ciphertext, wrapped]))
    signature = sender.sign(to_be_signed(outer, payload), take=take)
    return cbor.write(Tagged(18, [outer, {}, payload, signature]))


def parse(encoded: bytes) -> Parsed:
    protected, payload, signature = parse_sign1(encoded, limit=MAX_BYTES)
    labels = cbor.read(protected, limit=MAX_HEADER)
    insist(isinstance(labels, dict) and set(labels) == {1, 2, 3, 4, *CRITICAL}, "message-malformed")
    insist(labels[2] == CRITICAL and labels[3] == CONTENT_TYPE, "message-malformed")
    insist(shapes.number(labels[VERSION], least=1) == 1, "schema-unknown")
    insist(isinstance(labels[KIND], str) and labels[KIND] in KINDS, "message-malformed", "kind")
    header = Header(
        kid=shapes.octets(labels[4], 16),
        org=shapes.text(labels[ORG]),
        device=shapes.octets(labels[DEVICE], 16),
        seq=shapes.number(labels[SEQ], least=1),
        prev=shapes.octets(labels[PREV], 32),
        aud=shapes.text(labels[AUD]),
        epoch=shapes.number(labels[EPOCH]),
        kind=labels[KIND],
        ack=shapes.link(labels[ACK]),
        time_ms=shapes.number(labels[TIME]),
    )
    insist(isinstance(labels[1], int), "message-malformed")
    return Parsed(encoded, protected, labels[1], header, payload, signature)


def check(parsed: Parsed, registry: Registry, *, audience: str) -> Sender:
    """Check everything between the shape and the chain, in the order of the page."""
    header = parsed.header
    keys, name, until = _owner(registry, header.kid)
    suite = suite_numbered(keys.suite)
    insist(parsed.algorithm == suite.signature_algorithm, "suite-mismatch")
    suite.verify(keys.signing, to_be_signed(parsed.protected, parsed.payload), parsed.signature)
    insist(header.org == registry.org and header.device.hex() == name, "sender-mismatch")
    from_city = registry.member(name) is None
    insist(header.aud == audience, "audience-mismatch")
    insist(from_city == (audience != registry.realm), "audience-mismatch", "the wrong way round")
    insist(header.epoch <= registry.version, "epoch-unknown")
    return Sender(keys, name, _lateness(header, registry, keys, until))


def _owner(registry: Registry, kid: bytes) -> tuple[PublicKeys, str, int | None]:
    for keys in registry.recipients:
        if keys.kid == kid:
            return keys, kid.hex(), None
    for member in registry.devices:
        if member.keys.kid == kid:
            return member.keys, member.device, None
        for keys, until in member.former:
            if keys.kid == kid:
                return keys, member.device, until
    raise Refused("key-unknown")


def _lateness(header: Header, registry: Registry, keys: PublicKeys, until: int | None) -> str | None:
    member = registry.member(header.device.hex())
    if keys.suite < registry.minimum_suite:
        return "suite-too-weak"
    if member is not None and not _counts(header.seq, member.first, member.revoked_at):
        return "sender-revoked"
    if member is not None and header.epoch < registry.oldest_epoch:
        return "epoch-too-old"
    if until is not None and header.epoch >= until:
        return "key-replaced"
    return None


def _counts(seq: int, first: int, last: int | None) -> bool:
    return first <= seq and (last is None or seq <= last)


def follow(parsed: Parsed, head: Link, keys: PublicKeys) -> Link:
    """Take the envelope as the next link of its chain and give the new head."""
    seq, digest = head
    insist(parsed.header.seq <= seq + 1, "envelope-gap")
    insist(parsed.header.seq == seq + 1 and parsed.header.prev == digest, "envelope-fork")
    return parsed.header.seq, suite_numbered(keys.suite).digest(parsed.encoded)


def unseal(parsed: Parsed, sender: Sender, secrets: Sequence[Secrets]) -> bytes:
    """Open a checked envelope with whichever of one's keys it is for."""
    suite = suite_numbered(sender.keys.suite)
    whole = cbor.read(parsed.payload, limit=MAX_BYTES)
    insist(isinstance(whole, Tagged) and whole.tag == 96, "message-malformed")
    protected, unprotected, ciphertext, wrapped = shapes.sequence(whole.value, 4)
    insist(protected == cbor.write({1: suite.content_algorithm}), "suite-mismatch")
    insist(isinstance(unprotected, dict) and set(unprotected) == {5}, "message-malformed")
    nonce = shapes.octets(unprotected[5], 12)
    insist(1 <= len(shapes.sequence(wrapped)) <= MAX_RECIPIENTS, "message-malformed")
    key = _content_key(wrapped, parsed, sender, secrets)
    about = cbor.write(["Encrypt", protected, parsed.protected])
    return suite.decrypt(key, nonce, shapes.octets(ciphertext), about)


def _content_key(wrapped: list[object], parsed: Parsed, sender: Sender, secrets: Sequence[Secrets]) -> bytes:
    suite = suite_numbered(sender.keys.suite)
    mine = {own.public.sealing_kid: own for own in secrets if own.suite == sender.keys.suite}
    for one in wrapped:
        protected, unprotected, ends = shapes.sequence(one, 3)
        header = cbor.read(shapes.octets(protected), limit=MAX_HEADER)
        insist(isinstance(header, dict) and set(header) == {1, 4}, "message-malformed")
        insist(isinstance(unprotected, dict) and set(unprotected) == {-4}, "message-malformed")
        insist(header[1] == suite.wrap_algorithm, "suite-mismatch")
        own = mine.get(header[4])
        if own is not None:
            info = cbor.write(["HPKE Recipient", suite.content_algorithm, protected, parsed.protected])
            return suite.unwrap(own.sealing, unprotected[-4], ends, info=info)
    raise Refused("envelope-not-openable", "for others")


def deflate(plain: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_content_size=True).compress(plain)


def inflate(frame: bytes) -> bytes:
    """Inflate one frame that says how large it will be."""
    try:
        announced = zstandard.frame_content_size(frame)
        insist(announced >= 0, "message-malformed", "no size announced")
        insist(announced <= MAX_INFLATED, "message-too-large")
        return zstandard.ZstdDecompressor().decompress(frame, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise Refused("message-malformed") from error
