"""One version of the list of everybody, as a value: devices, city recipients, relay, code issuers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sync.errors import KeyUnknownError
from sync.keys.identity import DeviceId, KeyId, PublicIdentity, VerificationKey
from sync.suites.suite import SuiteId

DEFAULT_LEASE_MS: Final = 14 * 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class FormerKey:
    """Keys a device had before; they count in envelopes made under versions before `until_epoch` only."""

    public: PublicIdentity
    until_epoch: int


@dataclass(frozen=True, slots=True)
class DeviceEntry:
    """One device: its keys, the villages it may hold, and the part of its chain that counts."""

    device_id: DeviceId
    name: str
    public: PublicIdentity
    scope: tuple[str, ...]  # division code prefixes
    valid_from_seq: int = 1
    revoked_at_seq: int | None = None  # the last number that still counts
    wipe_ordered: bool = False  # lost or stolen: it is to erase itself once it has handed in its work
    former: tuple[FormerKey, ...] = ()

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at_seq is not None


class Role(StrEnum):
    DEVICE = "device"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Sender:
    """The owner of a key that may sign envelopes."""

    id: DeviceId
    role: Role
    public: PublicIdentity
    valid_from_seq: int = 1
    revoked_at_seq: int | None = None
    until_epoch: int | None = None  # of a former key: the first version it does not count under


@dataclass(frozen=True, slots=True)
class RegistryDocument:
    """One version of the list."""

    version: int
    expires_ms: int
    org: str
    realm: str
    relay: PublicIdentity
    recipients: tuple[PublicIdentity, ...]  # the city platform; each may open uplink and send downlink
    devices: tuple[DeviceEntry, ...] = ()
    issuers: tuple[VerificationKey, ...] = ()  # who signs household and person codes
    minimum_suite: int = SuiteId.INTERNATIONAL
    oldest_epoch: int = 1  # envelopes made under an older version wait for review
    issued_ms: int = 0  # 0: a document of schema 1, which did not say
    lease_ms: int = DEFAULT_LEASE_MS  # how long a device may show records without a fresh signed word
    root_changes: tuple[bytes, ...] = ()  # every hand-over of the roots there ever was, oldest first
    _senders: Mapping[KeyId, Sender] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A frozen value may still remember what follows from it: thousands of look-ups hang on this.
        object.__setattr__(self, "_senders", _index_senders(self.recipients, self.devices))

    def sender_of(self, kid: KeyId) -> Sender:
        """Find who owns a key.

        Raises:
            KeyUnknownError: nobody in this version.

        """
        try:
            return self._senders[kid]
        except KeyError:
            raise KeyUnknownError(kid=kid.hex()) from None

    def knows_key(self, kid: KeyId) -> bool:
        """Say whether a key signs envelopes, or did before it was replaced."""
        return kid in self._senders

    def device(self, device_id: str) -> DeviceEntry | None:
        return next((entry for entry in self.devices if entry.device_id == device_id), None)


def _index_senders(
    recipients: tuple[PublicIdentity, ...], devices: tuple[DeviceEntry, ...]
) -> Mapping[KeyId, Sender]:
    city = [Sender(one.service_id, Role.CITY, one) for one in recipients]
    field_devices = [sender for one in devices for sender in _senders_of(one)]
    return {sender.public.kid: sender for sender in [*city, *field_devices]}


def _senders_of(entry: DeviceEntry) -> list[Sender]:
    keys = [(entry.public, None), *((one.public, one.until_epoch) for one in entry.former)]
    return [
        Sender(
            id=entry.device_id,
            role=Role.DEVICE,
            public=public,
            valid_from_seq=entry.valid_from_seq,
            revoked_at_seq=entry.revoked_at_seq,
            until_epoch=until,
        )
        for public, until in keys
    ]
