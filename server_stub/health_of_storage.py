"""Checks of what is kept: room on the disk, the databases and their schema, samples, the last backup."""

import shutil
from typing import Final

from server_stub.backup_record import read_last_backup
from server_stub.chain_samples import broken_at_city, broken_at_relay
from server_stub.data_folder import CITY_ROOM, RELAY_ROOM
from server_stub.database import Database, room_version
from server_stub.errors import ServerError, StorageNewerError, StorageUnavailableError
from server_stub.health_checks import ConcernError, Patient
from server_stub.platform.upgrades import CITY_VERSION
from server_stub.relay.tables import RELAY_VERSION

_DAY_MS: Final = 24 * 60 * 60 * 1000
_MIB: Final = 1024 * 1024


class DiskNearlyFullError(ServerError):
    """Less is free than `QUANCAI_MIN_FREE_BYTES`; the relay takes itself out of service."""

    code = "server-disk-nearly-full"


class SchemaOlderError(ConcernError):
    """An earlier version of the server wrote this database; the next start brings it up to date."""

    code = "server-schema-older"


class StoredBytesChangedError(ServerError):
    """A stored envelope is not what was stored, or its link to the one before is cut."""

    code = "server-stored-bytes-changed"


class BackupMissingError(ConcernError):
    """No backup was made from here, or the last is older than sealed bytes are kept."""

    code = "server-backup-missing"


def check_disk(patient: Patient) -> None:
    if not patient.folder.is_dir():
        raise StorageUnavailableError(reason="missing")
    free = shutil.disk_usage(patient.folder).free
    if free < patient.settings.min_free_bytes:
        raise DiskNearlyFullError(free_mib=free // _MIB, needed_mib=patient.settings.min_free_bytes // _MIB)


def check_city_database(patient: Patient) -> None:
    if patient.has_city:
        _check_version(patient.city(), CITY_ROOM, CITY_VERSION)


def check_relay_database(patient: Patient) -> None:
    if patient.has_relay:
        _check_version(patient.relay(), RELAY_ROOM, RELAY_VERSION)


def check_relay_chain(patient: Patient) -> None:
    if patient.has_relay:
        with patient.relay().read() as connection:
            _refuse_broken(broken_at_relay(connection))


def check_city_chain(patient: Patient) -> None:
    if patient.has_city:
        with patient.city().read() as connection:
            _refuse_broken(broken_at_city(connection))


def check_backup(patient: Patient) -> None:
    made_at_ms = read_last_backup(patient.folder)
    days = patient.settings.keep_days
    if made_at_ms is None or patient.now_ms - made_at_ms > days * _DAY_MS:
        raise BackupMissingError(days=days)


def _check_version(database: Database, room: str, known: int) -> None:
    found = room_version(database, room)
    if found is None:
        raise StorageUnavailableError(reason="missing")
    if found > known:
        raise StorageNewerError(found=found, known=known)
    if found < known:
        raise SchemaOlderError(found=found, known=known)


def _refuse_broken(subject: str | None) -> None:
    if subject is not None:
        raise StoredBytesChangedError(subject=subject)
