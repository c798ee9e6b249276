"""What the office orders by hand about trust: end or move a device, review late work, change keys.

Plain functions on a data folder, like those of `demo`. They write orders into the
city database; the platform carries them out in its next round, whether it runs in
another process now or is started later.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from server_stub.data_folder import load_settings, open_city
from server_stub.database import require_database
from server_stub.errors import ServerError
from server_stub.platform.alarms import CityAlarm, list_alarms
from server_stub.platform.orders import Order, OrderKind, keep_order
from server_stub.platform.realm_keys import open_realm_keys
from server_stub.platform.registry import present_roots
from server_stub.platform.registry_kept import current_registry
from server_stub.platform.review import SetAside, accept, list_quarantine, reject
from server_stub.platform.scope import city_scope
from server_stub.settings import ServerSettings
from sync.adapters.system import SystemClock
from sync.keys.registry_document import DeviceEntry, RegistryDocument

_SHORTEST_PREFIX: Final = 6


class DeviceNotListedError(ServerError):
    """No device, or more than one, goes by this id, beginning of an id, or name."""

    code = "device-not-listed"


class DeviceEndedError(ServerError):
    """The device was ended; whatever it is to do again, it does under a new invitation."""

    code = "device-ended"


def order_revocation(
    data_folder: Path, device: str, *, at_sequence: int | None = None, wipe: bool = False
) -> DeviceEntry:
    """Order the end of a device; without a number, all that the relay holds by then still counts.

    Raises:
        DeviceNotListedError: the registry lists no such device.

    """
    keys = open_realm_keys(load_settings(data_folder).data_folder)
    with city_database(data_folder) as connection:
        entry = _find_device(current_registry(connection, keys.roots), device)
        order = Order(OrderKind.REVOKE, entry.device_id, at_sequence, wipe)
        keep_order(connection, order, now_ms=SystemClock().now_ms())
    return entry


def order_scope(data_folder: Path, device: str, *, scope: Sequence[str]) -> tuple[DeviceEntry, DeviceEntry]:
    """Order that a device has these places and no others; give it as it is and as it will be.

    It is kept though the device has them already: an order that waits may say otherwise.

    Raises:
        DeviceNotListedError: the registry lists no such device.
        DeviceEndedError: it is ended, and gets nothing of any place.
        ScopeInvalidError, ScopeOutsideCityError: a place is none, or none of this city.

    """
    places = city_scope(scope)
    keys = open_realm_keys(load_settings(data_folder).data_folder)
    with city_database(data_folder) as connection:
        entry = _find_device(current_registry(connection, keys.roots), device)
        if entry.is_revoked:
            raise DeviceEndedError(device=entry.device_id)
        order = Order(OrderKind.RESCOPE, entry.device_id, scope=places)
        keep_order(connection, order, now_ms=SystemClock().now_ms())
    return entry, replace(entry, scope=places)


def order_city_key(data_folder: Path) -> None:
    """Order a new sealing key for the city in every suite; what is sealed to the present ones still opens."""
    keys = open_realm_keys(load_settings(data_folder).data_folder)
    with city_database(data_folder) as connection:
        for one in keys.cities:
            replaced = one.public.sealing_kid.hex()
            keep_order(connection, Order(OrderKind.CITY_KEY, replaced), now_ms=SystemClock().now_ms())


def order_roots(data_folder: Path) -> None:
    """Order new roots; devices follow from the registry, however long they were away."""
    keys = open_realm_keys(load_settings(data_folder).data_folder)
    with city_database(data_folder) as connection:
        replaced = present_roots(connection, keys.roots).digest.hex()
        keep_order(connection, Order(OrderKind.ROOTS, replaced), now_ms=SystemClock().now_ms())


def read_quarantine(data_folder: Path) -> tuple[SetAside, ...]:
    with city_database(data_folder) as connection:
        return list_quarantine(connection)


def accept_envelope(data_folder: Path, digest: str) -> None:
    with city_database(data_folder) as connection:
        accept(connection, digest)


def reject_envelope(data_folder: Path, digest: str) -> None:
    with city_database(data_folder) as connection:
        reject(connection, digest)


def read_alarms(data_folder: Path) -> tuple[CityAlarm, ...]:
    with city_database(data_folder) as connection:
        return list_alarms(connection)


@contextmanager
def city_database(data_folder: Path) -> Iterator[Connection]:
    """Open the city database of a folder for one commit; one that is not there is not made."""
    settings = load_settings(data_folder)
    require_database(settings.city_database)
    city = open_city(settings)
    try:
        with city.write() as connection:
            yield connection
    finally:
        city.close()


def find_listed(connection: Connection, settings: ServerSettings, device: str) -> DeviceEntry:
    """Give a device by its name, its id, or the beginning of its id.

    Raises:
        DeviceNotListedError: the registry lists no such device.

    """
    keys = open_realm_keys(settings.data_folder)
    return _find_device(current_registry(connection, keys.roots), device)


def _find_device(registry: RegistryDocument, text: str) -> DeviceEntry:
    wanted = text.strip().lower()
    found = [
        one
        for one in registry.devices
        if one.name == text.strip() or (len(wanted) >= _SHORTEST_PREFIX and one.device_id.startswith(wanted))
    ]
    if len(found) != 1:
        raise DeviceNotListedError(device=wanted[:32])
    return found[0]
