"""The way of one envelope, the request a relay hears most: as few steps as its checks allow.

A request for it goes past the router and is answered without objects for what it does not
need. Every check is the one it would meet on the longer way: size, proof, share, turn, chain; and
nobody is answered before the commit is on the disk.
"""

from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from server_stub.errors import ServerError
from server_stub.problems import answer_error
from server_stub.relay.mailbox import Kept
from server_stub.relay.request_body import read_body
from server_stub.relay.routes import Relay
from server_stub.relay.taking import Proven, verify_for_keeping
from sync.envelope.verifying import VerifiedEnvelope, verify_envelope
from sync.errors import SyncError
from sync.wire import ENVELOPES_PATH, RECEIPT_TYPE

_METHOD: Final = "POST"
QUICK_BYTES: Final = 65_536
_RECEIPT: Final = (b"content-type", RECEIPT_TYPE.encode())


@dataclass(frozen=True, slots=True)
class OneEnvelope:
    """The endpoint for a single envelope, an ASGI application of its own."""

    relay: Relay

    def routes(self) -> list[Route]:
        return [Route(ENVELOPES_PATH, self, methods=[_METHOD])]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            kept = await self.take(await self._read(scope, receive))
        except (SyncError, ServerError) as error:
            refusal = await answer_error(Request(scope), error)
            await refusal(scope, receive, send)
        except ClientDisconnect:
            # Nobody listens any more; it is neither our fault nor news.
            await Response(status_code=400)(scope, receive, send)
        else:
            await _answer(kept, send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes:
        limit = self.relay.settings.max_envelope_bytes
        return await read_body(scope, receive, limit=limit, room=self.relay.room)

    async def take(self, body: bytes) -> Kept:
        """Keep an envelope, and say so when it is on the disk.

        Raises:
            SyncError, ServerError: the first check that refused it, or why it cannot be kept now.

        """
        relay, proven = self.relay, self._prove_quickly(body) or await self._prove(body)
        sender = proven.verified.sender
        relay.admission.charge(sender.id, sender.role, weight=len(body))
        async with relay.admission.writing(sender.id):
            [kept] = await relay.writer.commit_together(relay.taking.take_posts, (proven,))
        if isinstance(kept, SyncError):
            raise kept
        relay.metrics.count_envelope(len(body), is_new=kept.is_new)
        if kept.is_new:
            relay.bell.ring(proven.verified.header.audience)
        return kept

    def _prove_quickly(self, body: bytes) -> Proven | None:
        """Find out here and now whether a small one is good; None leaves it to the slower way.

        Handing it to another thread costs as much as looking at it. What this registry refuses may be good
        under a newer one, which the slower way asks for.
        """
        held = self.relay.shelf.held
        if held is None or len(body) > QUICK_BYTES:
            return None
        try:
            return Proven(verify_envelope(body, held), held.version)
        except SyncError:
            return None

    async def _prove(self, body: bytes) -> Proven:
        """Find out whether this is an envelope of somebody who may post."""
        held = self.relay.shelf.held
        version = 0 if held is None else held.version
        return Proven(await run_in_threadpool(self._verify, body), version)

    def _verify(self, body: bytes) -> VerifiedEnvelope:
        return verify_for_keeping(body, self.relay.shelf.current())


@dataclass(frozen=True, slots=True)
class ShortWay:
    """An application that leads to one envelope's endpoint before it looks for any other."""

    app: ASGIApp
    one_envelope: OneEnvelope

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_envelope = scope["type"] == "http" and scope["path"] == ENVELOPES_PATH
        if is_envelope and scope["method"] == _METHOD:
            await self.one_envelope(scope, receive, send)
        else:
            await self.app(scope, receive, send)


async def _answer(kept: Kept, send: Send) -> None:
    headers = [(b"content-length", b"%d" % len(kept.receipt)), _RECEIPT]
    status = 201 if kept.is_new else 200
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": kept.receipt})
