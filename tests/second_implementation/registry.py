"""Section 5: the document that says who belongs, and the roots that say so."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.second_implementation import cbor, device_list, shapes
from tests.second_implementation.cbor import Tagged
from tests.second_implementation.device_list import Beside
from tests.second_implementation.hpke import Take
from tests.second_implementation.refused import Refused, insist
from tests.second_implementation.suites import PublicKeys, Secrets, suite_numbered

MAX_BYTES = 4 * 1024 * 1024
DEFAULT_LEASE_MS = 14 * 86_400_000
REGISTRY = "application/vnd.quancai.registry; v=1"
ROOT_CHANGE = "application/vnd.quancai.roots; v=1"
_OLD = (
    *("schema", "version", "expires_ms", "org", "realm", "minimum_suite", "oldest_epoch"),
    *("relay", "recipients", "devices", "issuers"),
)
_NEW = ("issued_ms", "lease_ms", "root_changes")


@dataclass(frozen=True, slots=True)
class Roots:
    """Root keys `(suite, public)` and how many of them must sign."""

    keys: tuple[tuple[int, bytes], ...]
    need: int

    @property
    def digest(self) -> bytes:
        listed = [[suite, public] for suite, public in self.keys]
        return hashlib.sha256(cbor.write([listed, self.need])).digest()


@dataclass(frozen=True, slots=True)
class Member:
    device: str
    name: str
    keys: PublicKeys
    scope: tuple[str, ...]
    first: int
    revoked_at: int | None
    wipe: bool
    former: tuple[tuple[PublicKeys, int], ...]


@dataclass(frozen=True, slots=True)
class Registry:
    version: int
    issued_ms: int | None
    expires_ms: int
    lease_ms: int
    org: str
    realm: str
    minimum_suite: int
    oldest_epoch: int
    relay: PublicKeys
    recipients: tuple[PublicKeys, ...]
    devices: tuple[Member, ...]
    issuers: tuple[tuple[int, bytes], ...]
    digest: bytes
    roots: Roots

    def member(self, device: str) -> Member | None:
        return next((member for member in self.devices if member.device == device), None)


@dataclass(frozen=True, slots=True)
class _Signed:
    protected: bytes
    payload: bytes
    signatures: tuple[tuple[bytes, int, bytes, bytes], ...]  # protected, algorithm, kid, signature

    def signers(self, keys: Sequence[tuple[int, bytes]]) -> int:
        """Count the different keys of these whose signature holds."""
        return sum(any(self._holds(one, key) for one in self.signatures) for key in set(keys))

    def _holds(self, one: tuple[bytes, int, bytes, bytes], key: tuple[int, bytes]) -> bool:
        suite = suite_numbered(key[0])
        own, algorithm, kid, signature = one
        if kid != suite.signing_kid(key[1]) or algorithm != suite.signature_algorithm:
            return False
        try:
            suite.verify(key[1], cbor.write(["Signature", self.protected, own, b"", self.payload]), signature)
        except Refused:
            return False
        return True


def read_registry(
    encoded: bytes, roots: Roots, *, highest: Registry | None = None, now_ms: int | None = None
) -> Registry:
    """Read in the order of the page; `highest` is the newest registry ever seen."""
    alone, beside = device_list.take_apart(encoded)
    signed = _take_apart(alone, REGISTRY)
    content = cbor.read(signed.payload, limit=MAX_BYTES)
    insist(isinstance(content, dict), "message-malformed")
    known = _follow(content.get("root_changes", []), roots)
    insist(signed.signers(known.keys) >= known.need, "registry-untrusted")
    registry = _read_document(content, hashlib.sha256(signed.payload).digest(), known, beside)
    if highest is not None:
        insist(registry.version >= highest.version, "registry-rollback")
        same = registry.version > highest.version or registry.digest == highest.digest
        insist(same, "registry-equivocated")
    insist(now_ms is None or now_ms < registry.expires_ms, "registry-expired")
    return registry


def sign_registry(content: dict[str, Any], *, roots: Sequence[Secrets], take: Take) -> bytes:
    return _sign(REGISTRY, content, roots, take)


def whole_registry(
    content: dict[str, Any], entries: Sequence[dict[str, Any]], *, roots: Sequence[Secrets], take: Take
) -> bytes:
    """Sign a document of schema 4 over these devices, and put them beside it."""
    encoded = [cbor.write(one) for one in entries]
    sealed = [len(encoded), device_list.tree_of(encoded)]
    signed = sign_registry(content | {"schema": 4, "devices": sealed}, roots=roots, take=take)
    return cbor.write([signed, encoded])


def sign_root_change(previous: Roots, new: Roots, *, signers: Sequence[Secrets], take: Take) -> bytes:
    keys = [list(key) for key in new.keys]
    content = {"schema": 1, "previous": previous.digest, "keys": keys, "need": new.need}
    return _sign(ROOT_CHANGE, content, signers, take)


def _sign(content_type: str, content: object, signers: Sequence[Secrets], take: Take) -> bytes:
    body = cbor.write({3: content_type})
    payload = cbor.write(content)
    signatures = []
    for signer in signers:
        own = cbor.write({1: suite_numbered(signer.suite).signature_algorithm, 4: signer.public.kid})
        signature = signer.sign(cbor.write(["Signature", body, own, b"", payload]), take=take)
        signatures.append([own, {}, signature])
    return cbor.write(Tagged(98, [body, {}, payload, signatures]))


def _take_apart(encoded: bytes, content_type: str) -> _Signed:
    whole = cbor.read(encoded, limit=MAX_BYTES)
    insist(isinstance(whole, Tagged) and whole.tag == 98, "message-malformed")
    protected, unprotected, payload, listed = shapes.sequence(whole.value, 4)
    insist(unprotected == {}, "message-malformed")
    body = cbor.read(shapes.octets(protected), limit=4096)
    insist(body == {3: content_type}, "message-malformed", "another content type")
    insist(1 <= len(shapes.sequence(listed)) <= 8, "message-malformed", "signatures")
    return _Signed(protected, shapes.octets(payload), tuple(_signature(one) for one in listed))


def _signature(listed: object) -> tuple[bytes, int, bytes, bytes]:
    own, unprotected, signature = shapes.sequence(listed, 3)
    insist(unprotected == {}, "message-malformed")
    header = cbor.read(shapes.octets(own), limit=4096)
    insist(isinstance(header, dict) and set(header) == {1, 4}, "message-malformed")
    return own, header[1], shapes.octets(header[4]), shapes.octets(signature)


def _follow(changes: object, known: Roots) -> Roots:
    for change in shapes.sequence(changes):
        signed = _take_apart(shapes.octets(change), ROOT_CHANGE)
        content = cbor.read(signed.payload, limit=MAX_BYTES)
        schema, previous, keys, need = shapes.members(content, "schema", "previous", "keys", "need")
        insist(schema == 1, "schema-unknown")
        insist(1 <= len(shapes.sequence(keys)) <= 16, "message-malformed")
        new = Roots(tuple(_root(key) for key in keys), shapes.number(need, least=1))
        if previous != known.digest:
            continue
        insist(signed.signers(known.keys) >= known.need, "registry-untrusted")
        insist(signed.signers(new.keys) >= new.need, "registry-untrusted")
        known = new
    return known


def _root(listed: object) -> tuple[int, bytes]:
    suite, public = shapes.sequence(listed, 2)
    return shapes.number(suite, least=1), shapes.octets(public)


def _read_document(content: dict[str, Any], digest: bytes, roots: Roots, beside: Beside | None) -> Registry:
    schema: Any = content.get("schema")
    insist(schema in (1, 2, 4), "schema-unknown")
    names = _OLD if schema == 1 else (*_OLD, *_NEW)
    insist(set(content) == set(names), "message-malformed")
    registry = Registry(
        version=shapes.number(content["version"], least=1),
        issued_ms=shapes.number(content["issued_ms"]) if schema > 1 else None,
        expires_ms=shapes.number(content["expires_ms"]),
        lease_ms=shapes.number(content["lease_ms"], least=1) if schema > 1 else DEFAULT_LEASE_MS,
        org=shapes.text(content["org"]),
        realm=shapes.text(content["realm"]),
        minimum_suite=shapes.number(content["minimum_suite"]),
        oldest_epoch=shapes.number(content["oldest_epoch"]),
        relay=read_keys(content["relay"]),
        recipients=tuple(read_keys(keys) for keys in shapes.sequence(content["recipients"])),
        devices=_read_members(content["devices"], schema, beside),
        issuers=tuple(_root(listed) for listed in shapes.sequence(content["issuers"])),
        digest=digest,
        roots=roots,
    )
    _insist_on_one_owner_a_key(registry)
    return registry


def read_keys(listed: object) -> PublicKeys:
    suite, signing, sealing = shapes.sequence(listed, 3)
    return PublicKeys(shapes.number(suite, least=1), shapes.octets(signing), shapes.octets(sealing))


def _read_members(listed: object, schema: int, beside: Beside | None) -> tuple[Member, ...]:
    if schema < 4:
        insist(beside is None, "message-malformed", "something beside what is signed")
        return tuple(_read_member(one, schema) for one in shapes.sequence(listed))
    size, root = shapes.sequence(listed, 2)
    sealed = (shapes.number(size), shapes.octets(root, 32))
    insist(sealed[0] <= 20_000, "message-malformed")
    if beside is None:
        return ()
    device_list.prove(beside, *sealed)
    entries = (cbor.read(one, limit=device_list.MAX_ENTRY) for one in beside.entries)
    return tuple(_read_member(one, schema) for one in entries)


def _read_member(listed: object, schema: int) -> Member:
    names = ["id", "name", "keys", "scope", "from", "revoked_at"]
    later = [[], ["wipe", "former"], [], ["wipe", "former", "since"]][schema - 1]
    found = shapes.members(listed, *names, *later)
    device, name, keys, scope, first, revoked_at = found[:6]
    wipe, former = found[6:8] if later else (False, [])
    insist(isinstance(wipe, bool), "message-malformed")
    if schema == 4:
        shapes.number(found[8], least=1)
    return Member(
        device=shapes.device_id(device),
        name=shapes.text(name),
        keys=read_keys(keys),
        scope=tuple(shapes.text(place) for place in shapes.sequence(scope)),
        first=shapes.number(first, least=1),
        revoked_at=None if revoked_at is None else shapes.number(revoked_at),
        wipe=wipe,
        former=tuple(_read_former(one, schema) for one in shapes.sequence(former)),
    )


def _read_former(listed: object, schema: int) -> tuple[PublicKeys, int]:
    if schema == 4:
        suite, signing, until = shapes.sequence(listed, 3)
        return PublicKeys(shapes.number(suite, least=1), shapes.octets(signing), b""), shapes.number(until)
    keys, until = shapes.sequence(listed, 2)
    return read_keys(keys), shapes.number(until)


def _insist_on_one_owner_a_key(registry: Registry) -> None:
    owners = [("relay", registry.relay), *(("city", keys) for keys in registry.recipients)]
    for member in registry.devices:
        owners += [(member.device, member.keys), *((member.device, keys) for keys, _ in member.former)]
    kids: dict[bytes, str] = {}
    for owner, keys in owners:
        insist(kids.setdefault(keys.kid, owner) == owner, "message-malformed", "a key of two owners")
