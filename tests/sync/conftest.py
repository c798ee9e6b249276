from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pytest

from store import (
    DeliveryState,
    InboxState,
    Origin,
    OutboxItem,
    Store,
    StoredRecord,
    enqueue,
    keep_enrolment,
    keep_registry,
    list_items,
    list_received,
    open_store,
    read_record,
    write_record,
)
from sync.change import Change, FilledForm
from sync.item_encoding import encode_item
from sync.keys.enrolment import Enrolment, encode_enrolment
from sync.progress import SyncOutcome, SyncProgress
from sync.runner import SyncRunner
from sync.wipe import Wipe
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy
from tests.fakes.relay import MemoryRelay
from tests.fakes.transport import FakeTransport
from tests.sync.city_desk import CityDesk
from tests.sync.story import PERSON, REALM, REGISTRY, RELAY, SIGNED_REGISTRY, TOWN, TRUST, XIANGSHAN, change

Result = TypeVar("Result")


@dataclass
class DirectReplica:
    """The store on the calling thread; `acts` counts how often the writer was asked."""

    store: Store
    acts: int = 0

    def run(self, operation: Callable[[Store], Result]) -> Result:
        self.acts += 1
        return operation(self.store)


@dataclass
class Laptop:
    """象山社区's device: its store, its runner, and the wire it hangs on."""

    store: Store
    clock: FakeClock
    wire: FakeTransport
    runner: SyncRunner
    progress: list[SyncProgress] = field(default_factory=list)

    def sync(self) -> SyncOutcome:
        return self.runner.run_once(self.progress.append)

    def runner_with(self, wipe: Wipe) -> SyncRunner:
        """Give a runner that can carry out an ordered wipe."""
        entropy = SeededEntropy("laptop with wipe")
        replica = DirectReplica(self.store)
        return SyncRunner(replica=replica, transport=self.wire, clock=self.clock, entropy=entropy, wipe=wipe)

    def queue(self, *items: Change | FilledForm) -> None:
        for item in items:
            enqueue(self.store, self._row(item))

    def person(self) -> StoredRecord:
        record = read_record(self.store, "person", PERSON)
        assert record is not None
        return record

    def item(self) -> OutboxItem:
        [item] = list_items(self.store)
        return item

    def codes(self, ending: InboxState) -> list[str | None]:
        return [row.code for row in list_received(self.store, ending)]

    def edit(self, **edits: str) -> None:
        """Do what submitting a form does: the record shows the edit, the outbox owes it."""
        held = self.person()
        edit = replace(change(), edits=edits, base_revision=held.base_revision)
        shown = replace(held, fields={**held.fields, **edits}, revision=edit.revision)
        write_record(self.store, shown, origin=Origin("device"))
        self.queue(edit)

    def _row(self, item: Change | FilledForm) -> OutboxItem:
        subject = (item.record_kind, item.record_id) if isinstance(item, Change) else (None, None)
        return OutboxItem(
            id=item.id,
            kind="change" if isinstance(item, Change) else "submission",
            submission_id="form-1",
            record_kind=subject[0],
            record_id=subject[1],
            payload=encode_item(item),
            state_times={DeliveryState.QUEUED: self.clock.now_ms()},
        )


@pytest.fixture
def relay() -> MemoryRelay:
    return MemoryRelay(REGISTRY, SIGNED_REGISTRY, RELAY)


@pytest.fixture
def city(relay: MemoryRelay) -> CityDesk:
    return CityDesk(relay)


@pytest.fixture
def bare_laptop(tmp_path: Path, relay: MemoryRelay) -> Iterator[Laptop]:
    """A laptop fresh from the shop."""
    store = open_store(tmp_path / "replica.db", bytes(range(32)))
    clock, wire = FakeClock(), FakeTransport(relay)
    entropy = SeededEntropy("laptop")
    runner = SyncRunner(replica=DirectReplica(store), transport=wire, clock=clock, entropy=entropy)
    yield Laptop(store, clock, wire, runner)
    store.close()


@pytest.fixture
def laptop(bare_laptop: Laptop) -> Laptop:
    """The laptop after joining, with the registry it was admitted by."""
    enrolment = Enrolment(XIANGSHAN, "http://127.0.0.1:8000", REALM, TRUST, (TOWN,), "林秀梅")
    keep_enrolment(bare_laptop.store, encode_enrolment(enrolment))
    keep_registry(bare_laptop.store, REGISTRY.version, SIGNED_REGISTRY)
    return bare_laptop
