"""How an installation stands, in numbers: what is kept, what waits, who was heard, how much room is left.

Counts and positions only, so that it can be shown, sent and kept without showing anybody's
records. Whether something is wrong is `doctor`'s question.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, func, select

from server_stub.data_folder import RELAY_KEYS, load_settings, open_city, open_relay, read_ready
from server_stub.database import Database, require_database
from server_stub.devices_of_the_office import last_heard
from server_stub.errors import NothingBegunError
from server_stub.platform.city_tables import records, submissions
from server_stub.platform.exchange_tables import inbox, joining, outgoing
from server_stub.platform.inbox import InboxState, read_cursor
from server_stub.platform.joining import JoiningState
from server_stub.platform.realm_keys import REALM_KEYS, open_realm_keys
from server_stub.platform.registry_kept import current_registry
from server_stub.platform.trust_tables import alarms, orders
from server_stub.relay.tables import enrolments, envelopes, registries
from server_stub.settings import ServerSettings
from sync.errors import RegistryMissingError

_DAY_MS: Final = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class RelayStatus:
    """What the post office holds."""

    envelopes: int
    newest_position: int
    registry_version: int
    waiting_requests: int  # to join


@dataclass(frozen=True, slots=True)
class CityStatus:
    """What the city holds, and what waits there."""

    records: Mapping[str, int]  # by kind, without those that are ended
    submissions: int
    newest_position: int  # up to which the mailbox is read
    registry_version: int
    registry_expires_ms: int
    devices: int  # that are not ended
    heard_within_a_day: int
    devices_to_approve: int
    envelopes_to_judge: int
    envelopes_to_post: int
    orders_to_carry_out: int
    quarantined: int
    alarms: int


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """One installation; a half that is on another computer is None."""

    url: str | None  # while a server of this folder is serving
    disk_free_bytes: int
    envelopes_unread: int | None  # at the relay, for the city; None where one of the two is elsewhere
    relay: RelayStatus | None
    city: CityStatus | None


def read_status(data_folder: Path, *, now_ms: int) -> ServerStatus:
    """Count what is here now.

    Raises:
        NothingBegunError: no installation has begun in this folder.
        StorageUnavailableError: a database cannot be read.

    """
    settings = load_settings(data_folder)
    has_city, has_relay = ((settings.data_folder / name).exists() for name in (REALM_KEYS, RELAY_KEYS))
    if not (has_city or has_relay):
        raise NothingBegunError(place=str(settings.data_folder))
    city = _city_status(settings, now_ms=now_ms) if has_city else None
    unread = _unread(settings, after=city.newest_position) if has_relay and city is not None else None
    return ServerStatus(
        read_ready(settings.data_folder),
        shutil.disk_usage(settings.data_folder).free,
        unread,
        _relay_status(settings) if has_relay else None,
        city,
    )


def _unread(settings: ServerSettings, *, after: int) -> int:
    database = open_relay(settings)
    try:
        with database.read() as connection:
            is_unread = (envelopes.c.audience == settings.realm) & (envelopes.c.position > after)
            return _count(connection, envelopes, is_unread)
    finally:
        database.close()


def _relay_status(settings: ServerSettings) -> RelayStatus:
    require_database(settings.relay_database)
    database = open_relay(settings)
    try:
        with database.read() as connection:
            return RelayStatus(
                _count(connection, envelopes),
                connection.execute(select(func.max(envelopes.c.position))).scalar_one() or 0,
                connection.execute(select(func.max(registries.c.version))).scalar_one() or 0,
                _count(connection, enrolments),
            )
    finally:
        database.close()


def _city_status(settings: ServerSettings, *, now_ms: int) -> CityStatus:
    require_database(settings.city_database)
    database = open_city(settings)
    try:
        return _count_city(database, settings, now_ms=now_ms)
    finally:
        database.close()


def _count_city(database: Database, settings: ServerSettings, *, now_ms: int) -> CityStatus:
    keys = open_realm_keys(settings.data_folder)
    unsettled = (InboxState.RECEIVED, InboxState.CHECKED, InboxState.ACCEPTED)
    with database.read() as connection:
        try:
            registry = current_registry(connection, keys.roots)
            version, expires_ms, listed = registry.version, registry.expires_ms, registry.devices
        except RegistryMissingError:
            version, expires_ms, listed = 0, 0, ()
        members = [one.device_id for one in listed if not one.is_revoked]
        heard = last_heard(connection, members, realm=settings.realm)
        by_kind = select(records.c.kind, func.count()).where(records.c.is_deleted.is_(False))
        return CityStatus(
            records={row[0]: row[1] for row in connection.execute(by_kind.group_by(records.c.kind))},
            submissions=_count(connection, submissions),
            newest_position=read_cursor(connection),
            registry_version=version,
            registry_expires_ms=expires_ms,
            devices=len(members),
            heard_within_a_day=sum(now_ms - when < _DAY_MS for when in heard.values()),
            devices_to_approve=_count(connection, joining, joining.c.state == JoiningState.WAITING),
            envelopes_to_judge=_count(connection, inbox, inbox.c.state.in_(unsettled)),
            envelopes_to_post=_count(
                connection, outgoing, outgoing.c.receipt.is_(None) & outgoing.c.refusal.is_(None)
            ),
            orders_to_carry_out=_count(connection, orders, orders.c.done_at_ms.is_(None)),
            quarantined=_count(connection, inbox, inbox.c.state == InboxState.QUARANTINED),
            alarms=_count(connection, alarms),
        )


def _count(connection: Connection, table: Table, condition: ColumnElement[bool] | None = None) -> int:
    query = select(func.count()).select_from(table)
    return connection.execute(query if condition is None else query.where(condition)).scalar_one()
