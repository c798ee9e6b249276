"""The server's composition root: relay, platform, or both in one process.

Adapters are built here and nowhere else in the package. Both in one process talk
over the same loopback HTTP as two processes would; only the wake-up is shorter.
"""

import socket
import ssl
from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette

from employment import shipped_rule_pack
from server_stub.city_system.connecting import open_city_system
from server_stub.data_folder import (
    announce_ready,
    forget_ready,
    load_settings,
    open_city,
    open_relay_identity,
)
from server_stub.database import Database
from server_stub.errors import RelayUnknownError
from server_stub.http_server import TlsFiles, bind, open_tls, serve, stop_signals, url_of
from server_stub.initialising import Part
from server_stub.log_lines import LogFormat, configure_log
from server_stub.platform.desk import CityDesk
from server_stub.platform.form_shelf import FormShelf
from server_stub.platform.loop import PlatformLoop
from server_stub.platform.realm_keys import make_realm_keys, open_realm_keys
from server_stub.platform.township import load_township
from server_stub.public_files import read_relay_public, read_roots
from server_stub.relay.app import create_relay
from server_stub.relay.wake import WakeBell
from server_stub.serving_lock import city_alone, serving_alone
from server_stub.settings import ServerSettings
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.wire import ENROLMENTS_PATH

Ready = Callable[[str], None]
SeeAlone = Callable[[], None]

_CLOCK = SystemClock()
_ENTROPY = SystemEntropy()


def run_all_in_one(data_folder: Path, *, host: str, port: int, demo: bool, on_ready: Ready) -> None:
    """Serve relay and platform until SIGTERM or SIGINT; `on_ready` hears the address once both have begun.

    Raises:
        ServerUnavailableError: settings, keys, database or address cannot be used.
        AlreadyServingError, CityAlreadyServedError: another process serves this folder, or this city.

    """
    settings = _begin(data_folder)
    with (
        serving_alone(settings.data_folder, Part.ALL_IN_ONE),
        city_alone(settings.city_database) as see_alone,
    ):
        _serve_both(settings, see_alone, host=host, port=port, demo=demo, on_ready=on_ready)


def _serve_both(
    settings: ServerSettings, see_alone: SeeAlone, *, host: str, port: int, demo: bool, on_ready: Ready
) -> None:
    make_realm_keys(settings.data_folder, org=settings.org, entropy=_ENTROPY)
    bell = WakeBell()
    app = _relay_app(settings, bell=bell)
    city = _open_city(settings, demo=demo)
    listener = bind(host, port)
    tls = _open_tls(settings)
    url = _url_of(listener, tls)
    desk = _make_desk(settings, city, relay_url=settings.relay_url or url)
    ready = _ready(settings, url, on_ready)
    loop = PlatformLoop(desk, poll_seconds=settings.poll_seconds, ready=ready, see_alone=see_alone)
    bell.listen(lambda audience: loop.wake() if audience in (settings.realm, ENROLMENTS_PATH) else None)
    try:
        serve(app, listener, started=loop.start, stopping=bell.close, tls=tls)
    finally:
        forget_ready(settings.data_folder)
        loop.stop()
        city.close()


def run_relay(data_folder: Path, *, host: str, port: int, on_ready: Ready) -> None:
    """Serve the relay alone; `public/roots` must have been brought here from the platform's computer.

    Raises:
        AlreadyServingError: another process serves this folder.

    """
    settings = _begin(data_folder)
    with serving_alone(settings.data_folder, Part.RELAY):
        _serve_relay(settings, host=host, port=port, on_ready=on_ready)


def _serve_relay(settings: ServerSettings, *, host: str, port: int, on_ready: Ready) -> None:
    bell = WakeBell()
    app = _relay_app(settings, bell=bell)
    listener = bind(host, port)
    tls = _open_tls(settings)
    ready = _ready(settings, _url_of(listener, tls), on_ready)
    try:
        serve(app, listener, started=ready, stopping=bell.close, tls=tls)
    finally:
        forget_ready(settings.data_folder)


def run_platform(data_folder: Path, *, demo: bool, on_ready: Ready) -> None:
    """Work as the platform alone; `public/relay` must have been brought here from the relay's computer.

    Raises:
        RelayUnknownError: the relay's address is not set.
        AlreadyServingError, CityAlreadyServedError: another process serves this folder, or this city.

    """
    settings = _begin(data_folder)
    if not settings.relay_url:
        raise RelayUnknownError
    with (
        serving_alone(settings.data_folder, Part.PLATFORM),
        city_alone(settings.city_database) as see_alone,
    ):
        _work_as_platform(settings, see_alone, demo=demo, on_ready=on_ready)


def _work_as_platform(settings: ServerSettings, see_alone: SeeAlone, *, demo: bool, on_ready: Ready) -> None:
    make_realm_keys(settings.data_folder, org=settings.org, entropy=_ENTROPY)
    city = _open_city(settings, demo=demo)
    desk = _make_desk(settings, city, relay_url=settings.relay_url)
    loop = PlatformLoop(
        desk,
        poll_seconds=settings.poll_seconds,
        ready=lambda: on_ready(settings.relay_url),
        see_alone=see_alone,
    )
    try:
        with stop_signals(loop.ask_to_stop):
            loop.run()
    finally:
        city.close()


def _begin(data_folder: Path) -> ServerSettings:
    settings = load_settings(data_folder)
    if settings.log_format == LogFormat.JSON:
        configure_log(LogFormat.JSON)
    return settings


def _open_tls(settings: ServerSettings) -> ssl.SSLContext | None:
    if not settings.tls_certificate:
        return None
    return open_tls(TlsFiles(Path(settings.tls_certificate), Path(settings.tls_key)))


def _url_of(listener: socket.socket, tls: ssl.SSLContext | None) -> str:
    return url_of(listener, scheme="http" if tls is None else "https")


def _relay_app(settings: ServerSettings, *, bell: WakeBell) -> Starlette:
    forget_ready(settings.data_folder)
    return create_relay(
        settings.for_relay(read_roots(settings.data_folder)),
        clock=_CLOCK,
        entropy=_ENTROPY,
        relay_identity=open_relay_identity(settings, entropy=_ENTROPY),
        bell=bell,
    )


def _open_city(settings: ServerSettings, *, demo: bool) -> Database:
    city = open_city(settings)
    if demo:
        with city.write() as connection:
            load_township(connection, now_ms=_CLOCK.now_ms())
    return city


def _make_desk(settings: ServerSettings, city: Database, *, relay_url: str) -> CityDesk:
    return CityDesk(
        settings=settings.for_platform(),
        database=city,
        keys=open_realm_keys(settings.data_folder),
        relay_public=read_relay_public(settings.data_folder),
        rules=shipped_rule_pack(),
        shelf=FormShelf.shipped(clock=_CLOCK),
        transport=HttpTransport(relay_url, authorities=settings.relay_authorities or None),
        clock=_CLOCK,
        entropy=_ENTROPY,
        make_city=open_city_system(settings, clock=_CLOCK),
    )


def _ready(settings: ServerSettings, url: str, on_ready: Ready) -> Callable[[], None]:
    def tell() -> None:
        announce_ready(settings.data_folder, url=url)
        on_ready(url)

    return tell
