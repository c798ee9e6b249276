"""Whether the relay can do its work now, not only whether it runs.

A load balancer asks this before it sends anybody here; an operator reads which check
fails. Each check is cheap and changes nothing.
"""

import shutil
from enum import StrEnum
from pathlib import Path

from sqlalchemy.engine import make_url

from server_stub.errors import ServerUnavailableError
from server_stub.relay.devices import RegistryShelf
from server_stub.settings import RelaySettings
from sync.errors import SyncError


class Check(StrEnum):
    """What has to be right."""

    DATABASE = "database"
    DISK = "disk"
    REGISTRY = "registry"


def failing_checks(settings: RelaySettings, shelf: RegistryShelf, *, now_ms: int) -> tuple[Check, ...]:
    """Name what keeps the relay from working; blocking, so not for an event loop."""
    free = free_bytes(settings.database_url)
    is_disk_full = free is not None and free < settings.min_free_bytes
    disk = (Check.DISK,) if is_disk_full else ()
    try:
        registry = shelf.current()
    except SyncError:  # none was published yet, or what is kept cannot be read
        return (*disk, Check.REGISTRY)
    except ServerUnavailableError:
        return (Check.DATABASE, *disk)
    return disk if now_ms < registry.expires_ms else (*disk, Check.REGISTRY)


def free_bytes(database_url: str) -> int | None:
    """Give what is free on the disk of the relay's file; None where another server keeps the data."""
    address = make_url(database_url)
    if address.get_backend_name() != "sqlite" or not address.database:
        return None
    try:
        return shutil.disk_usage(Path(address.database).parent).free
    except OSError:
        return 0
