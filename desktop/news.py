"""What the pages hear after anything may have changed the replica: one value, read in one go.

A page that put its own question together would see another moment than its neighbour does.
"""

from dataclasses import dataclass, replace

from desktop.operations.casework import Day, TaskCard, close_day, list_tasks, read_day
from desktop.operations.device_keys import DeviceKeys, read_keys
from desktop.operations.enrolment import read_membership
from desktop.operations.exchange import QueueRow, list_queue
from desktop.operations.standing import closed_code
from store import Store, read_registry
from store.trust import Alarm, list_alarms
from sync.keys.enrolment import Enrolment
from sync.keys.registry import RegistryDocument
from sync.keys.registry import read_registry as verify_kept_registry
from sync.reporting import required_version


@dataclass(frozen=True, slots=True)
class News:
    """Everything the pages show, read in one go."""

    day: Day
    tasks: tuple[TaskCard, ...]
    queue: tuple[QueueRow, ...]
    membership: Enrolment | None
    registry: RegistryDocument | None
    alarms: tuple[Alarm, ...] = ()
    keys: DeviceKeys | None = None
    required_version: str | None = None  # what the office wants here, or newer


def read_news(store: Store, *, now_ms: int) -> News:
    """Read it on the store thread; while records are closed it names nobody."""
    membership = read_membership(store)
    kept = read_registry(store)
    registry = None
    if membership is not None and kept is not None:
        registry = verify_kept_registry(kept[1], membership.roots)
    day, tasks, queue = read_day(store, now_ms=now_ms), list_tasks(store), list_queue(store)
    code = closed_code(store, wall_ms=now_ms)
    if code is not None:
        day, tasks = close_day(day, code=code), ()
        queue = tuple(replace(row, subject="") for row in queue)
    required = required_version(store)
    return News(day, tasks, queue, membership, registry, list_alarms(store), read_keys(store), required)
