"""Several envelopes of one sender in one request: each looked at as if alone, all in one commit.

They are taken in the order they stand until the first that is refused; the answer has a receipt for
each that was taken and the problem of the one that was not. Meters and turns count envelopes, not
requests, so that sending them together gives nobody a larger share.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server_stub.errors import DeviceTooBusyError
from server_stub.problems import PROBLEM_CODE, problem_response
from server_stub.relay.mailbox import Kept
from server_stub.relay.request_body import read_body
from server_stub.relay.routes import Relay
from server_stub.relay.taking import Proven, verify_for_keeping
from sync.errors import MessageTooLargeError, SenderMismatchError, SyncError
from sync.posting import (
    MAX_TOGETHER_BYTES,
    RECEIPTS_TYPE,
    SEVERAL_PATH,
    Posted,
    decode_envelopes,
    encode_posted,
)

Refusal = SyncError | DeviceTooBusyError | None


@dataclass(frozen=True, slots=True)
class SeveralAtOnce:
    """The endpoint for more than one envelope."""

    relay: Relay

    def routes(self) -> list[Route]:
        return [Route(SEVERAL_PATH, self.post_several, methods=["POST"])]

    async def post_several(self, request: Request) -> Response:
        body = await read_body(request.scope, request.receive, limit=MAX_TOGETHER_BYTES, room=self.relay.room)
        proven, refusal = self._charge(*await run_in_threadpool(self._prove, body))
        kept, later = await self._keep(proven) if proven else ([], None)
        refusal = later or refusal
        if refusal is not None:
            if not kept:
                raise refusal
            request.scope[PROBLEM_CODE] = refusal.code
        self._tell(proven, kept)
        document = None if refusal is None else bytes(problem_response(refusal).body)
        answer = encode_posted(Posted(tuple(one.receipt for one in kept), document))
        status = 201 if any(one.is_new for one in kept) else 200
        return Response(answer, status, media_type=RECEIPTS_TYPE)

    def _prove(self, body: bytes) -> tuple[list[Proven], Refusal]:
        """Verify one after the other, as far as they are good and of one sender."""
        registry = self.relay.shelf.current()
        proven: list[Proven] = []
        limit = self.relay.settings.max_envelope_bytes
        for one in decode_envelopes(body):
            try:
                if len(one) > limit:
                    raise MessageTooLargeError(size=str(len(one)), limit=str(limit))
                verified = verify_for_keeping(one, registry)
                if proven and verified.sender.id != proven[0].verified.sender.id:
                    raise SenderMismatchError(sender=verified.sender.id)
            except SyncError as refusal:
                return proven, refusal
            proven.append(Proven(verified, registry.version))
        return proven, None

    def _charge(self, proven: Sequence[Proven], refusal: Refusal) -> tuple[Sequence[Proven], Refusal]:
        """Take the weight of each out of the sender's share, as far as it goes."""
        for place, one in enumerate(proven):
            sender = one.verified.sender
            try:
                self.relay.admission.charge(sender.id, sender.role, weight=len(one.verified.body))
            except DeviceTooBusyError as busy:
                return proven[:place], busy
        return proven, refusal

    async def _keep(self, proven: Sequence[Proven]) -> tuple[list[Kept], SyncError | None]:
        relay = self.relay
        async with relay.admission.writing(proven[0].verified.sender.id, count=len(proven)):
            words = await relay.writer.commit_together(relay.taking.take_posts, proven, weight=len(proven))
        kept = [word for word in words if isinstance(word, Kept)]
        return kept, next((word for word in words if isinstance(word, SyncError)), None)

    def _tell(self, proven: Sequence[Proven], kept: Sequence[Kept]) -> None:
        for one, word in zip(proven, kept, strict=False):  # what was refused is not in the second
            self.relay.metrics.count_envelope(len(one.verified.body), is_new=word.is_new)
        news = {one.verified.header.audience for one, word in zip(proven, kept, strict=False) if word.is_new}
        for audience in news:
            self.relay.bell.ring(audience)
