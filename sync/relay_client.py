"""One method a question to the relay; devices, the platform and the city's tools all ask through it.

It knows which answers are the relay's and which are a hotel's log-in page, keeps the
relay's own refusal code, and tries once more with the relay's time when ours is wrong.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sync.cbor import MAX_INTEGER
from sync.errors import (
    MessageMalformedError,
    MessageNotCanonicalError,
    MessageTooLargeError,
    RequestTimeSkewedError,
    ServerAnswerInvalidError,
    ServerBusyError,
    ServerRefusedError,
)
from sync.joining_refused import EnrolmentRefusedError, JoinRefusal, read_reason, refused_target
from sync.keys.identity import DeviceId, DeviceIdentity
from sync.ports import Clock, Entropy, OpenAnswer, OpenEndedTransport, Request, Response, Transport
from sync.posting import (
    RECEIPTS_TYPE,
    SEVERAL_PATH,
    SEVERAL_TYPE,
    decode_posted,
    encode_envelopes,
)
from sync.request_signing import sign_request
from sync.wake_events import EVENTS_TYPE, WAKE_PATH, WakeCall, WakeReader
from sync.wire import (
    ENROLMENT_TYPE,
    ENROLMENTS_PATH,
    ENVELOPE_TYPE,
    ENVELOPES_PATH,
    HEALTH_PATH,
    MAX_PAGE_ITEMS,
    PAGE_TYPE,
    RECEIPT_TYPE,
    REGISTRY_PATH,
    REGISTRY_TYPE,
    MailboxPage,
    decode_page,
    decode_problem,
    decode_requests,
    mailbox_target,
    registry_target,
    require_plausible,
    sent_target,
)

Answer = TypeVar("Answer", Response, OpenAnswer)

_OPEN = 200
_TOO_MANY = 429
# Answers without a body; a log-in page says 200, and must not pass for one of them.
_KEPT_REGISTRY = 204
_KEPT_ENROLMENT = 202
_TAKEN = 204
# What an earlier relay answers to several envelopes, or whatever stands before it to so many bytes.
_NOT_TOGETHER = frozenset({"404", "405", "413", "415"})


class RelayClient:
    """The relay as seen by one identity."""

    def __init__(
        self, transport: Transport, *, signer: DeviceIdentity, clock: Clock, entropy: Entropy
    ) -> None:
        self._transport = transport
        self._signer = signer
        self._clock = clock
        self._entropy = entropy
        self._offset_ms = 0
        self._takes_several = True

    def post_envelope(self, body: bytes) -> bytes:
        """Hand over an envelope and give the receipt, unverified."""
        answer = self._exchange(Request("POST", ENVELOPES_PATH, {"content-type": ENVELOPE_TYPE}, body))
        return _body(answer, content_type=RECEIPT_TYPE)

    def post_together(self, bodies: Sequence[bytes]) -> tuple[bytes, ...]:
        """Hand over envelopes of this identity in order and give the receipts of the first ones, unverified.

        They are fewer than the envelopes where one was refused, and none where this relay takes them
        only one by one; then it is not asked again.
        """
        if not self._takes_several:
            return ()
        request = Request("POST", SEVERAL_PATH, {"content-type": SEVERAL_TYPE}, encode_envelopes(bodies))
        try:
            answer = self._exchange(request)
        except (ServerRefusedError, ServerAnswerInvalidError) as refusal:
            if refusal.parameters["status"] not in _NOT_TOGETHER:
                raise
            self._takes_several = False
            return ()
        try:
            receipts = decode_posted(_body(answer, content_type=RECEIPTS_TYPE)).receipts
        except (MessageMalformedError, MessageNotCanonicalError, MessageTooLargeError) as error:
            raise ServerAnswerInvalidError(status=str(answer.status)) from error
        if len(receipts) > len(bodies):
            raise ServerAnswerInvalidError(status=str(answer.status))
        return receipts

    def fetch_page(
        self, *, after: int, limit: int = MAX_PAGE_ITEMS, wait_seconds: int = 0, latest_ms: int = 0
    ) -> MailboxPage:
        """Ask for what lies after a cursor; with a wait the relay answers when there is something.

        `latest_ms` is a moment that has passed for certain, should the clock here be behind it.

        Raises:
            PositionImplausibleError: the page would take a cursor years ahead.

        """
        target = mailbox_target(after=after, limit=limit, wait_seconds=wait_seconds)
        page = self._fetch(target, after=after)
        require_plausible(page, latest_ms=max(latest_ms, self._clock.now_ms()))
        return page

    def fetch_sent(self, *, after: int, limit: int = MAX_PAGE_ITEMS) -> MailboxPage:
        """Ask what this identity of the city has sent after a position; only the city may ask."""
        return self._fetch(sent_target(after=after, limit=limit), after=after)

    def _fetch(self, target: str, *, after: int) -> MailboxPage:
        answer = self._ask_signed(target)
        try:
            page = decode_page(_body(answer, content_type=PAGE_TYPE))
        except MessageMalformedError as error:
            raise ServerAnswerInvalidError(status=str(answer.status)) from error
        if page.items and page.items[0].position <= after:
            raise ServerAnswerInvalidError(status=str(answer.status))
        return page

    def fetch_registry(self, device: DeviceId | None = None) -> bytes:
        """Give the signed registry, unverified, with every device or one; anybody may ask for it.

        A device that is not listed gets what is signed alone. A relay of an earlier program
        does not understand the question and gives all it has.
        """
        answer = self._exchange(Request("GET", registry_target(device)))
        return _body(answer, content_type=REGISTRY_TYPE)

    def post_registry(self, signed: bytes) -> None:
        answer = self._exchange(Request("POST", REGISTRY_PATH, {"content-type": REGISTRY_TYPE}, signed))
        _require_status(answer, _KEPT_REGISTRY)

    def post_enrolment(self, request: bytes) -> None:
        """Ask to join, or ask what became of it: the same request may be posted again.

        Raises:
            EnrolmentRefusedError: the city has said no, and why.

        """
        asked = Request("POST", ENROLMENTS_PATH, {"content-type": ENROLMENT_TYPE}, request)
        try:
            answer = self._exchange(asked)
        except ServerRefusedError as refusal:
            if refusal.problem_code != EnrolmentRefusedError.code:
                raise
            raise EnrolmentRefusedError(reason=read_reason(refusal.details.get("reason"))) from refusal
        _require_status(answer, _KEPT_ENROLMENT)

    def refuse_enrolment(self, key_id: str, reason: JoinRefusal) -> None:
        """Tell who asked with this key (hex) that they do not join; only the city may."""
        target = refused_target(key_id, reason)
        answer = self._prove(target, self._exchange, method="POST")
        _require_status(answer, _TAKEN)

    def fetch_enrolments(self) -> tuple[bytes, ...]:
        """Give the enrolment requests that wait; only the city may ask."""
        answer = self._ask_signed(ENROLMENTS_PATH)
        try:
            return decode_requests(_body(answer, content_type=ENROLMENT_TYPE))
        except MessageMalformedError as error:
            raise ServerAnswerInvalidError(status=str(answer.status)) from error

    def open_wake(self, line: OpenEndedTransport) -> Iterator[WakeCall]:
        """Open the wake-up stream on a line of its own; reading on waits for the next call."""
        answer = self._prove(WAKE_PATH, lambda request: self._open(line, request))
        if answer.headers.get("content-type", "").partition(";")[0].strip() != EVENTS_TYPE:
            raise ServerAnswerInvalidError(status=str(answer.status))
        return _read_calls(answer)

    def check_health(self) -> None:
        self._exchange(Request("GET", HEALTH_PATH))

    def _ask_signed(self, target: str) -> Response:
        return self._prove(target, self._exchange)

    def _prove(self, target: str, ask: Callable[[Request], Answer], *, method: str = "GET") -> Answer:
        try:
            return ask(self._signed(target, method))
        except ServerRefusedError as refusal:
            server_ms = _server_time(refusal)
            if server_ms is None:
                raise
            self._offset_ms = server_ms - self._clock.now_ms()
        return ask(self._signed(target, method))

    def _open(self, line: OpenEndedTransport, request: Request) -> OpenAnswer:
        answer = line.open(request)
        if answer.status != _OPEN:
            _require_success(Response(answer.status, answer.headers, next(answer.chunks, b"")))
        return answer

    def _signed(self, target: str, method: str) -> Request:
        now_ms = self._clock.now_ms() + self._offset_ms
        proof = sign_request(method, target, signer=self._signer, now_ms=now_ms, entropy=self._entropy)
        return Request(method, target, {"authorization": proof})

    def _exchange(self, request: Request) -> Response:
        return _require_success(self._transport.exchange(request))


def _require_success(answer: Response) -> Response:
    if 200 <= answer.status < 300:
        return answer
    problem = decode_problem(answer.body, status=answer.status)
    if answer.status >= 500 or answer.status == _TOO_MANY:
        raise ServerBusyError(
            status=str(answer.status),
            problem=problem.code if problem else "",
            after_seconds=answer.headers.get("retry-after", "").strip(),
        )
    if problem is None:
        raise ServerAnswerInvalidError(status=str(answer.status))
    raise ServerRefusedError(status=answer.status, problem_code=problem.code, details=problem.details)


def _read_calls(answer: OpenAnswer) -> Iterator[WakeCall]:
    reader = WakeReader()
    try:
        for chunk in answer.chunks:
            yield from reader.feed(chunk)
    except MessageMalformedError as error:
        raise ServerAnswerInvalidError(status=str(answer.status)) from error


def _body(answer: Response, *, content_type: str) -> bytes:
    if answer.headers.get("content-type", "").partition(";")[0].strip() != content_type:
        raise ServerAnswerInvalidError(status=str(answer.status))
    return answer.body


def _require_status(answer: Response, status: int) -> None:
    if answer.status != status:
        raise ServerAnswerInvalidError(status=str(answer.status))


def _server_time(refusal: ServerRefusedError) -> int | None:
    server_ms = refusal.details.get("now_ms")
    if refusal.problem_code != RequestTimeSkewedError.code or isinstance(server_ms, bool):
        return None
    return server_ms if isinstance(server_ms, int) and 0 <= server_ms <= MAX_INTEGER else None
