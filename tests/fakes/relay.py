"""A relay in memory: every check of the real one, no disk, no threads.

It answers `Request`s as the wire describes, so it stands behind `FakeTransport` and the
contract tests alike. `clock_ms` and `registry` may be moved by a test.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from sync.envelope.chain import check_successor
from sync.envelope.header import GENESIS, ChainLink
from sync.envelope.verifying import StandingError, verify_envelope
from sync.errors import EnvelopeGapError, RequestTimeSkewedError, SenderMismatchError, SyncError
from sync.keys.device_encoding import decode_entry
from sync.keys.device_tree import DeviceTree
from sync.keys.identity import DeviceIdentity
from sync.keys.registry import RegistryDocument
from sync.keys.registry_forms import RegistryExcerpt, WholeRegistry, join_registry, split_registry
from sync.ports import Request, Response
from sync.posting import RECEIPTS_TYPE, SEVERAL_PATH, Posted, decode_envelopes, encode_posted
from sync.receipt import DeliveryReceipt, sign_receipt
from sync.request_signing import verify_request
from sync.wire import (
    ENROLMENT_TYPE,
    ENROLMENTS_PATH,
    ENVELOPES_PATH,
    HEALTH_PATH,
    PAGE_TYPE,
    PROBLEM_TYPE,
    RECEIPT_TYPE,
    REGISTRY_PATH,
    REGISTRY_TYPE,
    MailboxItem,
    MailboxPage,
    Problem,
    RegistryQuery,
    encode_page,
    encode_problem,
    encode_requests,
    read_mailbox_query,
    read_registry_query,
)
from tests.fakes.clock import STORY_STARTS_MS


@dataclass
class MemoryRelay:
    registry: RegistryDocument
    signed_registry: bytes
    identity: DeviceIdentity
    clock_ms: int = STORY_STARTS_MS
    position: int = 0
    mailboxes: dict[str, list[MailboxItem]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[tuple[str, str], ChainLink] = field(default_factory=dict)
    receipts: dict[str, bytes] = field(default_factory=dict)
    enrolments: list[bytes] = field(default_factory=list)
    refused_bodies: set[bytes] = field(default_factory=set)  # that this relay does not like

    def __call__(self, request: Request) -> Response:
        try:
            return self._route(request)
        except RequestTimeSkewedError as error:
            return _problem(401, error.code, {"now_ms": self.clock_ms})
        except EnvelopeGapError as error:
            return _problem(409, error.code, {"want": error.want})
        except SyncError as error:
            return _problem(409, error.code, dict(error.parameters))

    def put_in_mailbox(self, audience: str, body: bytes) -> None:
        """Hand out any bytes at all, as a hostile relay could."""
        self.position += 1
        self.mailboxes[audience].append(MailboxItem(self.position, body))

    def _route(self, request: Request) -> Response:
        path, _, query = request.target.partition("?")
        match request.method, path:
            case "POST", str(where) if where == ENVELOPES_PATH:
                return self._take(request.body)
            case "POST", str(where) if where == SEVERAL_PATH:
                return self._take_several(request.body)
            case "GET", str(where) if where == ENVELOPES_PATH:
                return self._hand_out(request, query)
            case "GET", str(where) if where == REGISTRY_PATH:
                shown = _show(self.signed_registry, read_registry_query(query))
                return Response(200, {"content-type": REGISTRY_TYPE}, shown)
            case "POST", str(where) if where == REGISTRY_PATH:
                self.signed_registry = request.body
                return Response(204)
            case "POST", str(where) if where == ENROLMENTS_PATH:
                self.enrolments.append(request.body)
                return Response(202)
            case "GET", str(where) if where == ENROLMENTS_PATH:
                self._asker(request)
                body = encode_requests(tuple(self.enrolments))
                return Response(200, {"content-type": ENROLMENT_TYPE}, body)
            case "GET", str(where) if where == HEALTH_PATH:
                return Response(200)
            case _:
                return _problem(404, "not-found", {})

    def _take(self, body: bytes) -> Response:
        if body in self.refused_bodies:
            raise SenderMismatchError
        try:
            verified = verify_envelope(body, self.registry)
        except StandingError as late:
            verified = late.envelope
        if verified.id in self.receipts:
            return Response(200, {"content-type": RECEIPT_TYPE}, self.receipts[verified.id])
        header = verified.header
        chain = (header.device, header.audience)
        check_successor(header, head=self.heads.get(chain, GENESIS))
        self.put_in_mailbox(header.audience, body)
        self.heads[chain] = verified.envelope.link
        receipt = DeliveryReceipt(
            envelope_id=verified.id,
            sender=header.device,
            audience=header.audience,
            sequence=header.sequence,
            position=self.position,
            received_at_ms=self.clock_ms,
        )
        self.receipts[verified.id] = sign_receipt(receipt, relay=self.identity)
        return Response(201, {"content-type": RECEIPT_TYPE}, self.receipts[verified.id])

    def _take_several(self, framed: bytes) -> Response:
        receipts: list[bytes] = []
        for body in decode_envelopes(framed):
            answer = self(Request("POST", ENVELOPES_PATH, {}, body))
            if answer.status >= 400:
                if not receipts:
                    return answer
                posted = encode_posted(Posted(tuple(receipts), answer.body))
                return Response(201, {"content-type": RECEIPTS_TYPE}, posted)
            receipts.append(answer.body)
        return Response(201, {"content-type": RECEIPTS_TYPE}, encode_posted(Posted(tuple(receipts))))

    def _hand_out(self, request: Request, query: str) -> Response:
        asker = self._asker(request)
        entry = self.registry.device(asker)
        if entry is not None and entry.is_revoked:
            return _problem(403, "mailbox-closed", {})
        is_city = asker in {one.service_id for one in self.registry.recipients}
        mailbox = self.mailboxes[self.registry.realm if is_city else asker]
        asked = read_mailbox_query(query)
        items = tuple(item for item in mailbox if item.position > asked.after)
        head = mailbox[-1].position if mailbox else 0
        page = MailboxPage(items[: asked.limit], head, self.registry.version)
        return Response(200, {"content-type": PAGE_TYPE}, encode_page(page))

    def _asker(self, request: Request) -> str:
        signed = verify_request(
            request.headers.get("authorization"),
            method=request.method,
            target=request.target,
            registry=self.registry,
            now_ms=self.clock_ms,
        )
        return signed.sender


def _show(whole: bytes, asked: RegistryQuery) -> bytes:
    form = split_registry(whole)
    if not isinstance(form, WholeRegistry) or asked.is_whole:
        return whole
    places = {decode_entry(entry).device_id: place for place, entry in enumerate(form.entries)}
    place = places.get(asked.device) if asked.device else None
    if place is None:
        return form.signed
    path = DeviceTree.grow(form.entries).path(place)
    return join_registry(RegistryExcerpt(form.signed, place, form.entries[place], path))


def _problem(status: int, code: str, details: dict[str, object]) -> Response:
    body = encode_problem(Problem(status, code, code, details))
    return Response(status, {"content-type": PROBLEM_TYPE}, body)
