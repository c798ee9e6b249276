"""Looking an installation over: every check by its name, and a code for whatever is not as it should be.

Nothing is changed: databases are not brought up to date, keys are not made. A check that cannot be
done because an earlier one failed is left out, so that the list begins with the cause.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from server_stub.data_folder import load_settings
from server_stub.errors import NothingBegunError, ServerError, StorageUnavailableError
from server_stub.health_checks import ConcernError, Patient
from server_stub.health_of_keys import (
    check_certificate,
    check_key_files,
    check_keys_listed,
    check_modes,
    check_registry,
)
from server_stub.health_of_storage import (
    check_backup,
    check_city_chain,
    check_city_database,
    check_disk,
    check_relay_chain,
    check_relay_database,
)
from server_stub.health_of_wire import check_clock, check_relay
from server_stub.initialising import has_begun
from server_stub.settings import ServerSettings
from sync.errors import SyncError
from sync.ports import Clock, Transport


class Health(StrEnum):
    GOOD = "good"
    WARNING = "warning"  # works, and somebody should look before it does not
    BROKEN = "broken"


class Check(StrEnum):
    """What is looked at, in this order."""

    SETTINGS = "settings"
    DISK = "disk"
    CITY_DATABASE = "city-database"
    RELAY_DATABASE = "relay-database"
    KEY_FILES = "key-files"
    KEY_FILE_MODES = "key-file-modes"
    KEYS_LISTED = "keys-listed"
    REGISTRY = "registry"
    CERTIFICATE = "certificate"
    RELAY = "relay"
    CLOCK = "clock"
    RELAY_CHAINS = "relay-chains"
    CITY_INBOX = "city-inbox"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and how it came out; `code` has words in the catalogue, and is empty when all is well."""

    check: Check
    health: Health
    code: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


# Each check, what it needs done before it, and how to do it.
_CHECKS: tuple[tuple[Check, frozenset[Check], Callable[[Patient], None]], ...] = (
    (Check.DISK, frozenset(), check_disk),
    (Check.CITY_DATABASE, frozenset(), check_city_database),
    (Check.RELAY_DATABASE, frozenset(), check_relay_database),
    (Check.KEY_FILES, frozenset(), check_key_files),
    (Check.KEY_FILE_MODES, frozenset(), check_modes),
    (Check.KEYS_LISTED, frozenset({Check.CITY_DATABASE, Check.KEY_FILES}), check_keys_listed),
    (Check.REGISTRY, frozenset({Check.CITY_DATABASE, Check.KEY_FILES}), check_registry),
    (Check.CERTIFICATE, frozenset(), check_certificate),
    (Check.RELAY, frozenset(), check_relay),
    (Check.CLOCK, frozenset(), check_clock),
    (Check.RELAY_CHAINS, frozenset({Check.RELAY_DATABASE}), check_relay_chain),
    (Check.CITY_INBOX, frozenset({Check.CITY_DATABASE}), check_city_chain),
    (Check.BACKUP, frozenset(), check_backup),
)


def examine(
    data_folder: Path, *, clock: Clock, connect: Callable[[str, str | None], Transport]
) -> tuple[Finding, ...]:
    """Do every check there is something for; `connect` takes the relay's address and who vouches for it."""
    try:
        settings = load_settings(data_folder)
        _require_something(settings)
    except ServerError as error:
        return (Finding(Check.SETTINGS, Health.BROKEN, error.code, error.parameters),)
    patient = Patient(settings, now_ms=clock.now_ms(), connect=connect)
    try:
        return (Finding(Check.SETTINGS, Health.GOOD), *_examine(patient))
    finally:
        patient.close()


def is_well(findings: tuple[Finding, ...]) -> bool:
    return all(one.health is not Health.BROKEN for one in findings)


def _require_something(settings: ServerSettings) -> None:
    """Let a mistyped folder be one finding, and not one for everything that is not in it."""
    try:
        nothing_is_here = not has_begun(settings)
    except StorageUnavailableError:
        return  # the checks of the databases say which, and go on with the rest
    if nothing_is_here:
        raise NothingBegunError(place=str(settings.data_folder))


def _examine(patient: Patient) -> Iterator[Finding]:
    failed: set[Check] = set()
    for check, needs, look in _CHECKS:
        if needs & failed:
            failed.add(check)
            continue
        finding = _look(check, look, patient)
        if finding.health is not Health.GOOD:
            failed.add(check)
        yield finding


def _look(check: Check, look: Callable[[Patient], None], patient: Patient) -> Finding:
    try:
        look(patient)
    except ConcernError as concern:
        return Finding(check, Health.WARNING, concern.code, concern.parameters)
    except (ServerError, SyncError) as error:
        return Finding(check, Health.BROKEN, error.code, error.parameters)
    return Finding(check, Health.GOOD)
