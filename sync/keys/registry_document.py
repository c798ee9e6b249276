"""One version of the list of everybody, as a value: devices, city recipients, relay, code issuers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sync.errors import KeyUnknownError
from sync.keys.identity import DeviceId, KeyId, PublicIdentity, VerificationKey
from sync.suites.suite import SuiteId


@dataclass(frozen=True, slots=True)
class DeviceEntry:
    """One device: its keys, the villages it may hold, and the part of its chain that counts."""

    device_id: DeviceId
    name: str
    public: PublicIdentity
    scope: tuple[str, ...]  # division code prefixes
    valid_from_seq: int = 1
    revoked_at_seq: int | None = None  # the last number that still counts


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

    def device(self, device_id: str) -> DeviceEntry | None:
        return next((entry for entry in self.devices if entry.device_id == device_id), None)


def _index_senders(
    recipients: tuple[PublicIdentity, ...], devices: tuple[DeviceEntry, ...]
) -> Mapping[KeyId, Sender]:
    city = [Sender(one.service_id, Role.CITY, one) for one in recipients]
    field_devices = [
        Sender(one.device_id, Role.DEVICE, one.public, one.valid_from_seq, one.revoked_at_seq)
        for one in devices
    ]
    return {sender.public.kid: sender for sender in [*city, *field_devices]}
