"""Serves the one at the counter: the sheet, what is still open besides, and the end of it.

The sheet holds what changes from worker to worker. What the form asks besides is asked one
question at a time, first what a worker must be told, last what nobody answered before; a worker who
comes back is asked little.
"""

from collections.abc import Callable

from desktop.gig.asking import Asking
from desktop.gig.counter_port import Counter
from desktop.gig.enter_key import EnterKey
from desktop.gig.gig_screen import Ask, GigScreen
from desktop.gig.gig_side import GigSide
from desktop.gig.gig_words import GigWords
from desktop.gig.questions import OF_THE_WINDOW, STATION
from desktop.gig.registration import Registration
from desktop.gig.sheet_keeping import SheetKeeping
from desktop.gig.trail import REMARK, SHEET, Trail
from desktop.gig.workers import Worker


class Serving:
    """Steers one registration at a time; `changed` hears what the column beside it should show anew."""

    def __init__(
        self,
        screen: GigScreen,
        *,
        counter: Counter,
        side: GigSide,
        words: Callable[[], GigWords],
        changed: Callable[[], None],
        ended: Callable[[], None],
    ) -> None:
        self._screen, self._counter, self._side, self._words = screen, counter, side, words
        self._show_side, self._ended = changed, ended
        self._worker = Worker()
        self._now: Registration | None = None
        self._asking: Asking | None = None
        self._has_asked = False
        self._trail, self._enter = Trail(), EnterKey()
        self.sheet = SheetKeeping(screen, words=words, changed=changed, touched=self._enter.something_else)
        self._is_submitting = False

    @property
    def registration(self) -> Registration | None:
        """Whoever is at the counter."""
        return self._now

    @property
    def worker(self) -> Worker:
        return self._worker

    @property
    def is_submitting(self) -> bool:
        """Say whether the one at the counter is being registered this moment."""
        return self._is_submitting

    def serve(self, worker: Worker, registration: Registration) -> None:
        """Somebody comes to the counter, for the first time or again."""
        self._worker, self._now = worker, registration
        self.sheet.begin(registration, first_trades=self._side.trades_by_use())
        self._has_asked, self._trail = False, Trail()
        self._show_head()
        self.show_elapsed()
        self._go_on()
        self._show_side()

    def let_go(self) -> Registration | None:
        """Nobody stands at the counter any more; give what was being filled in."""
        registration, self._now, self._asking = self._now, None, None
        self.sheet.end()
        return registration

    def live_in(self, village: str) -> None:
        """A village was chosen for where somebody lives; blank: the form asks for it itself."""
        if self._now is None or self._asking is None:
            return
        self._enter.moved_on(at_s=self._counter.now_s())
        if village:
            self._asking.live_in(village)
            self._go_on()
        else:
            self._ask(Asking(self._now, self._words(), self._asking.reference))

    def leave_field(self, reference: str) -> None:
        """A field of the sheet was left: what was typed is kept, and may say who stands here."""
        if self._now is not None and self.sheet.is_shown:
            self.sheet.leave_field(reference)
            self._show_head()
            self.save()

    def answer_ask(self, text: str, *, is_whole: bool) -> None:
        """Take the answer to the one question; a whole one needs no Enter."""
        if self._now is None or self._asking is None:
            return
        self._enter.something_else()
        self._asking.answer(text)
        if is_whole and not self._asking.is_wrong():
            self._leave_question()
            self._enter.moved_on(at_s=self._counter.now_s())

    def take_of_window(self, reference: str, text: str) -> None:
        """Take what the window says of everybody, wherever the counter is; asked just now, it is answered."""
        if self._now is None or self._is_submitting:
            return
        self._now.answer(reference, text)
        if self._asking is not None and self._asking.reference == reference and not self._asking.is_wrong():
            self._leave_question()

    def go_on(self) -> None:
        """Enter: from one question to the next, from the sheet to what is open besides."""
        if self._now is None:
            return
        is_wrong = self._asking is not None and self._asking.is_wrong()
        if self._enter.follows(at_s=self._counter.now_s(), is_untouched=is_wrong):
            return
        if self._asking is None:
            self._go_on(from_sheet=self.sheet.is_shown)
        elif is_wrong:
            self._asking.insist()
            self._show_ask(self._asking.card())
        else:
            self._leave_question()

    def go_back(self) -> None:
        """Ask the question before this one again, with the answer that stands."""
        registration = self._now
        if registration is None or self._is_submitting:
            return
        self._enter.something_else()
        where = self._trail.back(is_asked=lambda step: registration.question(step) is not None)
        if where == SHEET:
            self._asking = None
            self._show_sheet(focus=None)
        elif where is not None:
            self._ask(Asking(registration, self._words(), where, villages=self._side.villages()))

    def write_note(self, code: str, reference: str, note: str) -> None:
        if self._now is not None:
            self._now.write_note(code, reference, note)

    def confirm_remark(self, code: str, reference: str) -> None:
        if self._now is not None:
            self._now.confirm_remark(code, reference)
            self._go_on()

    def mend(self, reference: str) -> None:
        """Go to the answer a remark is about."""
        if self._now is not None:
            self._ask(Asking(self._now, self._words(), reference))

    def finish_with_enter(self) -> None:
        """Enter where nothing is open any more, unless it only ends the last answer."""
        if not self._enter.follows(at_s=self._counter.now_s(), is_untouched=False):
            self.finish()

    def finish(self) -> None:
        """F9: register, and take the next one; what holds it up is asked for in place."""
        registration = self._now
        if registration is None or self._is_submitting:
            return
        if self._asking is not None and self._asking.is_wrong():
            self._asking.insist()
            self._show_ask(self._asking.card())
            return
        if registration.stopping() or registration.remark() is not None:
            self._go_on(from_sheet=True)
            return
        if not self._counter.may_register(registration):
            self._ask(Asking(registration, self._words(), STATION))
            self._screen.say(self._words().say("station_elsewhere"), is_problem=True)
            return
        submission = registration.finish(instance_id=self._counter.new_instance_id())
        self._is_submitting = True
        self._screen.show_busy(is_busy=True)
        self._counter.submit(
            registration,
            submission,
            done=lambda: self._registered(registration),
            failed=self._not_registered,
        )

    def save(self) -> None:
        if self._now is not None and self._now.is_touched and not self._is_submitting:
            self._now.is_touched = False
            self._counter.keep(self._now)

    def show_elapsed(self) -> None:
        if self._now is not None:
            seconds = int(self._counter.now_s() - self._now.began_s)
            time = f"{seconds // 60}:{seconds % 60:02d}"
            self._screen.show_elapsed(self._words().say("elapsed", time=time))

    def _leave_question(self) -> None:
        """Go on from a question that is answered; what this window says of everybody is kept."""
        asking = self._asking
        if self._now is not None and asking is not None and asking.reference in OF_THE_WINDOW:
            kept = self._counter.keep_of_window(asking.reference, self._now.text(asking.reference))
            self._now.offer({where: text for where, text in kept.items() if not self._now.text(where)})
        self._go_on()

    def _go_on(self, *, from_sheet: bool = False) -> None:
        """Ask the next thing that is open, or show the sheet."""
        registration = self._now
        if registration is None:
            return
        self._asking = None
        self._show_head()
        first = registration.first_questions()
        on_sheet = registration.sheet_problems()
        if first:
            self._ask(Asking(registration, self._words(), first[0]))
        elif on_sheet or not (from_sheet or self._has_asked):
            registration.leave(*(on_sheet if from_sheet else ()))
            self._show_sheet(focus=on_sheet[0] if on_sheet else None)
        elif other := registration.other_questions():
            self._ask(Asking(registration, self._words(), other[0], villages=self._side.villages()))
        elif remark := registration.remark():
            self._show_ask(Ask(self._words().say("look_again"), "", remark=remark))
        else:
            self._show_sheet(focus=None)
            self._screen.show_ready()

    def _ask(self, asking: Asking) -> None:
        self._asking = asking
        self._show_ask(asking.card())

    def _show_ask(self, ask: Ask) -> None:
        self._trail.step(REMARK if self._asking is None else self._asking.reference)
        self._has_asked, self.sheet.is_shown = True, False
        self._screen.show_ask(ask)
        self._screen.show_way_back(is_there=self._trail.leads_back)

    def _registered(self, registration: Registration) -> None:
        self._is_submitting = False
        self._screen.show_busy(is_busy=False)
        self._screen.say(self._words().say("registered"))
        if self._now is registration:
            self.let_go()
            self._ended()

    def _not_registered(self, sentence: str) -> None:
        self._is_submitting = False
        self._screen.show_busy(is_busy=False)
        self._screen.say(sentence, is_problem=True)

    def _show_head(self) -> None:
        if self._now is not None:
            self._screen.show_person(self._words().head(self._worker, self._now))

    def _show_sheet(self, *, focus: str | None) -> None:
        if self._now is not None:
            self._trail.step(SHEET)
            self._screen.show_way_back(is_there=self._trail.leads_back)
            self.sheet.show(focus=focus)
