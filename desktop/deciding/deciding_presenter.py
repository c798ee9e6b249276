"""Steers the page of differences: keeps what was chosen, asks for it to be written, and reads again.

Plain Python over a small screen. News from elsewhere may settle a question while the page is open;
what was chosen for the others stays.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from desktop.deciding.deciding_screen import DecidingScreen, RecordCard, Standing
from desktop.deciding.difference_words import DifferenceWords
from desktop.deciding.differences import Difference, DifferentRecord, Side

logger = logging.getLogger(__name__)

Failed = Callable[[Exception], None]


class ReadDifferences(Protocol):
    """Reads what waits on the store thread."""

    def __call__(self, *, done: Callable[[tuple[DifferentRecord, ...]], None], failed: Failed) -> None: ...


class DecideSides(Protocol):
    """Takes these sides, each in one commit with what follows from it; `done` gets how many were taken."""

    def __call__(self, sides: Sequence[Side], *, done: Callable[[int], None], failed: Failed) -> None: ...


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
        now_ms: Callable[[], int],
    ) -> None:
        self._screen, self._words, self._now_ms = screen, words, now_ms
        self._read, self._decide, self._decided = read, decide, decided
        self._records: tuple[DifferentRecord, ...] = ()
        self._shown: tuple[RecordCard, ...] = ()
        self._chosen: dict[str, int] = {}
        self._revealed: set[str] = set()
        self._is_busy = False

    def refresh(self) -> None:
        """Read again: the page was opened, or something changed."""
        self._read(done=self._show, failed=self._fail)

    def choose(self, key: str, place: int) -> None:
        """Take the side at this place for a question; nothing is written yet."""
        self._chosen[key] = place
        self._show_standing()

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
        sides = [one.sides[self._chosen[one.key]] for one in self._questions() if one.key in self._chosen]
        if not sides or self._is_busy:
            return
        self._is_busy = True
        self._show_standing()
        self._decide(sides, done=self._written, failed=self._not_written)

    def _written(self, count: int) -> None:
        self._is_busy = False
        self._chosen.clear()
        self._decided(count)
        self.refresh()

    def _not_written(self, error: Exception) -> None:
        self._is_busy = False
        self._fail(error)
        self.refresh()

    def _show(self, records: tuple[DifferentRecord, ...]) -> None:
        self._records = records
        waiting = {one.key: len(one.sides) for one in self._questions()}
        self._chosen = {key: place for key, place in self._chosen.items() if place < waiting.get(key, 0)}
        self._show_records()

    def _show_records(self) -> None:
        said, now_ms = self._words(), self._now_ms()
        cards = tuple(
            said.card(one, chosen=self._chosen, is_revealed=one.record.id in self._revealed, now_ms=now_ms)
            for one in self._records
        )
        if not cards:
            text = said.words.text
            self._screen.show_nothing(
                text("screens.differences.none"), text("screens.differences.none_quiet")
            )
        elif cards != self._shown:  # built anew the cards would take the focus from whoever is choosing
            self._screen.show_records(cards)
        self._shown = cards
        self._show_standing()

    def _show_standing(self) -> None:
        total = len(self._questions())
        taken = sum(one.key in self._chosen for one in self._questions())
        figures = self._words().words.text("screens.differences.figures", taken=taken, total=total)
        can_confirm = taken > 0 and not self._is_busy
        self._screen.show_standing(Standing(figures if total else "", can_confirm, self._is_busy))

    def _fail(self, error: Exception) -> None:
        code = getattr(error, "code", "")
        told = self._words().words.error(code if isinstance(code, str) else "")
        self._screen.show_failure(told.title, f"{told.explanation} {told.next_step}")

    def _questions(self) -> list[Difference]:
        return [one for record in self._records for one in record.differences]
