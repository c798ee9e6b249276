"""Puts the records page together: views and presenter, with the store thread behind both readings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.caseload.caseload_presenter import CaseloadPresenter, Failed
from desktop.caseload.caseload_view import CaseloadView
from desktop.caseload.people import PersonRow, find_people, read_people
from desktop.caseload.record_story import RecordStory, read_story
from desktop.caseload.record_words import RecordWords
from desktop.code_lists import CodeLists
from desktop.form_shelf import PERSON_FORMS
from desktop.moments import local_time
from desktop.operations.standing import require_open_records
from desktop.store_worker import StoreWorker
from resources.words import Words
from store import Store


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    """What the program keeps of the records page; `presenter.refresh()` whenever records changed."""

    view: CaseloadView
    presenter: CaseloadPresenter


def build_caseload_page(
    words: Words,
    worker: StoreWorker,
    *,
    now_ms: Callable[[], int],
    form_titles: Mapping[str, str],
    collect: Callable[[str, str], None],
    decide: Callable[[str], None],
    monitor: Callable[[], None],
    scan: Callable[[], None],
) -> CaseloadPage:
    """Wire the page; `collect` gets person and form, `decide` a person; `monitor` begins a form."""

    def people(*, done: Callable[[tuple[PersonRow, ...]], None], failed: Failed) -> None:
        wall_ms = now_ms()
        today = local_time(wall_ms).date()

        def read(store: Store) -> tuple[PersonRow, ...]:
            require_open_records(store, wall_ms=wall_ms)
            return read_people(store, today=today)

        worker.run(read, done=done, failed=failed)

    def find(query: str, *, done: Callable[[tuple[str, ...]], None], failed: Failed) -> None:
        wall_ms = now_ms()

        def ask(store: Store) -> tuple[str, ...]:
            require_open_records(store, wall_ms=wall_ms)
            return find_people(store, query)

        worker.run(ask, done=done, failed=failed)

    def story(person_id: str, *, done: Callable[[RecordStory | None], None], failed: Failed) -> None:
        wall_ms = now_ms()

        def read(store: Store) -> RecordStory | None:
            require_open_records(store, wall_ms=wall_ms)
            return read_story(store, person_id)

        worker.run(read, done=done, failed=failed)

    view = CaseloadView(words)
    presenter = CaseloadPresenter(
        view,
        record_words=RecordWords(words, CodeLists(words.language), form_titles, PERSON_FORMS),
        read_people=people,
        find_people=find,
        read_story=story,
        now_ms=now_ms,
        collect=collect,
        decide=decide,
        scan=scan,
    )
    view.searched.connect(presenter.search)
    view.filter_chosen.connect(presenter.choose_filter)
    view.record_chosen.connect(presenter.open_record)
    view.record_closed.connect(presenter.close_record)
    view.collect_chosen.connect(presenter.collect)
    view.differences_chosen.connect(presenter.decide)
    view.monitor_chosen.connect(monitor)
    view.scan_chosen.connect(presenter.start_scanning)
    return CaseloadPage(view, presenter)
