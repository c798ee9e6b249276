"""All computers of a city at one look, and which of them somebody has to go after.

Who was not heard for days, who runs an older version than the others or than the office wants, who is low on
disk, whose own checks are not fine, who has not carried out what was ordered. It is decided from what
computers said of themselves and from when the city last took something from them; nothing about anybody.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from server_stub.devices_of_the_office import OfficeDevice, Standing, list_devices
from server_stub.office import city_database
from server_stub.platform.device_words import LatestWish, latest_wishes
from server_stub.wishing import check_version
from sync.change import DeviceWish

DAY_MS: Final = 24 * 3_600_000
SILENT_DAYS: Final = 7
LOW_MIB: Final = 2_048
_NUMBER: Final = re.compile(r"\d+")
_PRESENT: Final = frozenset({Standing.MEMBER, Standing.WIPE_ORDERED})


class Concern(StrEnum):
    """Why a person should look after a computer."""

    WAITS = "waits"  # to be let in
    SILENT = "silent"
    NEVER_REPORTED = "never-reported"
    OLD = "old"  # an older version than it should have
    LOW = "low-on-disk"
    TROUBLE = "trouble"  # by its own checks
    UNANSWERED = "unanswered"  # a diagnosis was asked for and has not come
    NOT_WIPED = "not-wiped"  # ordered, and no word that it was done


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is a concern."""

    silent_days: int = SILENT_DAYS
    low_mib: int = LOW_MIB
    below: str | None = None  # older than this is old; None: than what is required, else than the newest here


@dataclass(frozen=True, slots=True)
class FleetRow:
    """One computer; `days_silent` is None before the city took anything from it."""

    device: OfficeDevice
    days_silent: int | None
    required: str  # version the office wants; empty if none
    concerns: tuple[Concern, ...]


def look_at_fleet(data_folder: Path, *, limits: Limits, now_ms: int) -> tuple[FleetRow, ...]:
    """Give every computer that is in or asks, those that need somebody first, then by name.

    Ended computers are left out, but for those that were told to erase themselves and have not said so.

    Raises:
        VersionInvalidError: what is to be called old is compared with no version.

    """
    if limits.below is not None:
        check_version(limits.below)
    devices = list_devices(data_folder)
    with city_database(data_folder) as connection:
        wishes = latest_wishes(connection)
    asks = {Standing.WAITING, Standing.APPROVED}
    shown = [one for one in devices if one.standing in _PRESENT | asks]
    newest = max((_version(one.state.program) for one in shown if one.state is not None), default=())
    rows = [_row(one, wishes, limits, newest=newest, now_ms=now_ms) for one in shown]
    return tuple(sorted(rows, key=lambda row: (not row.concerns, row.device.name, row.device.device_id)))


def _row(
    device: OfficeDevice,
    wishes: Sequence[LatestWish],
    limits: Limits,
    *,
    newest: tuple[int, ...],
    now_ms: int,
) -> FleetRow:
    mine = {one.wish: one for one in wishes if one.device == device.device_id}
    wanted = mine.get(DeviceWish.REQUIRE_UPDATE)
    required = "" if wanted is None else wanted.argument
    heard = device.last_heard_ms
    days = None if heard is None else max(0, now_ms - heard) // DAY_MS
    least = _version(limits.below or required) or newest
    found = _concerns(device, mine.get(DeviceWish.DIAGNOSTICS), limits, days=days, least=least)
    return FleetRow(device, days, required, tuple(found))


def _concerns(
    device: OfficeDevice,
    asked: LatestWish | None,
    limits: Limits,
    *,
    days: int | None,
    least: tuple[int, ...],
) -> Iterable[Concern]:
    if device.standing is Standing.WAITING:
        yield Concern.WAITS
    if device.standing is Standing.WIPE_ORDERED:
        yield Concern.NOT_WIPED
    if device.standing is not Standing.MEMBER:
        return
    if days is not None and days >= limits.silent_days:
        yield Concern.SILENT
    state = device.state
    if state is None:
        yield Concern.NEVER_REPORTED
        return
    if _version(state.program) < least:
        yield Concern.OLD
    if state.free_mib < limits.low_mib:
        yield Concern.LOW
    if state.troubles:
        yield Concern.TROUBLE
    if asked is not None and asked.answered_at_ms is None:
        yield Concern.UNANSWERED


def _version(text: str) -> tuple[int, ...]:
    """Read the numbers a version begins with; what follows them is no number of ours."""
    return tuple(int(part) for part in _NUMBER.findall(text.partition("~")[0].partition("+")[0])[:4])
