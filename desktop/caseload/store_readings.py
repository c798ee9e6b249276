"""What the records page asks and does, on the store thread; while records are closed it gives nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from desktop.caseload.joining_presenter import Pair
from desktop.caseload.new_person_presenter import LookedUp
from desktop.caseload.people import Caseload, PersonRow, find_people, read_caseload, read_rows
from desktop.caseload.readings import Failed
from desktop.caseload.record_story import RecordStory, read_story
from desktop.caseload.reveal_prompt import SHOWN_SECONDS
from desktop.moments import local_time
from desktop.operations.edits import Author
from desktop.operations.same_person import differing_fields, merge_persons, part_persons
from desktop.operations.standing import require_open_records
from desktop.operations.twins import find_twins
from desktop.store_worker import StoreWorker
from employment.same_person import evidence
from store import Store, read_record
from store.disclosures import Disclosure, note_disclosure
from sync.ports import Clock, Entropy

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoreReadings:
    """Asks the replica on its thread; while records are closed it gives nothing and says why."""

    worker: StoreWorker
    clock: Clock
    entropy: Entropy
    author: Callable[[], Author]

    def caseload(self, *, done: Callable[[Caseload], None], failed: Failed) -> None:
        self._ask(read_caseload, done=done, failed=failed)

    def rows(
        self, ids: Sequence[str], *, done: Callable[[tuple[PersonRow, ...]], None], failed: Failed
    ) -> None:
        today = local_time(self.clock.now_ms()).date()
        self._ask(lambda store: read_rows(store, ids, today=today), done=done, failed=failed)

    def find(self, query: str, *, done: Callable[[tuple[str, ...]], None], failed: Failed) -> None:
        self._ask(lambda store: find_people(store, query), done=done, failed=failed)

    def story(self, person_id: str, *, done: Callable[[RecordStory | None], None], failed: Failed) -> None:
        today = local_time(self.clock.now_ms()).date()
        self._ask(lambda store: read_story(store, person_id, today=today), done=done, failed=failed)

    def note_look(self, person_id: str, purpose: str, *, done: Callable[[], None], failed: Failed) -> None:
        look = Disclosure(
            "person", person_id, self.author().operator, self.clock.now_ms(), purpose, SHOWN_SECONDS
        )
        self._ask(lambda store: note_disclosure(store, look), done=lambda _: done(), failed=failed)

    def pair(
        self, survivor: str, duplicate: str, *, done: Callable[[Pair | None], None], failed: Failed
    ) -> None:
        self._ask(lambda store: _read_pair(store, survivor, duplicate), done=done, failed=failed)

    def join(
        self,
        survivor: str,
        duplicate: str,
        taken: frozenset[str],
        *,
        done: Callable[[], None],
        failed: Failed,
    ) -> None:
        join = partial(
            merge_persons,
            survivor_id=survivor,
            duplicate_id=duplicate,
            taken=taken,
            author=self.author(),
            clock=self.clock,
            entropy=self.entropy,
        )
        self._ask(join, done=lambda _: done(), failed=failed)

    def part(self, survivor: str, duplicate: str, *, done: Callable[[], None], failed: Failed) -> None:
        part = partial(
            part_persons,
            survivor_id=survivor,
            duplicate_id=duplicate,
            author=self.author(),
            clock=self.clock,
            entropy=self.entropy,
        )
        self._ask(part, done=lambda _: done(), failed=failed)

    def look_up(
        self, said: Mapping[str, str], beside: str, *, done: Callable[[LookedUp], None], failed: Failed
    ) -> None:
        self._ask(lambda store: _look_up(store, said, beside), done=done, failed=failed)

    def _ask(self, ask: Callable[[Store], T], *, done: Callable[[T], None], failed: Failed) -> None:
        wall_ms = self.clock.now_ms()

        def asked(store: Store) -> T:
            require_open_records(store, wall_ms=wall_ms)
            return ask(store)

        self.worker.run(asked, done=done, failed=failed)


def _read_pair(store: Store, survivor_id: str, duplicate_id: str) -> Pair | None:
    survivor, duplicate = (read_record(store, "person", name) for name in (survivor_id, duplicate_id))
    if survivor is None or duplicate is None or survivor.is_deleted or duplicate.is_deleted:
        return None
    reason = evidence(survivor.fields, duplicate.fields)
    return Pair(survivor, duplicate, differing_fields(survivor, duplicate), reason)


def _look_up(store: Store, said: Mapping[str, str], beside: str) -> LookedUp:
    person = read_record(store, "person", beside) if beside else None
    household_id = str(person.fields.get("household_id") or "") if person is not None else ""
    household = read_record(store, "household", household_id) if household_id else None
    asked = {name: text for name, text in said.items() if text}
    return LookedUp(find_twins(store, {**asked, "household_id": household_id}), household)
