"""One version of the list of everybody, as a value: devices, city recipients, relay, code issuers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sync.errors import KeyUnknownError
from sync.keys.device_tree import DeviceSeal
from sync.keys.identity import DeviceId, KeyId, PublicIdentity, VerificationKey
from sync.suites.suite import SuiteId

DEFAULT_LEASE_MS: Final = 14 * 24 * 60 * 60 * 1000
MAX_FORMER: Final = 64


@dataclass(frozen=True, slots=True)
class FormerKey:
    """A key a device signed with before; it counts in envelopes made under versions before `until_epoch`."""

    public: VerificationKey
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
    since: int = 1  # the version that listed it first; 1 where a schema before 4 did not say

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
    key: VerificationKey
    valid_from_seq: int = 1
    revoked_at_seq: int | None = None
    until_epoch: int | None = None  # of a former key: the first version it does not count under


@dataclass(frozen=True, slots=True)
class RegistryDocument:
    """One version of the list, with all devices or, where `excerpt_of` says so, with one or none of them."""

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
    excerpt_of: DeviceSeal | None = None  # the whole list, of which `devices` are those that were shown
    _senders: Mapping[KeyId, Sender] = field(init=False, repr=False, compare=False)
    _entries: Mapping[DeviceId, DeviceEntry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A frozen value may still remember what follows from it: thousands of look-ups hang on this.
        object.__setattr__(self, "_senders", _index_senders(self.recipients, self.devices))
        object.__setattr__(self, "_entries", {entry.device_id: entry for entry in self.devices})

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
        return self._entries.get(DeviceId(device_id))


def _index_senders(
    recipients: tuple[PublicIdentity, ...], devices: tuple[DeviceEntry, ...]
) -> Mapping[KeyId, Sender]:
    city = [(one.kid, Sender(one.service_id, Role.CITY, one.verification)) for one in recipients]
    field_devices = [sender for one in devices for sender in _senders_of(one)]
    return dict([*city, *field_devices])


def _senders_of(entry: DeviceEntry) -> list[tuple[KeyId, Sender]]:
    present = (entry.public.kid, entry.public.verification, None)
    keys = [present, *((one.public.kid, one.public, one.until_epoch) for one in entry.former)]
    return [
        (
            kid,
            Sender(
                id=entry.device_id,
                role=Role.DEVICE,
                key=key,
                valid_from_seq=entry.valid_from_seq,
                revoked_at_seq=entry.revoked_at_seq,
                until_epoch=until,
            ),
        )
        for kid, key, until in keys
    ]
