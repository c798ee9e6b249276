"""The devices as the office sees them: who waits, who is in, since when nothing was heard, who is ended.

Plain functions on a data folder, for the command line and a page alike. Approving writes a
decision down; the platform lists the device in its next round, whether it runs now or later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from server_stub.data_folder import load_settings
from server_stub.office import city_database
from server_stub.platform.device_words import ReportedState, read_reports
from server_stub.platform.exchange_tables import chains, inbox
from server_stub.platform.joining import DeviceNotWaitingError, Joining, JoiningState, decide, list_joining
from server_stub.platform.realm_keys import open_realm_keys
from server_stub.platform.registry_kept import current_registry
from sync.adapters.system import SystemClock
from sync.change import ERASING
from sync.envelope.chain import chain_name
from sync.errors import RegistryMissingError
from sync.keys.registry import TrustRoots
from sync.keys.registry_document import DeviceEntry

_SHORTEST_PREFIX: Final = 6
_AT_ONCE: Final = 500  # names in one question: every database takes as many


class Standing(StrEnum):
    WAITING = "waiting"  # for a person to let it in
    APPROVED = "approved"  # for the platform's next round
    MEMBER = "member"
    REVOKED = "revoked"
    WIPE_ORDERED = "wipe-ordered"
    WIPED = "wiped"  # by its own last word


@dataclass(frozen=True, slots=True)
class OfficeDevice:
    """One device; `last_heard_ms` is when the city took its newest envelope, None before the first."""

    device_id: str
    name: str
    scope: tuple[str, ...]  # division code prefixes
    suite: int
    signing_kid: str  # hexadecimal; what two people compare
    standing: Standing
    last_heard_ms: int | None = None
    state: ReportedState | None = None  # by its own word


def list_devices(data_folder: Path) -> tuple[OfficeDevice, ...]:
    """Give who waits, in the order they asked, then everybody the registry lists, by name."""
    settings = load_settings(data_folder)
    with city_database(data_folder) as connection:
        keys = open_realm_keys(settings.data_folder)
        waiting = list_joining(connection, JoiningState.WAITING, JoiningState.APPROVED)
        listed = _listed(connection, keys.roots)
        heard = last_heard(connection, [one.device_id for one in listed], realm=settings.realm)
        said = read_reports(connection)
    members = sorted(listed, key=lambda one: (one.name, one.device_id))
    return (*map(_asking, waiting), *(_member(one, heard, said) for one in members))


def approve_device(data_folder: Path, device: str) -> OfficeDevice:
    """Let a waiting device in, with the places of its invitation.

    Raises:
        DeviceNotWaitingError: no single device of this id, beginning of an id, or name waits.

    """
    return _decide(data_folder, device, JoiningState.APPROVED)


def refuse_device(data_folder: Path, device: str) -> OfficeDevice:
    """Turn a waiting device away; its invitation is used up, so it needs a new one to ask again.

    Raises:
        DeviceNotWaitingError: no single device of this id, beginning of an id, or name waits.

    """
    return _decide(data_folder, device, JoiningState.REFUSED)


def last_heard(connection: Connection, devices: Sequence[str], *, realm: str) -> Mapping[str, int]:
    """Give when the newest envelope of each device's chain was taken (ms, UTC), as far as one is here.

    The end of each chain is looked up by its key; the inbox is far too long to be read for it.
    """
    owners = {chain_name(device, realm): device for device in devices}
    ends: dict[str, str] = {}
    for names in _batches(owners):
        query = select(chains.c.name, chains.c.digest).where(chains.c.name.in_(names))
        ends.update({row.digest.hex(): owners[row.name] for row in connection.execute(query)})
    heard: dict[str, int] = {}
    for digests in _batches(ends):
        query = select(inbox.c.digest, inbox.c.received_at_ms).where(inbox.c.digest.in_(digests))
        heard.update({ends[row.digest]: row.received_at_ms for row in connection.execute(query)})
    return heard


def _batches(names: Mapping[str, str]) -> Sequence[list[str]]:
    rest = iter(names)
    return [list(islice(rest, _AT_ONCE)) for _ in range(0, len(names), _AT_ONCE)]


def _decide(data_folder: Path, device: str, state: JoiningState) -> OfficeDevice:
    with city_database(data_folder) as connection:
        found = _find(list_joining(connection, JoiningState.WAITING), device)
        decide(connection, found.request.device_id, state, now_ms=SystemClock().now_ms())
    return _asking(found)


def _find(waiting: Sequence[Joining], text: str) -> Joining:
    wanted = text.strip().lower()
    found = [
        one
        for one in waiting
        if one.name == text.strip()
        or (len(wanted) >= _SHORTEST_PREFIX and one.request.device_id.startswith(wanted))
    ]
    if len(found) != 1:
        raise DeviceNotWaitingError(device=wanted[:32])
    return found[0]


def _listed(connection: Connection, roots: TrustRoots) -> tuple[DeviceEntry, ...]:
    try:
        return current_registry(connection, roots).devices
    except RegistryMissingError:
        return ()


def _asking(one: Joining) -> OfficeDevice:
    request = one.request
    standing = Standing.WAITING if one.state is JoiningState.WAITING else Standing.APPROVED
    kid = request.public.kid.hex()
    return OfficeDevice(request.device_id, one.name, one.scope, int(request.public.suite), kid, standing)


def _member(entry: DeviceEntry, heard: Mapping[str, int], said: Mapping[str, ReportedState]) -> OfficeDevice:
    standing = Standing.MEMBER
    state = said.get(entry.device_id)
    if entry.is_revoked:
        standing = Standing.WIPE_ORDERED if entry.wipe_ordered else Standing.REVOKED
    if standing is Standing.WIPE_ORDERED and state is not None and ERASING in state.troubles:
        standing = Standing.WIPED
    kid, suite = entry.public.kid.hex(), int(entry.public.suite)
    return OfficeDevice(
        entry.device_id,
        entry.name,
        entry.scope,
        suite,
        kid,
        standing,
        heard.get(entry.device_id),
        state,
    )
