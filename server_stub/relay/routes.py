"""The relay's endpoints, one function each: read, verify, commit, answer. Envelopes have rooms of their own.

Checking signatures and the database are blocking work and run on worker threads;
whatever changes the log goes through the one writer and is answered after its
commit. The paths and bodies are those of `sync.wire`.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from server_stub.database import Database
from server_stub.errors import CityOnlyError, MailboxClosedError
from server_stub.relay import mailbox, waiting_room
from server_stub.relay.admission import Admission
from server_stub.relay.city_reading import CityReading
from server_stub.relay.devices import RegistryShelf, newest_version
from server_stub.relay.heard import HeardQuestions
from server_stub.relay.metrics import RelayMetrics
from server_stub.relay.request_body import BodyRoom, read_body
from server_stub.relay.taking import Taking
from server_stub.relay.wake import WakeBell
from server_stub.relay.writer import GroupWriter
from server_stub.settings import RelaySettings
from sync import wire
from sync.joining_refused import REFUSED_PATH, read_refused_query
from sync.keys.enrolment import MAX_REQUEST_BYTES, read_enrolment_request
from sync.keys.identity import DeviceIdentity
from sync.keys.registry import MAX_WHOLE_BYTES
from sync.keys.registry_document import RegistryDocument, Role
from sync.ports import Clock
from sync.request_signing import SignedRequest, verify_request


@dataclass(frozen=True, slots=True)
class Relay:
    """The endpoints and what they work with; built by `create_relay`."""

    settings: RelaySettings
    database: Database
    writer: GroupWriter
    shelf: RegistryShelf
    identity: DeviceIdentity
    clock: Clock
    bell: WakeBell
    heard: HeardQuestions
    room: BodyRoom
    admission: Admission
    taking: Taking
    metrics: RelayMetrics
    city_reading: CityReading

    def routes(self) -> list[Route]:
        return [
            Route(wire.ENVELOPES_PATH, self.get_envelopes, methods=["GET"]),
            Route(wire.SENT_PATH, self.get_sent, methods=["GET"]),
            Route(wire.REGISTRY_PATH, self.post_registry, methods=["POST"]),
            Route(wire.REGISTRY_PATH, self.get_registry, methods=["GET"]),
            Route(wire.ENROLMENTS_PATH, self.post_enrolment, methods=["POST"]),
            Route(wire.ENROLMENTS_PATH, self.get_enrolments, methods=["GET"]),
            Route(REFUSED_PATH, self.post_refused, methods=["POST"]),
            Route(wire.HEALTH_PATH, self.get_health, methods=["GET"]),
        ]

    async def get_envelopes(self, request: Request) -> Response:
        asked = wire.read_mailbox_query(request.url.query)
        registry, asker = await self.identify(request)
        audience = mailbox_of(registry, asker)
        if asker.role is Role.CITY:
            self.city_reading.note(audience, after=asked.after)
        if not asked.wait_seconds:
            async with self.admission.reading(asker.sender):
                page = await run_in_threadpool(self._encoded_page, audience, asked, registry)
            return Response(page, media_type=wire.PAGE_TYPE)
        # The head of the answer goes out at once, so that a client can let go of it and a proxy sees life.
        return StreamingResponse(self._held_page(asker, asked, registry), media_type=wire.PAGE_TYPE)

    async def get_sent(self, request: Request) -> Response:
        """Give an identity of the city what it has sent itself, in case it has forgotten."""
        asked = wire.read_mailbox_query(request.url.query)
        registry, asker = await self.identify(request)
        if asker.role is not Role.CITY:
            raise CityOnlyError(sender=asker.sender)
        async with self.admission.reading(asker.sender):
            page = await run_in_threadpool(self._encoded_sent, asker.sender, asked, registry)
        return Response(page, media_type=wire.PAGE_TYPE)

    async def _held_page(
        self, asker: SignedRequest, asked: wire.MailboxQuery, registry: RegistryDocument
    ) -> AsyncIterator[bytes]:
        """Give the page once there is something in it, or the time is over."""
        audience = mailbox_of(registry, asker)
        with self.bell.expecting(audience) as expectation:
            if expectation is not None and not await run_in_threadpool(self._has_news, audience, asked):
                await expectation.wait(asked.wait_seconds)
        newest = await run_in_threadpool(self.shelf.current)
        if newest.version != registry.version:
            # Whose mailbox was closed meanwhile learns of the new registry and gets nothing more.
            asked = replace(asked, limit=0)
        yield await run_in_threadpool(self._encoded_page, audience, asked, newest)

    async def post_registry(self, request: Request) -> Response:
        signed = await read_body(request.scope, request.receive, limit=MAX_WHOLE_BYTES, room=self.room)
        await run_in_threadpool(self.shelf.examine, signed)
        now_ms = self.clock.now_ms()
        await self.writer.commit(lambda connection: self.shelf.publish(connection, signed, now_ms=now_ms))
        self.bell.ring_all()
        return Response(status_code=204)

    async def get_registry(self, request: Request) -> Response:
        asked = wire.read_registry_query(request.url.query)
        signed = await run_in_threadpool(self.shelf.answer, asked)
        return Response(signed, media_type=wire.REGISTRY_TYPE)

    async def post_enrolment(self, request: Request) -> Response:
        body = await read_body(request.scope, request.receive, limit=MAX_REQUEST_BYTES, room=self.room)
        asking = await run_in_threadpool(read_enrolment_request, body)
        now_ms, limit = self.clock.now_ms(), self.settings.max_waiting_enrolments

        def keep(connection: Connection) -> None:
            waiting_room.forget_old_requests(connection, before_ms=now_ms - self.settings.enrolment_ms)
            waiting_room.keep_request(connection, body, request=asking, now_ms=now_ms, limit=limit)

        await self.writer.commit(keep)
        self.bell.ring(wire.ENROLMENTS_PATH)
        return Response(status_code=202)

    async def get_enrolments(self, request: Request) -> Response:
        registry, asker = await self.identify(request)
        if asker.role is not Role.CITY:
            raise CityOnlyError(sender=asker.sender)
        requests = await run_in_threadpool(self._read_requests, registry)
        return Response(wire.encode_requests(requests), media_type=wire.ENROLMENT_TYPE)

    async def post_refused(self, request: Request) -> Response:
        key_id, reason = read_refused_query(request.url.query)
        _, asker = await self.identify(request)
        if asker.role is not Role.CITY:
            raise CityOnlyError(sender=asker.sender)
        now_ms = self.clock.now_ms()
        await self.writer.commit(
            lambda connection: waiting_room.refuse_request(connection, key_id, reason, now_ms=now_ms)
        )
        return Response(status_code=204)

    async def get_health(self, _request: Request) -> Response:
        head = await run_in_threadpool(self._touch_database)
        return JSONResponse({"status": "ok", "registry": head, "time_ms": self.clock.now_ms()})

    async def identify(self, request: Request) -> tuple[RegistryDocument, SignedRequest]:
        """Find out who asks, and hear every question once only."""
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        now_ms = self.clock.now_ms()
        registry = await run_in_threadpool(self.shelf.current)
        asker = verify_request(
            request.headers.get("authorization"),
            method=request.method,
            target=target,
            registry=registry,
            now_ms=now_ms,
        )
        self.heard.hear(asker, now_ms=now_ms)
        self.admission.charge(asker.sender, asker.role)
        return registry, asker

    def _encoded_page(self, audience: str, asked: wire.MailboxQuery, registry: RegistryDocument) -> bytes:
        with self.database.read() as connection:
            page = mailbox.read_page(
                connection, audience, after=asked.after, limit=asked.limit, max_bytes=wire.PAGE_BYTES
            )
        items = tuple(wire.MailboxItem(position, body) for position, body in page.items)
        return wire.encode_page(wire.MailboxPage(items, page.head, registry.version))

    def _encoded_sent(self, sender: str, asked: wire.MailboxQuery, registry: RegistryDocument) -> bytes:
        with self.database.read() as connection:
            page = mailbox.read_sent(
                connection, sender, after=asked.after, limit=asked.limit, max_bytes=wire.PAGE_BYTES
            )
        items = tuple(wire.MailboxItem(position, body) for position, body in page.items)
        return wire.encode_page(wire.MailboxPage(items, page.head, registry.version))

    def newest_position(self, audience: str) -> int:
        """Give the last position there is for a reader, 0 when there is none."""
        with self.database.read() as connection:
            return mailbox.newest_position(connection, audience)

    def _has_news(self, audience: str, asked: wire.MailboxQuery) -> bool:
        return self.newest_position(audience) > asked.after

    def _read_requests(self, registry: RegistryDocument) -> tuple[bytes, ...]:
        with self.database.read() as connection:
            return waiting_room.waiting_requests(connection, registry)

    def _touch_database(self) -> int:
        with self.database.read() as connection:
            return newest_version(connection)


def mailbox_of(registry: RegistryDocument, asker: SignedRequest) -> str:
    """Give the audience whose mailbox this asker may read.

    Raises:
        MailboxClosedError: a device whose time is over.

    """
    return registry.realm if asker.role is Role.CITY else _own_mailbox(registry, asker)


def _own_mailbox(registry: RegistryDocument, asker: SignedRequest) -> str:
    """Give the mailbox of a device; a lost or stolen one may still hand in, and gets nothing more."""
    entry = registry.device(asker.sender)
    if entry is None or entry.revoked_at_seq is not None:
        raise MailboxClosedError(device=asker.sender)
    return asker.sender
