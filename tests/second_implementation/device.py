"""A whole device of the page: it joins, hands in, and takes what comes down, over any wire.

It keeps its chain, its cursor and its receipts in memory, sends everything in order and
settles one page after the other (section 6). Clock, chance and wire are passed in.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.second_implementation import cbor, shapes
from tests.second_implementation.bundle import Item, read_bundle, write_bundle
from tests.second_implementation.codes import Invitation, ask_to_join
from tests.second_implementation.envelope import (
    START,
    Header,
    Link,
    Parsed,
    check,
    follow,
    parse,
    seal,
    unseal,
)
from tests.second_implementation.hpke import Take
from tests.second_implementation.refused import Refused, insist
from tests.second_implementation.registry import Registry, read_registry
from tests.second_implementation.statements import (
    Checkpoint,
    Receipt,
    compare,
    read_checkpoint,
    read_receipt,
    sign_request,
    write_rotation,
)
from tests.second_implementation.suites import Secrets

MEDIA = "application/vnd.quancai."
MAX_PAGE = 12 * 1024 * 1024 + 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: bytes


# Method, target, headers, body.
Wire = Callable[[str, str, Mapping[str, str], bytes], Answer]


@dataclass
class SecondDevice:
    """One computer that speaks the protocol of the page and nothing else."""

    secrets: Secrets
    invitation: Invitation
    wire: Wire
    now_ms: Callable[[], int]
    take: Take
    registry: Registry | None = None
    head: Link = START  # of our chain
    seen: Link = START  # of the city's chain
    cursor: int = 0
    outbox: list[bytes] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    checkpoint: Checkpoint | None = None
    alarms: list[str] = field(default_factory=list)
    received: list[Item] = field(default_factory=list)
    ours: dict[int, bytes] = field(default_factory=dict)  # digests of our links

    def ask_to_join(self, name: str) -> None:
        body = ask_to_join(self.secrets, name=name, code=self.invitation.code, take=self.take)
        self._exchange("POST", "/v1/enrolments", {"content-type": f"{MEDIA}enrolment"}, body, expected=202)

    def fetch_registry(self) -> Registry:
        target = f"/v1/registry?device={self.secrets.device}"
        signed = self._exchange("GET", target, {}, b"", expected=200, kind="registry")
        roots = self.registry.roots if self.registry else self.invitation.roots
        found = read_registry(signed, roots, highest=self.registry, now_ms=self.now_ms())
        insist((found.org, found.realm) == (self.invitation.org, self.invitation.realm), "registry-untrusted")
        was_listed = self.registry is not None and self.registry.member(self.secrets.device) is not None
        is_kept_from_us = was_listed and found.member(self.secrets.device) is None
        insist(not is_kept_from_us, "server-answer-invalid")
        self.registry = found
        return found

    def hand_in(self, items: Sequence[Item]) -> None:
        self._keep("changes", write_bundle(items))

    def ask_for_new_keys(self, new: Secrets) -> None:
        """Say with the old key which keys are to follow; nothing changes before the registry lists them."""
        self._keep("rotate", write_rotation(new, former=self.secrets.public, take=self.take))

    def _keep(self, kind: str, plaintext: bytes) -> None:
        """Seal once and keep, before anything is sent."""
        registry = self.registry or self.fetch_registry()
        header = Header(
            kid=self.secrets.public.kid,
            org=registry.org,
            device=bytes.fromhex(self.secrets.device),
            seq=self.head[0] + 1,
            prev=self.head[1],
            aud=registry.realm,
            epoch=registry.version,
            kind=kind,
            ack=self.seen,
            time_ms=self.now_ms(),
        )
        city = [keys for keys in registry.recipients if keys.suite == self.secrets.suite][-1]
        sealed = seal(header, plaintext, sender=self.secrets, recipients=[city], take=self.take)
        self.head = follow(parse(sealed), self.head, self.secrets.public)
        self.ours[self.head[0]] = self.head[1]
        self.outbox.append(sealed)

    def push(self) -> None:
        """Send what has no receipt, in order; the same bytes as often as it takes."""
        registry = self.registry or self.fetch_registry()
        for sealed in tuple(self.outbox):
            encoded = self._exchange(
                "POST", "/v1/envelopes", {"content-type": f"{MEDIA}sync-envelope"}, sealed, kind="receipt"
            )
            self._believe(read_receipt(encoded, registry.relay), parse(sealed))
            self.outbox.remove(sealed)

    def _believe(self, receipt: Receipt, sent: Parsed) -> None:
        spoken = (receipt.envelope, receipt.sender, receipt.audience, receipt.sequence)
        digest = self.ours[sent.header.seq]
        expected = (digest, self.secrets.device, sent.header.aud, sent.header.seq)
        insist(spoken == expected, "receipt-mismatch")
        self.receipts.append(receipt)

    def pull(self) -> list[Item]:
        """Take one page after the other and give what was new."""
        fresh: list[Item] = []
        while True:
            items, head = self._fetch_page()
            for position, encoded in items:
                fresh += self._settle(parse(encoded))
                self.cursor = position
            if not items or self.cursor >= head:
                self.received += fresh
                return fresh

    def _fetch_page(self) -> tuple[list[tuple[int, bytes]], int]:
        target = f"/v1/envelopes?after={self.cursor}&limit=200"
        signed = sign_request("GET", target, signer=self.secrets, time_ms=self.now_ms(), take=self.take)
        encoded = self._exchange("GET", target, {"authorization": signed}, b"", kind="page")
        listed, head, epoch = shapes.members(cbor.read(encoded, limit=MAX_PAGE), "items", "head", "epoch")
        items = [(shapes.number(at), shapes.octets(body)) for at, body in shapes.sequence(listed)]
        positions = [self.cursor, *(at for at, _ in items)]
        insist(positions == sorted(set(positions)), "message-malformed", "positions that do not grow")
        if self.registry is None or self.registry.version < epoch:
            self.fetch_registry()
        return items, shapes.number(head)

    def _settle(self, parsed: Parsed) -> list[Item]:
        registry = self.registry or self.fetch_registry()
        sender = check(parsed, registry, audience=self.secrets.device)
        insist(sender.late is None, sender.late or "")
        self.seen = follow(parsed, self.seen, sender.keys)
        self._compare(parsed.header.ack)
        plaintext = unseal(parsed, sender, [self.secrets])
        if parsed.header.kind != "checkpoint":
            return read_bundle(plaintext)
        found = read_checkpoint(plaintext, registry, device=self.secrets.device)
        self.alarms += compare(self.checkpoint, found, registry)
        self._compare(found.head)
        self.checkpoint = found
        return []

    def _compare(self, acknowledged: Link) -> None:
        at, digest = acknowledged
        if at and self.ours.get(at) != digest:
            self.alarms.append("peer-history-differs")

    def _exchange(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        body: bytes,
        *,
        expected: int | None = None,
        kind: str | None = None,
    ) -> bytes:
        answer = self.wire(method, target, headers, body)
        if answer.status >= 300:
            raise Refused(_problem(answer))
        right = expected in (None, answer.status) and (kind is None or answer.content_type == MEDIA + kind)
        insist(right, "server-answer-invalid", f"{answer.status} {answer.content_type}")
        return answer.body


def _problem(answer: Answer) -> str:
    if answer.content_type != "application/problem+json":
        return "server-answer-invalid"
    members: Any = json.loads(answer.body)
    return str(members.get("code", "server-answer-invalid"))
