"""Keeps the counter's own sheet while somebody fills it: what is ticked and typed, and what follows from it.

Knows nothing of what is asked beside the sheet, or of who comes next; `changed` hears what the column beside
it should show anew, `touched` that a key was pressed on purpose.
"""

from collections.abc import Callable, Sequence

from desktop.gig.free_times import FreeTime, read_free_times, tick
from desktop.gig.gig_screen import GigScreen
from desktop.gig.gig_words import GigWords
from desktop.gig.questions import DAYS, FROM_DATE, PAY, SLOTS, TRADES
from desktop.gig.registration import Registration
from desktop.gig.trade_pages import TURN, TradePages


class SheetKeeping:
    """The sheet of one worker at a time."""

    def __init__(
        self,
        screen: GigScreen,
        *,
        words: Callable[[], GigWords],
        changed: Callable[[], None],
        touched: Callable[[], None],
    ) -> None:
        self._screen, self._words = screen, words
        self._changed, self._touched = changed, touched
        self._now: Registration | None = None
        self._pages = TradePages(())
        self.is_shown = False

    def begin(self, registration: Registration, *, first_trades: Sequence[str]) -> None:
        """Somebody comes to the counter; these trades stand on the first page."""
        self._now, self.is_shown = registration, False
        trades = registration.question(TRADES)
        self._pages = TradePages(trades.choices if trades else (), first_trades)

    def end(self) -> None:
        self._now, self.is_shown = None, False

    def show(self, *, focus: str | None) -> None:
        if self._now is not None:
            self.is_shown = True
            self._screen.show_sheet(self._words().sheet(self._now, self._pages), focus=focus)

    def update(self) -> None:
        if self._now is not None and self.is_shown:
            self._screen.update_sheet(self._words().sheet(self._now, self._pages))

    def tick_trade(self, code: str) -> None:
        if self._now is None:
            return
        self._touched()
        if code == TURN:
            self._pages.turn()
            self.show(focus=TRADES)
            return
        chosen = self._now.text(TRADES).split()
        kept = [each for each in chosen if each != code]
        self._now.answer(TRADES, " ".join(kept if code in chosen else [*chosen, code]))
        self._now.leave(TRADES)
        self.update()
        self._changed()

    def tick_time(self, value: str) -> None:
        if self._now is None:
            return
        self._touched()
        today = self._words().today
        answers = {each: self._now.text(each) for each in (FROM_DATE, DAYS, SLOTS)}
        ticked = read_free_times(answers, today=today)
        for reference, text in tick(FreeTime(value), ticked=ticked, today=today).items():
            self._now.answer(reference, text)
        self.update()
        self._changed()

    def edit(self, reference: str, text: str) -> None:
        """Take a field as it is typed; what was said to be wrong with it is judged anew with each key."""
        if self._now is not None:
            self._touched()
            was_wrong = bool(self._now.problem(reference))
            self._now.answer(reference, text)
            if was_wrong:
                self.update()

    def leave_field(self, reference: str) -> None:
        """From now on it may be said what is wrong with a field, if something stands in it."""
        if self._now is None or not self.is_shown:
            return
        if self._now.text(reference):
            self._now.leave(reference)
        self.update()
        if reference == PAY:
            self._changed()
