"""Steers the page of differences: keeps what was chosen, asks for it to be written, and reads again.

Plain Python over a small screen. News from elsewhere may settle a question while the page is open;
what was chosen for the others stays, as long as it is the same value: a place that holds another one
now is not chosen. What is about an open doubt is not written without its reason.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from desktop.deciding.deciding_screen import DecidingScreen, RecordCard, Standing
from desktop.deciding.difference_words import DifferenceWords
from desktop.deciding.differences import Difference, DifferentRecord, Side
from desktop.error_report import ErrorReport

logger = logging.getLogger(__name__)

Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A side that is taken, and the line of the record's note that says why; empty for none."""

    side: Side
    reason: str = ""


class ReadDifferences(Protocol):
    """Reads what waits on the store thread."""

    def __call__(self, *, done: Callable[[tuple[DifferentRecord, ...]], None], failed: Failed) -> None: ...


class DecideSides(Protocol):
    """Takes these sides, each in one commit with what follows from it; `done` gets how many were taken."""

    def __call__(self, sides: Sequence[Taken], *, done: Callable[[int], None], failed: Failed) -> None: ...


class DecidingPresenter:
    """One sitting over what waits."""

    def __init__(
        self,
        screen: DecidingScreen,
        *,
        words: Callable[[], DifferenceWords],
        read: ReadDifferences,
        decide: DecideSides,
        decided: Callable[[int], None],
        report: Callable[[Exception], ErrorReport],
        now_ms: Callable[[], int],
    ) -> None:
        self._screen, self._words, self._now_ms = screen, words, now_ms
        self._report = report
        self._read, self._decide, self._decided = read, decide, decided
        self._records: tuple[DifferentRecord, ...] = ()
        self._shown: tuple[RecordCard, ...] = ()
        self._chosen: dict[str, int] = {}
        self._reasons: dict[str, str] = {}
        self._revealed: set[str] = set()
        self._is_busy = False

    def refresh(self) -> None:
        """Read again: the page was opened, or something changed."""
        self._read(done=self._show, failed=self._fail)

    def choose(self, key: str, place: int) -> None:
        """Take the side at this place for a question; nothing is written yet."""
        self._chosen[key] = place
        self._show_standing()

    def choose_all(self, *, are_mine: bool) -> None:
        """Take this computer's word, or the other one, wherever there is one."""
        for one in self._questions():
            places = self._places(one, are_mine=are_mine)
            if places:
                self._chosen[one.key] = places[0]
        self._screen.show_chosen(self._chosen)
        self._show_standing()

    def explain(self, record_id: str, reason: str) -> None:
        """Keep why it is decided so; it is written with the decision."""
        self._reasons[record_id] = reason.strip()

    def reveal(self, record_id: str) -> None:
        """Show the numbers of one record in full, or mask them again."""
        if record_id in self._revealed:
            self._revealed.discard(record_id)
        else:
            logger.info("shown in full: %s", record_id)
            self._revealed.add(record_id)
        self._show_records()

    def mask(self) -> None:
        """Mask everything again: time is up, or nobody is there."""
        if self._revealed:
            self._revealed.clear()
            self._show_records()

    def confirm(self) -> None:
        """Write down what was chosen; the rest goes on waiting."""
        unexplained = next((one.record.id for one in self._records if self._lacks_reason(one)), None)
        if unexplained is not None:
            self._screen.show_reason_missing(unexplained)
            return
        taken = [each for record in self._records for each in self._taken(record)]
        if not taken or self._is_busy:
            return
        self._is_busy = True
        self._show_standing()
        self._decide(taken, done=partial(self._written, frozenset(self._chosen)), failed=self._not_written)

    def _lacks_reason(self, record: DifferentRecord) -> bool:
        return not self._reasons.get(record.record.id) and any(
            one.doubt is not None and one.key in self._chosen for one in record.differences
        )

    def _taken(self, record: DifferentRecord) -> list[Taken]:
        """Give the sides taken of one record; the reason goes with the first, once."""
        chosen = [one for one in record.differences if one.key in self._chosen]
        taken = [Taken(one.sides[self._chosen[one.key]]) for one in chosen]
        reason = self._reasons.get(record.record.id, "")
        if taken and reason:
            taken[0] = replace(taken[0], reason=self._words().reason(chosen, reason))
        return taken

    def _written(self, keys: frozenset[str], count: int) -> None:
        """Let go of what is written; what was chosen while it was being written still waits."""
        self._is_busy = False
        self._chosen = {key: place for key, place in self._chosen.items() if key not in keys}
        for record in self._records:
            if any(one.key in keys for one in record.differences):
                self._reasons.pop(record.record.id, None)
        self._decided(count)
        self.refresh()

    def _not_written(self, error: Exception) -> None:
        self._is_busy = False
        self._fail(error)
        self.refresh()

    def _show(self, records: tuple[DifferentRecord, ...]) -> None:
        taken = {
            one.key: one.sides[self._chosen[one.key]] for one in self._questions() if one.key in self._chosen
        }
        self._records = tuple(self._mine_first(one) for one in records)
        places = ((one.key, _place_of(taken.get(one.key), one)) for one in self._questions())
        self._chosen = {key: place for key, place in places if place is not None}
        self._show_records()

    def _show_records(self) -> None:
        said, now_ms = self._words(), self._now_ms()
        cards = tuple(
            said.card(one, is_revealed=one.record.id in self._revealed, now_ms=now_ms)
            for one in self._records
        )
        if not cards:
            text = said.words.text
            self._screen.show_nothing(
                text("screens.differences.none"), text("screens.differences.none_quiet")
            )
        elif cards != self._shown:  # built anew the cards would take the focus from whoever is choosing
            self._screen.show_records(tuple(self._as_left(card) for card in cards))
        self._shown = cards
        self._show_standing()

    def _as_left(self, card: RecordCard) -> RecordCard:
        """Put back what was chosen and written so far."""
        differences = tuple(replace(one, chosen=self._chosen.get(one.key, -1)) for one in card.differences)
        reason = None if card.reason is None else self._reasons.get(card.record_id, "")
        return replace(card, differences=differences, reason=reason)

    def _mine_first(self, record: DifferentRecord) -> DifferentRecord:
        """Put this computer's word at the left, whatever stands, so that the eye need not look for it."""
        return replace(
            record,
            differences=tuple(
                replace(one, sides=tuple(sorted(one.sides, key=lambda side: not self._is_mine(side))))
                for one in record.differences
            ),
        )

    def _is_mine(self, side: Side) -> bool:
        return side.word.device_id == self._words().own_device

    def _places(self, one: Difference, *, are_mine: bool) -> list[int]:
        return [place for place, side in enumerate(one.sides) if self._is_mine(side) is are_mine]

    def _show_standing(self) -> None:
        total = len(self._questions())
        taken = sum(one.key in self._chosen for one in self._questions())
        figures = self._words().words.text("screens.differences.figures", taken=taken, total=total)
        can_confirm = taken > 0 and not self._is_busy
        self._screen.show_standing(
            Standing(
                figures if total else "",
                can_confirm,
                self._is_busy,
                has_mine=any(self._places(one, are_mine=True) for one in self._questions()),
                has_theirs=any(self._places(one, are_mine=False) for one in self._questions()),
            )
        )

    def _fail(self, error: Exception) -> None:
        told = self._report(error)
        self._screen.show_failure(told.title, f"{told.explanation} {told.next_step}")

    def _questions(self) -> list[Difference]:
        return [one for record in self._records for one in record.differences]


def _place_of(taken: Side | None, one: Difference) -> int | None:
    """Find the side that was taken where it stands now; None when its value is not there any more."""
    if taken is None:
        return None
    said = (taken.conflict_id, taken.choice, taken.values)
    sides = [(side.conflict_id, side.choice, side.values) for side in one.sides]
    return sides.index(said) if said in sides else None
