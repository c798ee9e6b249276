"""One process a service and folder, so that nobody starts a second one beside the first by mistake.

Two platforms on one city would both answer every device, and the second would overwrite where the
first says it listens. The lock is the system's own (flock(2)): it ends with its process, however
that ends, so a file that was left behind keeps nobody out. Another folder may name the same city
database, so that has a lock, too: of the system for a file, of the database itself for PostgreSQL.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url

from server_stub import postgresql_engine
from server_stub.errors import AlreadyServingError, CityAlreadyServedError, FileNotWrittenError
from server_stub.initialising import Part
from server_stub.session_lock import SessionLock

_FILES: Final = {Part.PLATFORM: "platform.lock", Part.RELAY: "relay.lock"}
_CITY: Final = "quancai platform"


@contextmanager
def serving_alone(data_folder: Path, part: Part) -> Iterator[None]:
    """Keep others from serving the same part of a folder until this ends.

    Raises:
        AlreadyServingError: somebody serves it.
        FileNotWrittenError: no right to write there, or no room.

    """
    wanted = (part.has_platform, Part.PLATFORM), (part.has_relay, Part.RELAY)
    with ExitStack() as held:
        for is_wanted, one in wanted:
            if is_wanted:
                held.enter_context(_locked(data_folder / _FILES[one], part=one))
        yield


@contextmanager
def city_alone(address: str) -> Iterator[Callable[[], None]]:
    """Be the only platform of a city database; what is given sees that it is still so, and raises the same.

    Raises:
        CityAlreadyServedError: another one works on it.
        StorageUnavailableError: the database cannot be asked.
        FileNotWrittenError: no right to write beside the file, or no room.

    """
    url = make_url(address)
    if url.get_backend_name() == postgresql_engine.BACKEND:
        lock = SessionLock(url, name=_CITY)
        try:
            lock.hold()
            yield lock.hold
        finally:
            lock.close()
        return
    path = Path(url.database or "")
    try:
        with _locked(path.with_name(f"{path.name}.lock"), part=Part.PLATFORM):
            yield lambda: None
    except AlreadyServingError as error:
        raise CityAlreadyServedError from error


@contextmanager
def _locked(path: Path, *, part: Part) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = path.open("wb")
    except OSError as error:
        raise FileNotWrittenError(name=path.name) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyServingError(part=part.value) from error
        yield
