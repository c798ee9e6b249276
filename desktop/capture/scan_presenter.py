"""A scan becomes a known household, a known person, or a clear choice; nothing opens by itself.

The page freezes on a result until the officer goes on, so that a second code in the
picture cannot take the first one's place. In continuous mode it does not freeze, and
the list of scans grows instead. Every way in (camera, picture, scanner gun, keyboard)
ends in the same `text_arrived`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from desktop.capture.barcode_decoder import Scan
from desktop.capture.code_resolution import CodeResolver
from desktop.capture.outcome_words import OutcomeWords
from desktop.capture.outcomes import (
    GigStation,
    KnownHousehold,
    KnownPerson,
    KnownTask,
    Member,
    Outcome,
    UnknownCode,
    is_known,
    is_of_household,
)
from desktop.capture.scan_screen import (
    Finder,
    FinderState,
    RecentScan,
    ScanChoice,
    ScanFeed,
    ScanOrigin,
    ScanScreen,
)
from desktop.capture.scan_ways import NOWHERE, CollectionTarget, ScanWays
from desktop.errors import DesktopError

_RECENT: Final = 6
_LONGEST_RUN: Final = 200


class ScanPresenter:
    """Steers the scanning page."""

    def __init__(
        self,
        screen: ScanScreen,
        feed: ScanFeed,
        *,
        resolver: CodeResolver,
        outcome_words: OutcomeWords,
        now_ms: Callable[[], int],
        collect: Callable[[CollectionTarget], None],
        look_up: Callable[[], None],
        ways: ScanWays = NOWHERE,
    ) -> None:
        self._screen, self._feed = screen, feed
        self._resolver, self._words, self._now_ms = resolver, outcome_words, now_ms
        self._collect, self._look_up, self._ways = collect, look_up, ways
        self._outcome: Outcome | None = None
        self._origin = ScanOrigin.CAMERA
        self._read = ""
        self._chosen: str | None = None
        self._recent: tuple[RecentScan, ...] = ()
        self._run: tuple[RecentScan, ...] = ()  # since continuous scanning was switched on
        self._is_continuous = False
        self._is_certain = True
        self._missing: Finder | None = None  # what stands there instead of a camera that is not to be had

    def enter(self) -> None:
        """The page came to the front."""
        self._screen.show_recent(self._recent)
        self._screen.show_continuous(self._is_continuous)
        self.scan_again()

    def leave(self) -> None:
        self._feed.stop()

    def forget(self) -> None:
        """The door is closed: nothing that was read stays, neither on the page nor behind it."""
        self._feed.stop()
        self._outcome, self._chosen, self._read = None, None, ""
        self._recent, self._run = (), ()
        self._screen.forget()
        self._screen.show_recent(())
        self._screen.show_result(None)
        if self._is_continuous:
            self._screen.show_run(())

    def camera_ready(self) -> None:
        self._missing = None
        if self._outcome is None:
            self._screen.show_finder(Finder(FinderState.LIVE, pill=self._text("finder.aim")))

    def camera_failed(self, error: DesktopError) -> None:
        words = self._words.words.error(error.code, error.parameters)
        explanation = f"{words.explanation.strip()}\n{words.next_step}"
        self._missing = Finder(FinderState.MISSING, title=words.title, explanation=explanation)
        self._screen.show_finder(self._missing)

    def scanned(self, scan: Scan, *, origin: ScanOrigin = ScanOrigin.CAMERA) -> None:
        self._is_certain = scan.is_certain
        self._resolve(scan.text, origin=origin)

    def text_arrived(self, text: str, *, origin: ScanOrigin) -> None:
        """A scanner gun fired, or somebody typed and pressed Enter."""
        if text.strip():
            self._is_certain = True
            self._resolve(text, origin=origin)

    def picture_without_code(self) -> None:
        self._screen.show_finder(Finder(FinderState.PAUSED, pill=self._text("finder.nothing_in_picture")))

    def picture_failed(self, error: DesktopError) -> None:
        words = self._words.words.error(error.code, error.parameters)
        if self._missing is None:
            self._screen.show_finder(Finder(FinderState.PAUSED, pill=words.title))
        else:
            self._screen.show_finder(replace(self._missing, pill=words.title))

    def choose_member(self, person_id: str) -> None:
        self._chosen = person_id
        self._show_card()

    def choose(self, choice: ScanChoice) -> None:
        match choice:
            case ScanChoice.COLLECT:
                self._start_collecting()
            case ScanChoice.AGAIN:
                self.scan_again()
            case ScanChoice.TYPE:
                self._screen.ask_for_text(self._typed_again())
            case ScanChoice.LOOK_UP:
                self._look_up()
            case ScanChoice.REGISTER:
                self._register()
            case ScanChoice.VERIFY:
                self._verify()
            case ScanChoice.MONITOR:
                self._feed.stop()
                self._ways.monitor()
            case ScanChoice.SEARCH:
                self._feed.stop()
                self._ways.search(self._read.strip())
            case ScanChoice.NEW_HOUSEHOLD:
                self._settle()

    def try_camera(self) -> None:
        """Somebody asked for the picture: go on after a pause, or open a camera that was not to be had."""
        self._missing = None
        self.scan_again()

    def scan_again(self) -> None:
        """Wait for the next code; where no camera was to be had, the other ways stay in sight meanwhile."""
        self._outcome, self._chosen = None, None
        self._screen.show_result(None)
        starting = Finder(FinderState.STARTING, pill=self._text("finder.starting"))
        self._screen.show_finder(self._missing or starting)
        self._feed.start()

    def pause(self) -> None:
        self._feed.pause()
        self._screen.show_finder(Finder(FinderState.PAUSED, pill=self._text("finder.paused")))

    def set_continuous(self, *, is_on: bool) -> None:
        self._is_continuous, self._run = is_on, ()
        self._screen.show_continuous(is_on)
        self.scan_again()
        if is_on:
            self._screen.show_run(self._run)

    def choose_scan(self, place: int) -> None:
        """Look again at one code of the run; continuous scanning ends with that."""
        scan = self._run[place]
        self._is_continuous = False
        self._screen.show_continuous(False)
        self._is_certain = True
        self._look_at(scan.text, origin=ScanOrigin.CAMERA)

    def records_changed(self, *, is_closed: bool = False) -> None:
        """New records came: a code nobody knew may be known now, and a known one may have changed.

        Where records are closed now, the names in the list of scans go, too.
        """
        if is_closed and (self._recent or self._run):
            self._recent, self._run = (), ()
            self._screen.show_recent(self._recent)
            if self._is_continuous:
                self._screen.show_run(self._run)
        if self._outcome is None:
            return
        outcome = self._resolver.resolve(self._read)
        if outcome != self._outcome and not self._is_continuous:
            is_done = _collected_at(outcome, self._chosen) != _collected_at(self._outcome, self._chosen)
            self._outcome = outcome
            # Whoever was just collected makes room for the next one of the household.
            self._chosen = _most_urgent(outcome) if is_done or self._chosen is None else self._chosen
            self._show_card(is_asked_for=False)

    def _resolve(self, text: str, *, origin: ScanOrigin) -> None:
        outcome = self._look_at(text, origin=origin)
        scan = replace(self._words.recent(outcome, at_ms=self._now_ms()), text=text)
        self._recent = (scan, *self._recent)[:_RECENT]
        self._screen.show_recent(self._recent)
        if self._is_continuous:
            self._run = (scan, *(each for each in self._run if each.text != text))[:_LONGEST_RUN]
            self._screen.show_run(self._run)
        if origin is not ScanOrigin.TYPED:
            self._ways.heard(is_known(outcome))

    def _look_at(self, text: str, *, origin: ScanOrigin) -> Outcome:
        outcome = self._resolver.resolve(text)
        self._read, self._outcome, self._origin = text, outcome, origin
        self._chosen = _most_urgent(outcome)
        if not self._is_continuous:
            self._show_card()
        self._show_found(outcome)
        return outcome

    def _show_found(self, outcome: Outcome) -> None:
        """Say over the picture what was read in it; what a gun read or somebody typed was not read there."""
        if not self._is_continuous:
            self._feed.pause()
        if self._origin in (ScanOrigin.CAMERA, ScanOrigin.PICTURE):
            state = FinderState.LIVE if self._is_continuous else FinderState.FOUND
            self._screen.show_finder(Finder(state, pill=self._words.pill(outcome)))
        elif self._missing is not None:
            self._screen.show_finder(self._missing)
        elif not self._is_continuous:
            self._screen.show_finder(Finder(FinderState.PAUSED, pill=self._text("finder.paused")))

    def _show_card(self, *, is_asked_for: bool = True) -> None:
        if self._outcome is None:
            return
        caution = "" if self._is_certain else self._text("uncertain_text")
        card = self._words.card(self._outcome, origin=self._origin, chosen=self._chosen, caution=caution)
        self._screen.show_result(replace(card, is_asked_for=is_asked_for))

    def _start_collecting(self) -> None:
        if self._chosen is None:
            return
        household = self._outcome.household if isinstance(self._outcome, KnownPerson) else self._outcome
        household_id = household.household_id if isinstance(household, KnownHousehold) else None
        self._feed.stop()
        self._collect(CollectionTarget(self._chosen, household_id))

    def _register(self) -> None:
        """Bring what was read to the counter; a station's code only opens it."""
        self._feed.stop()
        self._ways.register("" if isinstance(self._outcome, GigStation) else self._read)

    def _settle(self) -> None:
        if isinstance(self._outcome, UnknownCode) and is_of_household(self._outcome):
            self._feed.stop()
            self._ways.settle(self._outcome.shown)

    def _verify(self) -> None:
        if isinstance(self._outcome, KnownTask) and self._outcome.person is not None:
            self._feed.stop()
            self._ways.verify(self._outcome.person.member.person_id, self._outcome.task_id)

    def _typed_again(self) -> str:
        return self._outcome.typed_again if isinstance(self._outcome, UnknownCode) else ""

    def _text(self, key: str) -> str:
        return self._words.words.text(f"screens.scan.{key}")


def _most_urgent(outcome: Outcome) -> str | None:
    match outcome:
        case KnownPerson(member, _):
            return member.person_id
        case KnownTask(person=KnownPerson(member, _)):
            return member.person_id
        case KnownHousehold(members=members) if members:
            return min(members, key=_urgency).person_id
        case _:
            return None


def _collected_at(outcome: Outcome, person_id: str | None) -> int | None:
    """Give when a member of a household was collected, in milliseconds; None if never."""
    members = outcome.members if isinstance(outcome, KnownHousehold) else ()
    return next(
        (member.standing.collected_at_ms for member in members if member.person_id == person_id), None
    )


def _urgency(member: Member) -> int:
    standing = member.standing
    ranks = (standing.has_open_doubt, standing.has_draft, standing.collected_at_ms is None)
    return ranks.index(True) if True in ranks else len(ranks)
