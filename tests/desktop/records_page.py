"""The records page without Qt, on a real replica; answers come at once, or when a test lets them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from desktop.caseload.caseload_presenter import CaseloadPresenter
from desktop.caseload.people import find_people, read_caseload, read_rows
from desktop.caseload.readings import Failed, Readings
from desktop.caseload.record_story import read_story
from desktop.caseload.record_words import RecordWords
from desktop.code_lists import CodeLists
from desktop.error_report import report_error
from desktop.moments import local_time
from resources.words import Words
from store import Origin, Store, open_store, write_record
from store.disclosures import Disclosure, note_disclosure
from tests.fakes.caseload_screen import FakeCaseloadScreen
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy
from tests.fakes.local_records import HOUSEHOLD, PERSONS

TODAY = local_time(STORY_STARTS_MS).date()
OPERATOR = "林秀梅"


@contextmanager
def opened_household(folder: Path) -> Iterator[Store]:
    """Open a new replica with the Cai household in it, as it came from the platform."""
    store = open_store(folder / "replica.db", b"k" * 32)
    for each in (HOUSEHOLD, *PERSONS):
        write_record(store, replace(each, base_fields={}), origin=Origin("platform"))
    yield store
    store.close()


@dataclass
class Page:
    store: Store
    screen: FakeCaseloadScreen = field(default_factory=FakeCaseloadScreen)
    collected: list[tuple[str, str]] = field(default_factory=list)
    decided: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    is_slow: bool = False
    late: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        titles = {"employment_brief": "就业状况简表"}
        self.presenter = CaseloadPresenter(
            self.screen,
            record_words=RecordWords(Words("zh_CN"), CodeLists("zh_CN"), titles),
            readings=Readings(self._caseload, self._rows, self._find, self._story, self._note_look),
            now_ms=lambda: STORY_STARTS_MS,
            place_name=lambda code: code,
            collect=lambda person, form: self.collected.append((person, form)),
            decide=self.decided.append,
            scan=lambda: None,
            report=lambda error: report_error(error, words=Words("zh_CN"), entropy=SeededEntropy("report")),
        )
        self.screen.want = self.presenter.want_rows

    def _caseload(self, *, done: Callable[[Any], None], failed: Failed) -> None:
        done(read_caseload(self.store))

    def _rows(self, ids: Sequence[str], *, done: Callable[[Any], None], failed: Failed) -> None:
        done(read_rows(self.store, ids, today=TODAY))

    def _find(self, query: str, *, done: Callable[[Any], None], failed: Failed) -> None:
        self.asked.append(query)
        self._answer(partial(done, find_people(self.store, query)))

    def _story(self, person_id: str, *, done: Callable[[Any], None], failed: Failed) -> None:
        self._answer(partial(done, read_story(self.store, person_id, today=TODAY)))

    def _note_look(self, person_id: str, purpose: str, *, done: Callable[[], None], failed: Failed) -> None:
        look = Disclosure("person", person_id, OPERATOR, STORY_STARTS_MS, purpose, 30)
        note_disclosure(self.store, look)
        done()

    def _answer(self, answer: Callable[[], None]) -> None:
        if self.is_slow:
            self.late.append(answer)
        else:
            answer()
