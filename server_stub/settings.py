"""Every setting of the server: typed, with its default, checked before anything starts.

The defaults are what one computer needs; an operator overrides them with
environment variables named `QUANCAI_` and the setting in capitals. docs/server.md
lists them. Secrets are not settings: keys live in files of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from server_stub.database import is_database_address, sqlite_url
from server_stub.errors import SettingInvalidError
from server_stub.log_lines import LogFormat
from sync.envelope.encoding import MAX_ENVELOPE_BYTES
from sync.keys.registry import TrustRoots

ENVIRONMENT_PREFIX: Final = "QUANCAI_"
DEFAULT_ORG: Final = "quanzhou"
DEFAULT_REALM: Final = "city/350500"
DEFAULT_KEEP_DAYS: Final = 90
DEFAULT_ATTACHMENT_DAYS: Final = 3_650
_HOUR_MS: Final = 60 * 60 * 1000
_DAY_MS: Final = 24 * _HOUR_MS


class KeyApproval(StrEnum):
    """How a device's wish for new keys is approved."""

    AUTOMATIC = "automatic"
    REVIEW = "review"  # it waits in quarantine until a person accepts it


class EnrolmentApproval(StrEnum):
    """How a device with a good invitation is let in."""

    AUTOMATIC = "automatic"
    REVIEW = "review"  # it waits until a person approves it


@dataclass(frozen=True, slots=True)
class RelaySettings:
    """What the relay has to know; it trusts a registry that enough of the roots signed."""

    database_url: str
    roots: TrustRoots
    max_envelope_bytes: int = MAX_ENVELOPE_BYTES
    max_bodies_bytes: int = 64 * 1024 * 1024
    device_bytes_a_second: int = 8 * 1024 * 1024
    min_free_bytes: int = 512 * 1024 * 1024
    max_waiting_enrolments: int = 1_000
    enrolment_days: int = 14
    keep_days: int = DEFAULT_KEEP_DAYS
    updates: Path | None = None  # folder of a publisher's repository

    @property
    def keep_ms(self) -> int:
        """How long bytes stay after their reader has them: as long as a backup may be old."""
        return self.keep_days * _DAY_MS

    @property
    def enrolment_ms(self) -> int:
        return self.enrolment_days * _DAY_MS


@dataclass(frozen=True, slots=True)
class PlatformSettings:
    """What the city's side has to know."""

    attachments: Path  # the folder of files of forms
    org: str = DEFAULT_ORG
    realm: str = DEFAULT_REALM
    registry_days: int = 30
    lease_days: int = 14
    checkpoint_hours: int = 24
    invitation_days: int = 7
    bundle_items: int = 5_000
    bundle_bytes: int = 1024 * 1024
    task_days: int = 7
    new_keys: str = KeyApproval.AUTOMATIC
    enrolment: str = EnrolmentApproval.AUTOMATIC
    keep_days: int = DEFAULT_KEEP_DAYS
    attachment_days: int = DEFAULT_ATTACHMENT_DAYS

    @property
    def keep_ms(self) -> int:
        """How long sealed bytes stay after they are needed: as long as a backup may be old."""
        return self.keep_days * _DAY_MS

    @property
    def attachment_ms(self) -> int:
        """How long the files of forms stay."""
        return self.attachment_days * _DAY_MS

    @property
    def reviews_new_keys(self) -> bool:
        """Say whether a person approves every wish of a device for new keys."""
        return self.new_keys == KeyApproval.REVIEW

    @property
    def reviews_enrolment(self) -> bool:
        """Say whether a person lets every new device in."""
        return self.enrolment == EnrolmentApproval.REVIEW

    @property
    def registry_ms(self) -> int:
        return self.registry_days * _DAY_MS

    @property
    def lease_ms(self) -> int:
        """How long a device may show records without a fresh signed word."""
        return self.lease_days * _DAY_MS

    @property
    def checkpoint_ms(self) -> int:
        return self.checkpoint_hours * _HOUR_MS

    @property
    def invitation_ms(self) -> int:
        return self.invitation_days * _DAY_MS


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """All settings of one installation; every field may be overridden from the environment."""

    data_folder: Path
    relay_database: str
    city_database: str
    relay_url: str = ""  # empty: where the relay of this process listens
    relay_authorities: str = ""  # empty: whom this machine trusts anyway
    city_system_url: str = ""  # empty: the built-in city
    city_system_token: str = ""  # a file; empty: city-system.token in the data folder
    city_system_authorities: str = ""  # empty: whom this machine trusts anyway
    org: str = DEFAULT_ORG
    realm: str = DEFAULT_REALM
    max_envelope_bytes: int = MAX_ENVELOPE_BYTES
    max_bodies_bytes: int = 64 * 1024 * 1024
    device_bytes_a_second: int = 8 * 1024 * 1024
    min_free_bytes: int = 512 * 1024 * 1024
    max_waiting_enrolments: int = 1_000
    enrolment_days: int = 14
    registry_days: int = 30
    lease_days: int = 14
    checkpoint_hours: int = 24
    invitation_days: int = 7
    bundle_items: int = 5_000
    bundle_bytes: int = 1024 * 1024
    task_days: int = 7
    new_keys: str = KeyApproval.AUTOMATIC
    enrolment: str = EnrolmentApproval.AUTOMATIC
    keep_days: int = DEFAULT_KEEP_DAYS
    attachment_days: int = DEFAULT_ATTACHMENT_DAYS
    poll_seconds: int = 5
    tls_certificate: str = ""  # empty: a proxy in front speaks TLS, or all is on this machine
    tls_key: str = ""
    log_format: str = LogFormat.TEXT
    updates: str = ""  # folder of a publisher's repository, handed out under /updates

    @classmethod
    def load(cls, data_folder: Path, environment: Mapping[str, str]) -> Self:
        """Take the defaults for a data folder and what the environment overrides.

        Raises:
            SettingInvalidError: a value is not a number in its range, a text is empty, or a
                database is of a kind this server does not work with.

        """
        folder = data_folder.resolve()
        settings = cls(
            data_folder=folder,
            relay_database=sqlite_url(folder / "relay.sqlite"),
            city_database=sqlite_url(folder / "city.sqlite"),
        )
        overridden: dict[str, object] = {}
        for setting in fields(cls):
            text = environment.get(ENVIRONMENT_PREFIX + setting.name.upper())
            if text is not None and setting.name != "data_folder":
                overridden[setting.name] = _parse(setting.name, text, getattr(settings, setting.name))
        settings = replace(settings, **overridden)  # type: ignore[arg-type]  # each value has its field's type
        if settings.max_envelope_bytes > MAX_ENVELOPE_BYTES:
            raise SettingInvalidError(setting="max_envelope_bytes")
        for name in ("relay_database", "city_database"):
            if not is_database_address(getattr(settings, name)):
                raise SettingInvalidError(setting=name)
        if settings.new_keys not in set(KeyApproval):
            raise SettingInvalidError(setting="new_keys")
        if settings.enrolment not in set(EnrolmentApproval):
            raise SettingInvalidError(setting="enrolment")
        if settings.log_format not in set(LogFormat):
            raise SettingInvalidError(setting="log_format")
        if bool(settings.tls_certificate) != bool(settings.tls_key):
            raise SettingInvalidError(setting="tls_key")
        return settings

    def for_relay(self, roots: TrustRoots) -> RelaySettings:
        return RelaySettings(
            database_url=self.relay_database,
            roots=roots,
            max_envelope_bytes=self.max_envelope_bytes,
            max_bodies_bytes=self.max_bodies_bytes,
            device_bytes_a_second=self.device_bytes_a_second,
            min_free_bytes=self.min_free_bytes,
            max_waiting_enrolments=self.max_waiting_enrolments,
            enrolment_days=self.enrolment_days,
            keep_days=self.keep_days,
            updates=Path(self.updates) if self.updates else None,
        )

    def for_platform(self) -> PlatformSettings:
        return PlatformSettings(
            attachments=self.data_folder / "attachments",
            org=self.org,
            realm=self.realm,
            registry_days=self.registry_days,
            lease_days=self.lease_days,
            checkpoint_hours=self.checkpoint_hours,
            invitation_days=self.invitation_days,
            bundle_items=self.bundle_items,
            bundle_bytes=self.bundle_bytes,
            task_days=self.task_days,
            new_keys=self.new_keys,
            enrolment=self.enrolment,
            keep_days=self.keep_days,
            attachment_days=self.attachment_days,
        )


def _parse(name: str, text: str, default: object) -> object:
    if isinstance(default, str):
        if not text.strip():
            raise SettingInvalidError(setting=name)
        return text.strip()
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise SettingInvalidError(setting=name)
    return int(text)
