"""One installation on disk: its settings, its databases, its keys and whether it is serving.

Everything that works on a data folder - the services, the operator's commands, the
look-ups - opens it through here, so they agree on where things are.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from server_stub.database import Database, open_database
from server_stub.key_files import read_identity, write_identity, write_private
from server_stub.platform.every_table import CITY_DATABASE
from server_stub.platform.upgrades import CITY_VERSION, upgrade_city
from server_stub.public_files import write_relay_public
from server_stub.relay.tables import RELAY_TABLES, RELAY_VERSION
from server_stub.settings import ServerSettings
from sync.adapters.private_file import flush_folder
from sync.keys.identity import DeviceIdentity, generate_service_identity
from sync.ports import Entropy

CITY_ROOM: Final = "platform"
RELAY_ROOM: Final = "relay"
_READY: Final = "ready.json"
RELAY_KEYS: Final = "relay-keys"
_RELAY_KEY: Final = "relay.key"


def load_settings(data_folder: Path, environment: Mapping[str, str] | None = None) -> ServerSettings:
    """Take the settings of a folder from the environment; the process's own, unless given.

    Raises:
        SettingInvalidError: a value cannot be used.

    """
    return ServerSettings.load(data_folder, os.environ if environment is None else environment)


def open_city(settings: ServerSettings) -> Database:
    # Records, exchange and trust share one database, hence one list of tables.
    return open_database(
        settings.city_database,
        tables=CITY_DATABASE,
        room=CITY_ROOM,
        version=CITY_VERSION,
        upgrade=upgrade_city,
    )


def open_relay(settings: ServerSettings) -> Database:
    """Open the relay's database beside the relay itself, for whoever looks after it."""
    return open_database(settings.relay_database, tables=RELAY_TABLES, room=RELAY_ROOM, version=RELAY_VERSION)


def open_relay_identity(settings: ServerSettings, *, entropy: Entropy) -> DeviceIdentity:
    """Read the relay's key, or make it where no relay has ever run.

    Raises:
        KeysUnavailableError: the folder is there and the key is not.

    """
    folder = settings.data_folder / RELAY_KEYS
    if not folder.exists():
        draft = settings.data_folder / f"{RELAY_KEYS}.new"
        write_identity(draft / _RELAY_KEY, generate_service_identity(entropy=entropy, org=settings.org))
        draft.rename(
            folder
        )  # folder and key appear together, or a power cut would leave one without the other
        flush_folder(settings.data_folder)
    identity = read_relay_identity(settings)
    write_relay_public(settings.data_folder, identity.public)
    return identity


def read_relay_identity(settings: ServerSettings) -> DeviceIdentity:
    """Read the relay's key.

    Raises:
        KeysUnavailableError: it is not there, or damaged.

    """
    return read_identity(settings.data_folder / RELAY_KEYS / _RELAY_KEY)


def announce_ready(data_folder: Path, *, url: str) -> None:
    """Say where the server listens, for whoever started it."""
    content = json.dumps({"url": url, "pid": os.getpid()}).encode()
    write_private(data_folder / _READY, content)


def forget_ready(data_folder: Path) -> None:
    (data_folder / _READY).unlink(missing_ok=True)


def read_ready(data_folder: Path) -> str | None:
    """Give the address a server of this folder announced, or None while none is serving."""
    try:
        members = json.loads((data_folder / _READY).read_bytes())
    except (OSError, ValueError):
        return None
    url = members.get("url") if isinstance(members, dict) else None
    return url if isinstance(url, str) else None
