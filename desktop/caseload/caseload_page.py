"""Puts the records page together: views and presenter, with the store thread behind every reading."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from desktop.caseload.caseload_presenter import CaseloadPresenter
from desktop.caseload.caseload_view import CaseloadView
from desktop.caseload.people import Caseload, PersonRow, find_people, read_caseload, read_rows
from desktop.caseload.readings import Failed, Readings
from desktop.caseload.record_story import RecordStory, read_story
from desktop.caseload.record_words import RecordWords
from desktop.caseload.reveal_prompt import SHOWN_SECONDS
from desktop.code_lists import CodeLists
from desktop.form_shelf import PERSON_FORMS
from desktop.moments import local_time
from desktop.operations.standing import require_open_records
from desktop.places import place_of
from desktop.store_worker import StoreWorker
from resources.words import Words
from store import Store
from store.disclosures import Disclosure, note_disclosure

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    """What the program keeps of the records page; `presenter.refresh()` whenever records changed."""

    view: CaseloadView
    presenter: CaseloadPresenter


@dataclass(frozen=True, slots=True)
class StoreReadings:
    """Asks the replica on its thread; while records are closed it gives nothing and says why."""

    worker: StoreWorker
    now_ms: Callable[[], int]
    operator: Callable[[], str]

    def caseload(self, *, done: Callable[[Caseload], None], failed: Failed) -> None:
        self._ask(read_caseload, done=done, failed=failed)

    def rows(
        self, ids: Sequence[str], *, done: Callable[[tuple[PersonRow, ...]], None], failed: Failed
    ) -> None:
        today = local_time(self.now_ms()).date()
        self._ask(lambda store: read_rows(store, ids, today=today), done=done, failed=failed)

    def find(self, query: str, *, done: Callable[[tuple[str, ...]], None], failed: Failed) -> None:
        self._ask(lambda store: find_people(store, query), done=done, failed=failed)

    def story(self, person_id: str, *, done: Callable[[RecordStory | None], None], failed: Failed) -> None:
        today = local_time(self.now_ms()).date()
        self._ask(lambda store: read_story(store, person_id, today=today), done=done, failed=failed)

    def note_look(self, person_id: str, purpose: str, *, done: Callable[[], None], failed: Failed) -> None:
        look = Disclosure("person", person_id, self.operator(), self.now_ms(), purpose, SHOWN_SECONDS)
        self._ask(lambda store: note_disclosure(store, look), done=lambda _: done(), failed=failed)

    def _ask(self, ask: Callable[[Store], T], *, done: Callable[[T], None], failed: Failed) -> None:
        wall_ms = self.now_ms()

        def asked(store: Store) -> T:
            require_open_records(store, wall_ms=wall_ms)
            return ask(store)

        self.worker.run(asked, done=done, failed=failed)


def build_caseload_page(
    words: Words,
    worker: StoreWorker,
    *,
    now_ms: Callable[[], int],
    operator: Callable[[], str],
    form_titles: Mapping[str, str],
    collect: Callable[[str, str], None],
    decide: Callable[[str], None],
    monitor: Callable[[], None],
    scan: Callable[[], None],
) -> CaseloadPage:
    """Wire the page; `collect` gets person and form, `decide` a person; `monitor` begins a form."""
    asking = StoreReadings(worker, now_ms, operator)
    view = CaseloadView(words)
    presenter = CaseloadPresenter(
        view,
        record_words=RecordWords(words, CodeLists(words.language), form_titles, PERSON_FORMS),
        readings=Readings(asking.caseload, asking.rows, asking.find, asking.story, asking.note_look),
        now_ms=now_ms,
        place_name=lambda code: place_of([code]),
        collect=collect,
        decide=decide,
        scan=scan,
    )
    view.searched.connect(presenter.search)
    view.filter_chosen.connect(presenter.choose_filter)
    view.village_chosen.connect(presenter.choose_village)
    view.rows_wanted.connect(presenter.want_rows)
    view.person_chosen.connect(presenter.look_at)
    view.record_chosen.connect(presenter.open_record)
    view.member_chosen.connect(presenter.open_member)
    view.record_closed.connect(presenter.close_record)
    view.collect_chosen.connect(presenter.collect)
    view.reveal_asked.connect(presenter.reveal)
    view.mask_asked.connect(presenter.mask)
    view.differences_chosen.connect(presenter.decide)
    view.monitor_chosen.connect(monitor)
    view.scan_chosen.connect(presenter.start_scanning)
    return CaseloadPage(view, presenter)
