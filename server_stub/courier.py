"""The city's end of a courier: plain functions on a data folder and a stick, for the command line.

Handing in goes through the running relay like any post; packing reads what the platform
has sealed for devices, posted or not, because a stick may get there first.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, select, true

from server_stub.data_folder import load_settings, open_city, read_ready
from server_stub.database import require_database
from server_stub.errors import RelayUnknownError
from server_stub.platform.exchange_tables import outgoing
from server_stub.platform.letting_go import last_read
from server_stub.platform.realm_keys import open_realm_keys
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.courier.archive import open_parcel
from sync.courier.city import hand_in, pack_answers
from sync.courier.field import Carried
from sync.keys.registry import read_registry
from sync.relay_client import RelayClient

_MOST_ENVELOPES: Final = 2_000


def import_parcel(data_folder: Path, place: Path) -> Carried:
    """Hand in what devices packed.

    Raises:
        RelayUnknownError: no relay of this folder is running and none is set.
        ServerUnreachableError: it does not answer; the stick can be read again.

    """
    settings = load_settings(data_folder)
    url = settings.relay_url or read_ready(settings.data_folder)
    if not url:
        raise RelayUnknownError
    keys, clock = open_realm_keys(settings.data_folder), SystemClock()
    transport = HttpTransport(url)
    try:
        relay = RelayClient(transport, signer=keys.city, clock=clock, entropy=SystemEntropy())
        registry = read_registry(relay.fetch_registry(), keys.roots)
        with open_parcel(place) as parcel:
            return hand_in(parcel, relay=relay, city=keys.city, registry=registry, clock=clock)
    finally:
        transport.close()


def export_parcel(data_folder: Path, place: Path, *, device: str | None = None) -> Carried:
    """Pack the newest envelopes the city has for its devices, or the first ones that one of them lacks.

    A device takes no link before its forerunners, so one that hears of the city by stick only must not
    get the newest. What is for everybody is the newest: who lacks older links gets them by wire.
    """
    settings = load_settings(data_folder)
    require_database(settings.city_database)
    city = open_realm_keys(settings.data_folder).city
    database = open_city(settings)
    try:
        with database.read() as connection, open_parcel(place) as parcel:
            return pack_answers(parcel, _chosen(connection, device), city=city, clock=SystemClock())
    finally:
        database.close()


def _chosen(connection: Connection, device: str | None) -> Iterator[tuple[str, str, bytes]]:
    """Give envelopes one after the other: together they may be gigabytes."""
    order = outgoing.c.number.desc() if device is None else outgoing.c.number
    chosen = (
        select(outgoing.c.number)
        .where(outgoing.c.refusal.is_(None), func.length(outgoing.c.body) > 0)
        .where(true() if device is None else _is_lacked_by(connection, device))
        .order_by(order)
        .limit(_MOST_ENVELOPES)
    )
    for number in connection.execute(chosen).scalars().all():
        query = select(outgoing.c.audience, outgoing.c.digest, outgoing.c.body)
        audience, digest, body = connection.execute(query.where(outgoing.c.number == number)).one()
        yield audience, digest, bytes(body)


def _is_lacked_by(connection: Connection, device: str) -> ColumnElement[bool]:
    """Say of an envelope that it is for this device and behind what it has said it has."""
    read = select(outgoing.c.number).where(outgoing.c.digest == last_read(connection, device).digest.hex())
    number = connection.execute(read).scalar_one_or_none() or 0
    return (outgoing.c.audience == device) & (outgoing.c.number > number)
