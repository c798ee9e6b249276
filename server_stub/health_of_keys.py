"""Checks of trust: the key files and who may read them, the registry they belong to, the TLS certificate."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from server_stub.certificate_age import certificate_end_ms
from server_stub.data_folder import RELAY_KEYS, read_relay_identity
from server_stub.errors import ServerError
from server_stub.health_checks import ConcernError, Patient
from server_stub.http_server import TlsFiles
from server_stub.platform.realm_keys import REALM_KEYS, open_realm_keys
from server_stub.platform.registry_kept import current_registry, newest_version
from server_stub.public_files import read_relay_public, read_roots
from sync.errors import RegistryExpiredError
from sync.keys.roots import follow_roots

_DAY_MS: Final = 24 * 60 * 60 * 1000
_CERTIFICATE_DAYS: Final = 21
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class KeyFileOpenToOthersError(ServerError):
    """Other accounts of this computer may read a key file or its folder."""

    code = "server-key-file-open"


class KeyNotListedError(ServerError):
    """A key here is not the one the registry names: files and database are of different days or cities."""

    code = "server-key-not-listed"


class NotBegunError(ConcernError):
    """There is no registry yet; the platform makes the first one in its first round."""

    code = "server-not-begun"


class RegistryEndsSoonError(ConcernError):
    """The registry should have been renewed at half time; the platform has not worked for long."""

    code = "server-registry-ends-soon"


class CertificateEndsSoonError(ConcernError):
    """The TLS certificate ends within three weeks."""

    code = "server-certificate-ends-soon"


def check_key_files(patient: Patient) -> None:
    if patient.has_city:
        open_realm_keys(patient.folder)
    if patient.has_relay:
        read_relay_identity(patient.settings)
        read_roots(patient.folder)


def check_modes(patient: Patient) -> None:
    if os.name != "posix":
        return
    for path in _secret_places(patient.folder):
        if stat.S_IMODE(path.stat().st_mode) & _OTHERS:
            raise KeyFileOpenToOthersError(name=path.relative_to(patient.folder).as_posix())


def check_keys_listed(patient: Patient) -> None:
    """Hold the keys that are here against the newest registry, where there is one and both are here."""
    if not patient.has_city:
        return
    keys = open_realm_keys(patient.folder)
    with patient.city().read() as connection:
        if not newest_version(connection):
            return
        registry = current_registry(connection, keys.roots)
    if any(one.public not in registry.recipients for one in keys.cities):
        raise KeyNotListedError(name="city.key")
    if keys.issuer not in registry.issuers:
        raise KeyNotListedError(name="issuer.key")
    if read_relay_public(patient.folder) != registry.relay:
        raise KeyNotListedError(name="public/relay")
    if patient.has_relay and read_relay_identity(patient.settings).public != registry.relay:
        raise KeyNotListedError(name="relay.key")
    present = follow_roots(registry.root_changes, keys.roots)
    if sum(key.verification in present.keys for key in keys.root_keys) < present.threshold:
        raise KeyNotListedError(name="root-1.key")


def check_registry(patient: Patient) -> None:
    """See that the registry lasts.

    Raises:
        NotBegunError: the platform has never done a round.
        RegistryExpiredError: devices take nothing any more.
        RegistryEndsSoonError: it was not renewed when it should have been.

    """
    if not patient.has_city:
        return
    with patient.city().read() as connection:
        if not newest_version(connection):
            raise NotBegunError
        registry = current_registry(connection, read_roots(patient.folder))
    left_ms = registry.expires_ms - patient.now_ms
    if left_ms <= 0:
        raise RegistryExpiredError
    if left_ms < patient.settings.for_platform().registry_ms // 4:
        raise RegistryEndsSoonError(days=left_ms // _DAY_MS)


def check_certificate(patient: Patient) -> None:
    settings = patient.settings
    if not settings.tls_certificate:
        return
    end_ms = certificate_end_ms(TlsFiles(Path(settings.tls_certificate), Path(settings.tls_key)))
    days = (end_ms - patient.now_ms) // _DAY_MS
    if days < _CERTIFICATE_DAYS:
        raise CertificateEndsSoonError(days=days)


def _secret_places(folder: Path) -> Iterator[Path]:
    for name in (REALM_KEYS, RELAY_KEYS):
        place = folder / name
        if place.is_dir():
            yield place
            yield from sorted(place.iterdir())
