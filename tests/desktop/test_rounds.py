from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.caseload.caseload_screen import FilterPill, ListedPerson
from desktop.moments import local_time
from desktop.operations.rounds import VisitOutcome, read_round
from desktop.tasks.rounds_presenter import Failed, HousePage, RoundsPresenter
from desktop.tasks.visiting import Visit
from resources.words import Words
from store import Origin, Store, StoredSubmission, keep_submission, open_store, write_record
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.local_records import CAI_MING, CAI_SHAN, HOUSEHOLD, HOUSEHOLD_ID, PERSONS, record

TODAY = local_time(STORY_STARTS_MS).date()
EMPTY_HOUSE = record("household", "h-empty", address="象山路 13 号", household_no="0922")
DAY_MS = 86_400_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "replica.db", b"k" * 32)
    for each in (HOUSEHOLD, EMPTY_HOUSE, *PERSONS):
        write_record(store, replace(each, base_fields={}), origin=Origin("platform"))
    yield store
    store.close()


def head_says(store: Store, **fields: str) -> None:
    head = replace(PERSONS[0], fields={**PERSONS[0].fields, **fields}, revision="r2")
    write_record(store, head, origin=Origin("platform"))


def fill(store: Store, form_id: str, subject: str, *, days_ago: int = 0) -> None:
    at_ms = STORY_STARTS_MS - days_ago * DAY_MS
    keep_submission(
        store, StoredSubmission(f"uuid:{form_id}", form_id, "1", subject, b"<x/>", at_ms, "林秀梅")
    )


@dataclass
class Screen:
    coverage: str = ""
    share: float = 0.0
    pills: tuple[FilterPill, ...] = ()
    houses: tuple[ListedPerson, ...] = ()
    house: HousePage | None = None
    chosen: str | None = None
    is_register_empty: bool = False

    def show_coverage(self, sentence: str, quiet: str, share: float) -> None:
        self.coverage, self.share = sentence, share

    def show_filters(self, pills: tuple[FilterPill, ...]) -> None:
        self.pills = pills

    def show_houses(self, houses: tuple[ListedPerson, ...], *, chosen: str | None) -> None:
        self.houses, self.chosen = houses, chosen

    def show_empty(self, *, is_register_empty: bool) -> None:
        self.is_register_empty = is_register_empty

    def show_house(self, page: HousePage | None) -> None:
        self.house = page


@dataclass
class Page:
    store: Store
    screen: Screen = field(default_factory=Screen)
    visits: list[Visit] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    now_s: float = 0.0

    def __post_init__(self) -> None:
        self.presenter = RoundsPresenter(
            self.screen,
            words=Words("zh_CN"),
            now_ms=lambda: STORY_STARTS_MS,
            now_s=lambda: self.now_s,
            read=lambda *, done, failed: done(read_round(self.store, now_ms=STORY_STARTS_MS)),
            record=self._record,
            recorded=lambda: None,
            failed=self.failures.append,
        )
        self.presenter.refresh()

    def _record(self, visit: Visit, *, done: Callable[[], None], failed: Failed) -> None:
        self.visits.append(visit)
        self.written = done


def test_coverage_names_the_register_it_is_a_share_of(store: Store) -> None:
    fill(store, "employment_brief", CAI_SHAN)

    page = Page(store)

    assert page.screen.coverage == "已走访 1 户 / 名册 2 户"
    assert page.screen.share == 0.5


def test_a_form_of_last_month_is_no_visit_of_this_one(store: Store) -> None:
    fill(store, "employment_brief", CAI_SHAN, days_ago=40)

    assert Page(store).screen.coverage == "已走访 0 户 / 名册 2 户"


def test_a_visit_another_device_made_counts_here_too(store: Store) -> None:
    head_says(store, visited_on=TODAY.isoformat(), visit_outcome="2", revisit_on="2026-11-30")

    [house, _] = read_round(store, now_ms=STORY_STARTS_MS).houses

    assert (house.outcome, house.visited_on, house.revisit_on) == (
        VisitOutcome.ABSENT,
        TODAY,
        date(2026, 11, 30),
    )


def test_a_form_filled_later_the_same_day_means_that_somebody_was_met(store: Store) -> None:
    head_says(store, visited_on=TODAY.isoformat(), visit_outcome="2", revisit_on="2026-11-30")
    fill(store, "employment_brief", CAI_MING)

    [house, _] = read_round(store, now_ms=STORY_STARTS_MS).houses

    assert (house.outcome, house.revisit_on) == (VisitOutcome.MET, None)


def test_a_house_comes_back_on_the_day_somebody_meant_to_go_again(store: Store) -> None:
    head_says(store, visited_on=TODAY.isoformat(), visit_outcome="2", revisit_on=TODAY.isoformat())

    page = Page(store)

    assert [house.id for house in page.screen.houses] == [HOUSEHOLD_ID, "h-empty"]
    assert [pill.label for pill in page.screen.pills] == ["待走访 2", "要再去 1", "已走访 1", "全部 2"]


def test_an_unreadable_day_is_no_visit(store: Store) -> None:
    head_says(store, visited_on="昨天", visit_outcome="9")

    assert Page(store).screen.coverage == "已走访 0 户 / 名册 2 户"


def test_what_was_met_is_written_about_the_head_with_the_day_of_the_next_visit(store: Store) -> None:
    page = Page(store)
    page.presenter.choose(HOUSEHOLD_ID)
    page.presenter.record("2", again_after=3)

    assert page.visits == [
        Visit(CAI_MING, HOUSEHOLD_ID, VisitOutcome.ABSENT, TODAY, TODAY + timedelta(days=3))
    ]


def test_pressed_twice_before_it_is_written_it_is_one_visit(store: Store) -> None:
    page = Page(store)
    page.presenter.choose(HOUSEHOLD_ID)
    page.presenter.record("2", again_after=3)
    page.presenter.record("2", again_after=3)

    assert len(page.visits) == 1


def test_the_second_half_of_a_double_click_does_not_record_the_next_house(store: Store) -> None:
    page = Page(store)
    page.presenter.choose(HOUSEHOLD_ID)
    page.presenter.record("1", again_after=None)
    page.written()

    page.now_s += 0.2
    page.presenter.record("1", again_after=None)
    visits_of_a_double_click = len(page.visits)
    page.now_s += 2
    page.presenter.record("1", again_after=None)

    assert (visits_of_a_double_click, len(page.visits)) == (1, 2)


@pytest.mark.parametrize("outcome", ["1", "5", "6"])
def test_nobody_goes_again_where_it_makes_no_sense(store: Store, outcome: str) -> None:
    page = Page(store)
    page.presenter.choose(HOUSEHOLD_ID)
    page.presenter.record(outcome, again_after=3)

    assert [visit.revisit_on for visit in page.visits] == [None]


def test_a_house_without_anybody_in_the_register_is_recorded_itself_and_nobody_is_asked(
    store: Store,
) -> None:
    page = Page(store)
    page.presenter.choose("h-empty")
    page.presenter.record("6", again_after=None)

    assert page.screen.house is not None
    assert not page.screen.house.may_collect
    assert page.visits == [Visit("", "h-empty", VisitOutcome.EMPTY, TODAY)]


def test_what_was_met_at_an_empty_house_is_read_from_the_house(store: Store) -> None:
    fields = {**EMPTY_HOUSE.fields, "visited_on": TODAY.isoformat(), "visit_outcome": "6"}
    write_record(store, replace(EMPTY_HOUSE, fields=fields, revision="r2"), origin=Origin("platform"))

    [house] = [one for one in read_round(store, now_ms=STORY_STARTS_MS).houses if one.id == "h-empty"]

    assert (house.outcome, house.visited_on) == (VisitOutcome.EMPTY, TODAY)


def test_whoever_stands_at_a_door_stays_there_when_the_city_says_it_was_visited(store: Store) -> None:
    page = Page(store)
    page.presenter.choose(HOUSEHOLD_ID)
    head_says(store, visited_on=TODAY.isoformat(), visit_outcome="1")

    page.presenter.refresh()

    assert [house.id for house in page.screen.houses] == ["h-empty"]
    assert page.screen.house is not None
    assert page.screen.house.id == HOUSEHOLD_ID


def test_after_a_visit_is_written_the_next_house_is_at_hand(store: Store) -> None:
    page = Page(store)
    page.presenter.choose(HOUSEHOLD_ID)
    page.presenter.record("1", again_after=None)
    head_says(store, visited_on=TODAY.isoformat(), visit_outcome="1")

    page.written()

    assert page.screen.chosen == "h-empty"


def test_whoever_has_gone_on_to_another_house_is_not_taken_from_it_by_the_visit_before(
    store: Store,
) -> None:
    page = Page(store)
    page.presenter.choose("h-empty")
    page.presenter.record("6", again_after=None)
    page.presenter.choose(HOUSEHOLD_ID)

    page.written()

    assert page.screen.chosen == HOUSEHOLD_ID
