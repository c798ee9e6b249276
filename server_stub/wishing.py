"""What the office wants of computers: a version, a diagnosis; and what they said of themselves.

Plain functions on a data folder, for the command line and a page alike. A wish is written down here; the
platform tells the computer in its next round, and the computer answers when it is next online.
"""

import re
from pathlib import Path
from typing import Final

from server_stub.data_folder import load_settings
from server_stub.errors import ServerError
from server_stub.office import city_database, find_listed
from server_stub.platform.device_words import (
    ReportedState,
    keep_wish,
    read_diagnosis,
    read_reports,
)
from server_stub.platform.realm_keys import open_realm_keys
from server_stub.platform.registry_kept import current_registry
from sync.adapters.system import SystemClock
from sync.change import DeviceWish
from sync.keys.registry_document import DeviceEntry

_VERSION: Final = re.compile(r"\d{1,6}(\.\d{1,6}){0,3}")
_LONGEST_SHOWN: Final = 32


class VersionInvalidError(ServerError):
    """What was typed is no version of the program."""

    code = "version-invalid"


class NotReportedError(ServerError):
    """The computer has not said anything of itself yet, or no diagnosis of it has come."""

    code = "device-not-reported"


def require_update(data_folder: Path, device: str, *, version: str) -> DeviceEntry:
    """Want a version, or a newer one, of one computer.

    Raises:
        VersionInvalidError: not numbers with points.
        DeviceNotListedError: the registry lists no such device.

    """
    check_version(version)
    return _wish(data_folder, device, DeviceWish.REQUIRE_UPDATE, argument=version)


def require_update_everywhere(data_folder: Path, *, version: str) -> tuple[DeviceEntry, ...]:
    """Want it of every computer that is a member.

    Raises:
        VersionInvalidError: not numbers with points.

    """
    check_version(version)
    with city_database(data_folder) as connection:
        keys = open_realm_keys(load_settings(data_folder).data_folder)
        members = tuple(one for one in current_registry(connection, keys.roots).devices if not one.is_revoked)
        for one in members:
            wish, now_ms = DeviceWish.REQUIRE_UPDATE, SystemClock().now_ms()
            keep_wish(connection, one.device_id, wish, argument=version, now_ms=now_ms)
    return members


def ask_for_diagnosis(data_folder: Path, device: str) -> DeviceEntry:
    """Ask one computer how it stands, in full.

    Raises:
        DeviceNotListedError: the registry lists no such device.

    """
    return _wish(data_folder, device, DeviceWish.DIAGNOSTICS, argument="")


def read_state(data_folder: Path, device: str) -> tuple[DeviceEntry, ReportedState]:
    """Give what a computer said of itself last.

    Raises:
        DeviceNotListedError: the registry lists no such device.
        NotReportedError: it has said nothing yet.

    """
    with city_database(data_folder) as connection:
        entry = find_listed(connection, load_settings(data_folder), device)
        state = read_reports(connection).get(entry.device_id)
    if state is None:
        raise NotReportedError(device=entry.device_id)
    return entry, state


def read_last_diagnosis(data_folder: Path, device: str) -> bytes:
    """Give the text of a computer's newest diagnosis, UTF-8.

    Raises:
        DeviceNotListedError: the registry lists no such device.
        NotReportedError: none has come.

    """
    with city_database(data_folder) as connection:
        entry = find_listed(connection, load_settings(data_folder), device)
        found = read_diagnosis(connection, entry.device_id)
    if found is None:
        raise NotReportedError(device=entry.device_id)
    return found


def check_version(version: str) -> None:
    """Refuse what is no version of the program.

    Raises:
        VersionInvalidError: not numbers with points.

    """
    if _VERSION.fullmatch(version) is None:
        raise VersionInvalidError(version=version[:_LONGEST_SHOWN])


def _wish(data_folder: Path, device: str, wish: DeviceWish, *, argument: str) -> DeviceEntry:
    with city_database(data_folder) as connection:
        entry = find_listed(connection, load_settings(data_folder), device)
        keep_wish(connection, entry.device_id, wish, argument=argument, now_ms=SystemClock().now_ms())
    return entry
