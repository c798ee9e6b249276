"""The register house by house: where somebody was, what was met, where to go again; plain Python.

The share visited always names what it is a share of: 已走访 34 户 / 名册 126 户.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from desktop.caseload.caseload_screen import FilterPill, ListedPerson
from desktop.moments import local_time, say_date
from desktop.operations.rounds import COME_AGAIN, Round, RoundHouse, VisitOutcome
from desktop.tasks.visiting import Visit
from desktop.tokens import Tone
from resources.words import Words

Failed = Callable[[Exception], None]

_TONES: Final[Mapping[VisitOutcome, Tone]] = {
    VisitOutcome.MET: Tone.OK,
    VisitOutcome.ABSENT: Tone.WARN,
    VisitOutcome.REFUSED: Tone.DANGER,
    VisitOutcome.AWAY: Tone.INFO,
    VisitOutcome.MOVED: Tone.OFF,
    VisitOutcome.EMPTY: Tone.OFF,
}
_FILTERS: Final = ("todo", "again", "done", "all")
# By then the next house stands there, and the second half of a double click is not meant for it.
_DOUBLE_PRESS_S: Final = 0.7
AGAIN_AFTER: Final = (3, 7, 14)  # days


@dataclass(frozen=True, slots=True)
class HousePage:
    """The house at hand; `again` offers the days of a next visit, by days from today."""

    id: str
    address: str
    detail: str
    last: str
    may_collect: bool  # somebody is registered there to be asked
    outcomes: tuple[tuple[str, str], ...]
    again: tuple[tuple[int, str], ...]


class RoundsScreen(Protocol):
    """The page of rounds, as its presenter sees it."""

    def show_coverage(self, sentence: str, quiet: str, share: float) -> None: ...
    def show_filters(self, pills: tuple[FilterPill, ...]) -> None: ...
    def show_houses(self, houses: tuple[ListedPerson, ...], *, chosen: str | None) -> None: ...
    def show_empty(self, *, is_register_empty: bool) -> None: ...
    def show_house(self, page: HousePage | None) -> None: ...


class ReadRound(Protocol):
    """Reads the register on the store thread."""

    def __call__(self, *, done: Callable[[Round], None], failed: Failed) -> None: ...


class RecordVisit(Protocol):
    """Finishes the form of a visit and writes it on the store thread."""

    def __call__(self, visit: Visit, *, done: Callable[[], None], failed: Failed) -> None: ...


class RoundsPresenter:
    """Steers the round of a month."""

    def __init__(
        self,
        screen: RoundsScreen,
        *,
        words: Words,
        now_ms: Callable[[], int],
        now_s: Callable[[], float],
        read: ReadRound,
        record: RecordVisit,
        recorded: Callable[[], None],
        failed: Failed,
    ) -> None:
        self._screen, self._words, self._now_ms, self._now_s = screen, words, now_ms, now_s
        self._read, self._record = read, record
        self._recorded, self._failed = recorded, failed
        self._round: Round | None = None
        self._filter = "todo"
        self._chosen: str | None = None
        self._done_with: str | None = None  # the house at hand, once somebody goes on to the next
        self._is_recording = False  # a second press of the same button is no second visit
        self._recorded_s = -_DOUBLE_PRESS_S

    def refresh(self) -> None:
        self._read(done=self._show, failed=self._failed)

    def choose_filter(self, key: str) -> None:
        self._filter, self._done_with = key, self._chosen
        if self._round is not None:
            self._show(self._round)

    def choose(self, house_id: str) -> None:
        self._chosen = house_id
        house = self._house()
        self._screen.show_house(None if house is None else self._page(house))

    @property
    def head_at_hand(self) -> str | None:
        """Name the head of the household that is chosen."""
        house = self._house()
        return house.head_id if house is not None and house.head_id else None

    def record(self, outcome: str, *, again_after: int | None, note: str = "") -> None:
        """Write down what was met; the next visit is planned only where it makes sense."""
        house = self._house()
        is_second_press = self._is_recording or self._now_s() - self._recorded_s < _DOUBLE_PRESS_S
        if house is None or is_second_press:
            return
        met, today = VisitOutcome(outcome), self._today()
        again = today + timedelta(days=again_after) if again_after and met in COME_AGAIN else None
        visit = Visit(house.head_id, house.id, met, today, again, note.strip())

        def done() -> None:
            self._is_recording, self._recorded_s = False, self._now_s()
            self._done_with = house.id
            self._recorded()
            self.refresh()

        def failed(error: Exception) -> None:
            self._is_recording = False
            self._failed(error)

        self._is_recording = True
        self._record(visit, done=done, failed=failed)

    def _show(self, found: Round) -> None:
        self._round = found
        register = len(found.houses)
        visited = [house for house in found.houses if found.was_visited(house)]
        met = sum(house.outcome is VisitOutcome.MET for house in visited)
        due = sum(found.is_due(house, self._today()) for house in found.houses)
        say = self._words.text
        sentence = say("screens.rounds.coverage", visited=len(visited), register=register)
        month = say(f"screens.months.{found.since.month}")
        quiet = say("screens.rounds.coverage_quiet", month=month, met=met, due=due)
        self._screen.show_coverage(sentence, quiet, len(visited) / register if register else 0.0)
        self._screen.show_filters(
            tuple(
                FilterPill(
                    key,
                    say(f"screens.rounds.filter.{key}", count=len(self._kept(found, key))),
                    is_on=key == self._filter,
                )
                for key in _FILTERS
            )
        )
        listed = self._kept(found, self._filter)
        # Whoever stands at a door stays there, even where news of the city take the house off the list.
        staying = {house.id for house in found.houses if house.id != self._done_with}
        if self._chosen not in staying | {house.id for house in listed}:
            self._chosen = listed[0].id if listed else None
        self._done_with = None
        houses = tuple(self._listed(house, found) for house in listed)
        self._screen.show_houses(houses, chosen=self._chosen)
        self._screen.show_empty(is_register_empty=not found.houses)
        house = self._house()
        self._screen.show_house(None if house is None else self._page(house))

    def _kept(self, found: Round, key: str) -> list[RoundHouse]:
        today = self._today()
        match key:
            case "todo":
                kept = [one for one in found.houses if not found.was_visited(one) or found.is_due(one, today)]
            case "again":
                kept = [one for one in found.houses if one.revisit_on is not None]
            case "done":
                kept = [one for one in found.houses if found.was_visited(one)]
            case _:
                return list(found.houses)
        return sorted(kept, key=lambda one: (one.revisit_on or date.max, one.village, one.id))

    def _listed(self, house: RoundHouse, found: Round) -> ListedPerson:
        say = self._words.text
        again = (
            "" if house.revisit_on is None else say("screens.rounds.again", day=self._day(house.revisit_on))
        )
        is_due, is_done = found.is_due(house, self._today()), found.was_visited(house)
        met = "" if house.outcome is None else self._outcome(house.outcome)
        tone = Tone.OFF if house.outcome is None else _TONES[house.outcome]
        if is_due:
            state, mark = (say("screens.rounds.due"), Tone.WARN), "footprints"
        elif is_done:
            state, mark = (met or say("screens.rounds.visited"), tone), "circle-check"
        else:
            state, mark = (say("screens.rounds.waiting"), Tone.OFF), "footprints"
        return ListedPerson(
            id=house.id,
            name=house.address or house.number,
            detail=self._detail(house),
            place=again or self._last(house),
            moment=self._last(house) if again else "",
            status=met if is_due else "",
            status_tone=tone,
            state=state[0],
            state_icon=mark,
            state_tone=state[1],
            icon="house",
        )

    def _page(self, house: RoundHouse) -> HousePage:
        today = self._today()
        say = self._words.text
        return HousePage(
            id=house.id,
            address=house.address or house.number,
            detail=self._detail(house),
            last=self._last(house),
            may_collect=bool(house.head_id),
            outcomes=tuple((outcome.value, self._outcome(outcome)) for outcome in VisitOutcome),
            again=tuple(
                (days, say("screens.rounds.plan", day=self._day(today + timedelta(days=days))))
                for days in AGAIN_AFTER
            ),
        )

    def _detail(self, house: RoundHouse) -> str:
        people = self._words.count("screens.rounds.people", house.members)
        return " · ".join(part for part in (house.head, people) if part)

    def _last(self, house: RoundHouse) -> str:
        if house.visited_on is None:
            return self._words.text("screens.rounds.never")
        return self._words.text("screens.rounds.last", day=self._day(house.visited_on))

    def _outcome(self, outcome: VisitOutcome) -> str:
        return self._words.text(f"screens.rounds.outcome.{outcome.name.lower()}")

    def _house(self) -> RoundHouse | None:
        houses = () if self._round is None else self._round.houses
        return next((house for house in houses if house.id == self._chosen), None)

    def _day(self, day: date) -> str:
        return say_date(day, words=self._words)

    def _today(self) -> date:
        return local_time(self._now_ms()).date()
