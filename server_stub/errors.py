"""What can go wrong on the server, beside what the exchange itself calls wrong.

Two families, because two different people have to act: a request that broke a rule
of this server (the sender), and a server that cannot work (whoever runs it).
Broken envelopes, chains and registries are `SyncError`s: both ends call them by
the same name. `problems.py` gives each its HTTP status. Parameters hold ids,
numbers and codes only, because they are logged and sent back.
"""

from collections.abc import Mapping
from math import ceil
from typing import ClassVar


class ServerError(Exception):
    """Base of everything this package raises on purpose."""

    code: ClassVar[str] = "server-error"

    def __init__(self, **parameters: object) -> None:
        self.parameters: Mapping[str, str] = {name: str(value) for name, value in parameters.items()}
        super().__init__(self.code, dict(self.parameters))


class RequestRefusedError(ServerError):
    """Base: the request broke a rule; nothing was kept, and the sender is told which rule."""

    code: ClassVar[str] = "request-refused"


class RegistryConflictError(RequestRefusedError):
    """Another registry with the same version number was published before."""

    code: ClassVar[str] = "registry-conflict"


class BodyEncodingRefusedError(RequestRefusedError):
    """A compressed body: what is signed is what is sent, and inflating strangers' bytes is a risk."""

    code: ClassVar[str] = "body-encoding-refused"


class RequestReplayedError(RequestRefusedError):
    """The same signed question was asked before, within the time it is good for."""

    code: ClassVar[str] = "request-replayed"


class CityOnlyError(RequestRefusedError):
    """Only the city may ask for this."""

    code: ClassVar[str] = "city-only"


class MailboxClosedError(RequestRefusedError):
    """The device's time is over: what it holds may come in, nothing goes out to it."""

    code: ClassVar[str] = "mailbox-closed"


class RelayFullError(RequestRefusedError):
    """More is arriving at once than there is room for; nothing was read, the sender comes back later."""

    code: ClassVar[str] = "relay-full"


class BodyTooSlowError(RequestRefusedError):
    """The body of a request drips; it was given up so that it keeps nobody else out."""

    code: ClassVar[str] = "body-too-slow"


class DeviceTooBusyError(RequestRefusedError):
    """One device sends or asks for more than its share; it is heard again after a while."""

    code: ClassVar[str] = "device-too-busy"

    def __init__(self, *, retry_seconds: float) -> None:
        self.retry_seconds = max(1, ceil(retry_seconds))
        super().__init__(retry_seconds=self.retry_seconds)


class PathUnknownError(RequestRefusedError):
    """Nothing of ours is at this path."""

    code: ClassVar[str] = "path-unknown"


class MethodNotAllowedError(RequestRefusedError):
    """The path is ours and takes other methods."""

    code: ClassVar[str] = "method-not-allowed"


class NotHttpError(RequestRefusedError):
    """What arrived is no request in HTTP/1.1."""

    code: ClassVar[str] = "request-not-http"


class HeaderTooLargeError(RequestRefusedError):
    """Target and header fields of a request together are larger than any honest one."""

    code: ClassVar[str] = "header-too-large"


class HeaderTooSlowError(RequestRefusedError):
    """The head of a request drips."""

    code: ClassVar[str] = "header-too-slow"


class EnrolmentsFullError(RequestRefusedError):
    """Too many requests to join wait for the city; a flood must not fill the disk."""

    code: ClassVar[str] = "enrolments-full"


class ServerUnavailableError(ServerError):
    """Base: the server cannot work now; whoever runs it has to act."""

    code: ClassVar[str] = "server-unavailable"


class StorageUnavailableError(ServerUnavailableError):
    """The database cannot be read or written: disk full, locked, missing or damaged."""

    code: ClassVar[str] = "server-storage-unavailable"


class NothingBegunError(StorageUnavailableError):
    """No installation has begun here, most likely because the place is mistyped; `place` names it."""

    code: ClassVar[str] = "server-nothing-begun"

    def __init__(self, *, place: str) -> None:
        super().__init__(place=place)


class AlreadyServingError(ServerUnavailableError):
    """Another process serves this folder; a second platform would answer everything twice."""

    code: ClassVar[str] = "server-already-serving"


class CityAlreadyServedError(ServerUnavailableError):
    """Another platform works on this city's database, from whatever folder or computer."""

    code: ClassVar[str] = "server-city-already-served"


class StorageNewerError(ServerUnavailableError):
    """A newer version of the server wrote this database."""

    code: ClassVar[str] = "server-storage-newer"


class NotReadyError(ServerUnavailableError):
    """The relay runs and cannot do its work; `failing` names the checks that fail."""

    code: ClassVar[str] = "relay-not-ready"


class SettingInvalidError(ServerUnavailableError):
    """A setting has a value the server cannot work with; `setting` names it, `variable` as people set it."""

    code: ClassVar[str] = "server-setting-invalid"

    def __init__(self, *, setting: str) -> None:
        super().__init__(setting=setting, variable=f"QUANCAI_{setting.upper()}")


class RelayUnknownError(SettingInvalidError):
    """Nothing says where the relay is: no server of this folder is serving, and the settings name none."""

    code: ClassVar[str] = "server-relay-unknown"

    def __init__(self) -> None:
        super().__init__(setting="relay_url")


class AddressUnavailableError(ServerUnavailableError):
    """Another program listens on this address, or the machine does not have it."""

    code: ClassVar[str] = "server-address-unavailable"


class CertificateUnusableError(ServerUnavailableError):
    """The TLS certificate or its key cannot be read, or one is not the other's."""

    code: ClassVar[str] = "server-certificate-unusable"


class KeysUnavailableError(ServerUnavailableError):
    """A key file is missing, unreadable or damaged; `name` says which."""

    code: ClassVar[str] = "server-keys-unavailable"


class FileNotWrittenError(ServerUnavailableError):
    """A file of the data folder, or an invitation, cannot be written; `name` says which."""

    code: ClassVar[str] = "server-file-not-written"


class PlaceTakenError(FileNotWrittenError):
    """Something is there already, and nothing of ours overwrites it; `name` says what."""

    code: ClassVar[str] = "server-place-taken"


class DemoDataMissingError(ServerUnavailableError):
    """The demo township does not come with this installation or cannot be read."""

    code: ClassVar[str] = "server-demo-missing"
