"""Receipts, checkpoints, rotations, requests and courier lists: what is signed beside envelopes."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from tests.second_implementation import cbor, shapes
from tests.second_implementation.cose import Statement, believe, one_of, parse_statement, sign_statement
from tests.second_implementation.envelope import Link
from tests.second_implementation.hpke import Take
from tests.second_implementation.refused import insist
from tests.second_implementation.registry import Registry, read_keys
from tests.second_implementation.suites import PublicKeys, Secrets

RECEIPT = "application/vnd.quancai.receipt; v=1"
CHECKPOINT = "application/vnd.quancai.checkpoint; v=1"
ROTATION = "application/vnd.quancai.rotation; v=1"
REQUEST = "application/vnd.quancai.request; v=1"
COURIER = "application/vnd.quancai.courier-list; v=1"
SMALL = 4096
COURIER_LIMIT = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Receipt:
    envelope: bytes
    sender: str
    audience: str
    sequence: int
    position: int
    received_ms: int


def write_receipt(receipt: Receipt, *, relay: Secrets, take: Take) -> bytes:
    content = {name: getattr(receipt, name) for name in Receipt.__slots__}
    return sign_statement(RECEIPT, content, signer=relay, take=take)


def read_receipt(encoded: bytes, relay: PublicKeys) -> Receipt:
    content = believe(parse_statement(encoded, RECEIPT, limit=SMALL), relay, limit=SMALL)
    found = shapes.members(content, *Receipt.__slots__)
    numbers = [shapes.number(value) for value in found[3:]]
    return Receipt(shapes.octets(found[0], 32), shapes.text(found[1]), shapes.text(found[2]), *numbers)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    number: int
    time_ms: int
    previous: bytes
    registry: Link
    heads: bytes
    device: str
    head: Link

    @property
    def digest(self) -> bytes:
        common = [self.number, self.time_ms, self.previous, list(self.registry), self.heads]
        return hashlib.sha256(cbor.write(common)).digest()


def heads_digest(heads: Sequence[tuple[str, int, bytes]]) -> bytes:
    return hashlib.sha256(cbor.write([list(head) for head in sorted(heads)])).digest()


def write_checkpoint(checkpoint: Checkpoint, *, city: Secrets, take: Take) -> bytes:
    content: dict[str, object] = {name: getattr(checkpoint, name) for name in Checkpoint.__slots__}
    content |= {"schema": 1, "registry": list(checkpoint.registry), "head": list(checkpoint.head)}
    return sign_statement(CHECKPOINT, content, signer=city, take=take)


def read_checkpoint(encoded: bytes, registry: Registry, *, device: str) -> Checkpoint:
    statement = parse_statement(encoded, CHECKPOINT, limit=SMALL)
    content = believe(statement, one_of(registry.recipients, statement.kid), limit=SMALL)
    insist(content.get("schema") == 1, "schema-unknown")
    found = shapes.members(content, "schema", *Checkpoint.__slots__)[1:]
    number, time_ms, previous, listed, heads, owner, head = found
    insist(shapes.device_id(owner) == device, "sender-mismatch")
    return Checkpoint(
        shapes.number(number, least=1),
        shapes.number(time_ms),
        shapes.octets(previous, 32),
        shapes.link(listed),
        shapes.octets(heads, 32),
        device,
        shapes.link(head),
    )


def compare(held: Checkpoint | None, new: Checkpoint, registry: Registry) -> list[str]:
    """Give the alarms of the first two lines of the table; the others need one's own chain."""
    alarms = []
    if held is not None:
        again = new.number <= held.number and new.digest != held.digest
        torn = new.number == held.number + 1 and new.previous != held.digest
        alarms += ["checkpoint-forked"] if again or torn else []
    if new.registry[0] == registry.version and new.registry[1] != registry.digest:
        alarms.append("registry-equivocated")
    return alarms


def write_rotation(new: Secrets, *, former: PublicKeys, take: Take) -> bytes:
    content = {"device": new.device, "former": former.kid, "keys": new.public.listed()}
    return sign_statement(ROTATION, content, signer=new, take=take)


def read_rotation(encoded: bytes) -> tuple[str, bytes, PublicKeys]:
    """Give device, kid of the former key and the new keys, whose possession is proved."""
    statement = parse_statement(encoded, ROTATION, limit=COURIER_LIMIT)
    keys = read_keys(_unproved(statement)["keys"])
    content = believe(statement, keys, limit=COURIER_LIMIT)
    device, former, _ = shapes.members(content, "device", "former", "keys")
    return shapes.device_id(device), shapes.octets(former, 16), keys


def _unproved(statement: Statement) -> dict[str, object]:
    content = cbor.read(statement.payload, limit=COURIER_LIMIT)
    insist(isinstance(content, dict) and "keys" in content, "message-malformed")
    return dict(content)


def sign_request(method: str, target: str, *, signer: Secrets, time_ms: int, take: Take) -> str:
    """Give the value of the header `Authorization`."""
    content = {"method": method, "target": target, "device": signer.device, "time_ms": time_ms}
    statement = sign_statement(REQUEST, content | {"nonce": take(16)}, signer=signer, take=take)
    return "Quancai " + base64.urlsafe_b64encode(statement).rstrip(b"=").decode()


def read_request(header: str, keys: PublicKeys) -> dict[str, object]:
    scheme, _, written = header.partition(" ")
    insist(scheme == "Quancai", "request-unsigned")
    encoded = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
    content = believe(parse_statement(encoded, REQUEST, limit=SMALL), keys, limit=SMALL)
    shapes.members(content, "method", "target", "device", "time_ms", "nonce")
    return content


@dataclass(frozen=True, slots=True)
class CourierList:
    writer: str
    role: str
    at_ms: int
    envelopes: tuple[bytes, ...]


def write_courier_list(listed: CourierList, *, writer: Secrets, take: Take) -> bytes:
    content = {"writer": bytes.fromhex(listed.writer), "role": listed.role, "at_ms": listed.at_ms}
    return sign_statement(COURIER, content | {"envelopes": list(listed.envelopes)}, signer=writer, take=take)


def read_courier_list(encoded: bytes, writer: PublicKeys) -> CourierList:
    content = believe(parse_statement(encoded, COURIER, limit=COURIER_LIMIT), writer, limit=COURIER_LIMIT)
    who, role, at_ms, envelopes = shapes.members(content, "writer", "role", "at_ms", "envelopes")
    insist(role in ("packed", "taken"), "message-malformed")
    digests = tuple(shapes.octets(digest, 32) for digest in shapes.sequence(envelopes))
    return CourierList(shapes.octets(who, 16).hex(), role, shapes.number(at_ms), digests)
