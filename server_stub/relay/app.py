"""Building the relay: settings, clock and key in, an ASGI application out."""

from collections.abc import AsyncIterator
from concurrent.futures import Executor
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from server_stub.database import open_database
from server_stub.errors import ServerError
from server_stub.http_at_the_line import AT_THE_LINE
from server_stub.problems import answer_error, http_problem, unexpected_response
from server_stub.relay.admission import Admission
from server_stub.relay.at_the_line import EnvelopeAtTheLine
from server_stub.relay.calls import ring_for_others
from server_stub.relay.city_reading import CityReading
from server_stub.relay.devices import RegistryShelf
from server_stub.relay.heard import HeardQuestions
from server_stub.relay.metrics import Measured, RelayMetrics
from server_stub.relay.one_envelope import OneEnvelope, ShortWay
from server_stub.relay.operating import Operating
from server_stub.relay.request_body import BodyRoom
from server_stub.relay.routes import Relay
from server_stub.relay.several import SeveralAtOnce
from server_stub.relay.tables import RELAY_TABLES, RELAY_VERSION
from server_stub.relay.taking import Taking
from server_stub.relay.update_files import UpdateFiles
from server_stub.relay.wake import WakeBell
from server_stub.relay.wake_stream import WakeStreams
from server_stub.relay.writer import GroupWriter
from server_stub.settings import RelaySettings
from sync.errors import SyncError
from sync.keys.identity import DeviceIdentity
from sync.ports import Clock, Entropy

ROOM = "relay"


def create_relay(
    settings: RelaySettings,
    *,
    clock: Clock,
    entropy: Entropy,
    relay_identity: DeviceIdentity,
    bell: WakeBell | None = None,
    writer_thread: Executor | None = None,
) -> Starlette:
    """Open the database and build the application; `app.state.relay` is its inside, for the operator.

    `writer_thread` commits for everybody, one after the other; its own, unless given.

    Raises:
        StorageUnavailableError, StorageNewerError: the database cannot be used.

    """
    database = open_database(
        settings.database_url, tables=RELAY_TABLES, room=ROOM, version=RELAY_VERSION, is_log=True
    )
    bell = bell or WakeBell()
    shelf = RegistryShelf(database, roots=settings.roots)
    relay = Relay(
        settings=settings,
        database=database,
        writer=GroupWriter(database, thread=writer_thread),
        shelf=shelf,
        identity=relay_identity,
        clock=clock,
        bell=bell,
        heard=HeardQuestions(),
        room=BodyRoom(settings.max_bodies_bytes),
        admission=Admission(device_bytes_a_second=settings.device_bytes_a_second, clock=clock),
        taking=Taking(shelf, relay_identity, clock, settings.keep_ms),
        metrics=RelayMetrics(),
        city_reading=CityReading(),
    )
    ring_for_others(database, bell)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        close_relay(relay)

    async def answer_unexpected(_request: Request, error: Exception) -> Response:
        return unexpected_response(error, reference=entropy.uuid())

    handlers = {
        SyncError: answer_error,
        ServerError: answer_error,
        HTTPException: _answer_http,
        ClientDisconnect: _answer_hung_up,
        Exception: answer_unexpected,
    }
    operating = Operating(relay, relay.metrics)
    operating.show_figures()
    one_envelope = OneEnvelope(relay)
    routes = [
        *one_envelope.routes(),
        *relay.routes(),
        *SeveralAtOnce(relay).routes(),
        *WakeStreams(relay).routes(),
        *operating.routes(),
        *([] if settings.updates is None else UpdateFiles(settings.updates).routes()),
    ]
    measured = Middleware(
        Measured, metrics=relay.metrics, clock=clock, routes=frozenset(route.path for route in routes)
    )
    short_way = Middleware(ShortWay, one_envelope=one_envelope)
    app = Starlette(
        routes=routes, middleware=[measured, short_way], exception_handlers=handlers, lifespan=lifespan
    )
    app.router.redirect_slashes = False  # a path is ours or it is not
    app.state.relay = relay
    setattr(app.state, AT_THE_LINE, EnvelopeAtTheLine(one_envelope, entropy))
    return app


def close_relay(relay: Relay) -> None:
    """Finish the waiting commits and let go of the database."""
    relay.writer.close()
    relay.database.close()


async def _answer_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    methods = {
        method
        for route in request.app.routes
        if isinstance(route, Route) and route.path == request.url.path
        for method in route.methods or ()
    }
    # The router names the methods of the first route only (RFC 9110, 15.5.6 asks for all).
    headers = {"allow": ", ".join(sorted(methods))} if error.status_code == 405 else {}
    return http_problem(error.status_code, headers)


async def _answer_hung_up(_request: Request, _error: Exception) -> Response:
    # Nobody listens any more; it is neither our fault nor news.
    return Response(status_code=400)
