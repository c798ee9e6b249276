"""Beginning an installation on purpose, once: keys, roots and databases before anything is served.

A demonstration's service makes the same things by itself on an empty folder. An office wants to see
who its roots are, and put copies of them away, before the first computer trusts them; and a mistyped
folder, or a disk that is not mounted, must not quietly become a second city.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from server_stub.data_folder import (
    CITY_ROOM,
    RELAY_KEYS,
    RELAY_ROOM,
    load_settings,
    open_city,
    open_relay,
    open_relay_identity,
)
from server_stub.database import is_kept, open_as_it_is, room_version, shown_address
from server_stub.errors import KeysUnavailableError, NothingBegunError, ServerError
from server_stub.platform.realm_keys import REALM_KEYS, make_realm_keys, open_realm_keys
from server_stub.settings import ServerSettings
from sync.ports import Entropy


class Part(StrEnum):
    """Which of the two services a folder is for."""

    RELAY = "relay"
    PLATFORM = "platform"
    ALL_IN_ONE = "all-in-one"

    @property
    def has_relay(self) -> bool:
        return self is not Part.PLATFORM

    @property
    def has_platform(self) -> bool:
        return self is not Part.RELAY


class AlreadyInitialisedError(ServerError):
    """An installation has begun here: `found` names what of it was found."""

    code = "server-already-initialised"


@dataclass(frozen=True, slots=True)
class Initialised:
    """What there is now, and what of it has to be put away; paths are absolute."""

    folder: Path
    part: Part
    databases: tuple[str, ...]  # addresses without passwords
    key_files: tuple[Path, ...]
    roots_digest: str  # what people compare; empty at a relay alone


def initialise(data_folder: Path, *, part: Part = Part.ALL_IN_ONE, entropy: Entropy) -> Initialised:
    """Make databases, keys and the files to be carried between two computers.

    Raises:
        AlreadyInitialisedError: something of an installation is here; nothing was touched.
        StorageUnavailableError: a database cannot be used; no key was made.
        FileNotWrittenError: no room or no right.

    """
    settings = load_settings(data_folder)
    _require_empty(settings, part)
    databases = _make_databases(settings, part)
    digest = ""
    if part.has_platform:
        make_realm_keys(settings.data_folder, org=settings.org, entropy=entropy)
        digest = open_realm_keys(settings.data_folder).roots.digest.hex()
    if part.has_relay:
        open_relay_identity(settings, entropy=entropy)
    folders = [settings.data_folder / name for name in (REALM_KEYS, RELAY_KEYS)]
    keys = tuple(path for folder in folders for path in sorted(folder.glob("*.key")))
    return Initialised(settings.data_folder, part, databases, keys, digest)


def require_begun(data_folder: Path, *, part: Part) -> None:
    """Refuse a folder without keys: a service started there would quietly become another city.

    Raises:
        NothingBegunError: there are no keys and no databases either.
        KeysUnavailableError: a database is there, and the keys that belong to it are not.

    """
    settings = load_settings(data_folder)
    for keys, address, room in _halves(settings, part):
        if not (settings.data_folder / keys).exists():
            if _holds(address, room):
                raise KeysUnavailableError(name=keys)
            raise NothingBegunError(place=str(settings.data_folder))


def has_begun(settings: ServerSettings) -> bool:
    """Say whether there is anything of an installation here, whole or not.

    Raises:
        StorageUnavailableError: a database cannot be asked.

    """
    return any(
        (settings.data_folder / keys).exists() or is_kept(address)
        for keys, address, _ in _halves(settings, Part.ALL_IN_ONE)
    )


def _halves(settings: ServerSettings, part: Part) -> tuple[tuple[str, str, str], ...]:
    """Give folder of keys, address and room of each half that belongs to a part."""
    city = (REALM_KEYS, settings.city_database, CITY_ROOM)
    relay = (RELAY_KEYS, settings.relay_database, RELAY_ROOM)
    return (city,) * part.has_platform + (relay,) * part.has_relay


def _require_empty(settings: ServerSettings, part: Part) -> None:
    for keys, address, room in _halves(settings, part):
        if (settings.data_folder / keys).exists():
            raise AlreadyInitialisedError(found=keys)
        if _holds(address, room):
            raise AlreadyInitialisedError(found=shown_address(address))


def _holds(address: str, room: str) -> bool:
    if not is_kept(address):
        return False
    database = open_as_it_is(address, room=room)
    try:
        return room_version(database, room) is not None
    finally:
        database.close()


def _make_databases(settings: ServerSettings, part: Part) -> tuple[str, ...]:
    """Open them first: an unreachable server must not leave keys that make a second try refuse."""
    made: list[str] = []
    if part.has_platform:
        open_city(settings).close()
        made.append(shown_address(settings.city_database))
    if part.has_relay:
        open_relay(settings).close()
        made.append(shown_address(settings.relay_database))
    return tuple(made)
