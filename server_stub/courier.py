"""The city's end of a courier: plain functions on a data folder and a stick, for the command line.

Handing in goes through the running relay like any post; packing reads what the platform
has sealed for devices, posted or not, because a stick may get there first.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select, true

from server_stub.data_folder import load_settings, open_city, read_ready
from server_stub.database import require_database
from server_stub.errors import SettingInvalidError
from server_stub.platform.exchange_tables import outgoing
from server_stub.platform.realm_keys import open_realm_keys
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.courier.archive import open_parcel
from sync.courier.city import hand_in, pack_answers
from sync.courier.field import Carried
from sync.keys.registry import read_registry
from sync.relay_client import RelayClient

# The newest; a device that lacks older ones than these gets them by wire or asks for whole records.
_MOST_ENVELOPES: Final = 2_000


def import_parcel(data_folder: Path, place: Path) -> Carried:
    """Hand in what devices packed.

    Raises:
        SettingInvalidError: no relay of this folder is running and none is set.
        ServerUnreachableError: it does not answer; the stick can be read again.

    """
    settings = load_settings(data_folder)
    url = settings.relay_url or read_ready(settings.data_folder)
    if not url:
        raise SettingInvalidError(setting="relay_url")
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
    """Pack the newest envelopes the city has for its devices, or for one that hears of it by stick only."""
    settings = load_settings(data_folder)
    require_database(settings.city_database)
    city = open_realm_keys(settings.data_folder).city
    database = open_city(settings)
    try:
        with database.read() as connection:
            rows = _newest(connection, device)
    finally:
        database.close()
    with open_parcel(place) as parcel:
        return pack_answers(parcel, rows, city=city, clock=SystemClock())


def _newest(connection: Connection, device: str | None) -> list[tuple[str, str, bytes]]:
    is_for_it = true() if device is None else outgoing.c.audience == device
    query = (
        select(outgoing.c.audience, outgoing.c.digest, outgoing.c.body)
        .where(outgoing.c.refusal.is_(None), is_for_it)
        .order_by(outgoing.c.number.desc())
        .limit(_MOST_ENVELOPES)
    )
    return [(audience, digest, bytes(body)) for audience, digest, body in connection.execute(query)]
