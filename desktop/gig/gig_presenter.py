"""Serves one worker after the other: who it is, the sheet, what is still open, and the next one.

The sheet holds what changes from worker to worker. What the form asks besides is asked one
question at a time, first what a worker must be told, last what nobody answered before; a worker who
comes back is asked little. Whoever is scanned meanwhile joins the line, and nobody loses their place.
"""

from collections.abc import Callable
from typing import Protocol

from desktop.gig.asking import Asking
from desktop.gig.free_times import FreeTime, read_free_times, tick
from desktop.gig.gig_screen import Ask, Face, GigScreen, QuickChoice
from desktop.gig.gig_side import GigSide
from desktop.gig.gig_words import GigWords
from desktop.gig.questions import CONSENT, DAYS, FROM_DATE, PAY, SLOTS, TRADES
from desktop.gig.registration import Registration
from desktop.gig.trade_pages import TURN, TradePages
from desktop.gig.waiting_line import WaitingLine
from desktop.gig.workers import Choice, NotHere, Worker, Workers
from forms import FormSubmission

_REFUSED = "0"


class Counter(Protocol):
    """What the counter does outside of the screen."""

    def begin(self, worker: Worker) -> Registration: ...
    def keep(self, registration: Registration) -> None: ...
    def discard(self, registration: Registration) -> None: ...
    def submit(
        self,
        registration: Registration,
        submission: FormSubmission,
        *,
        done: Callable[[], None],
        failed: Callable[[str], None],
    ) -> None: ...
    def new_instance_id(self) -> str: ...
    def now_s(self) -> float: ...
    def now_ms(self) -> int: ...


class GigPresenter:
    """Steers the counter."""

    def __init__(
        self,
        screen: GigScreen,
        *,
        counter: Counter,
        workers: Workers,
        side: GigSide,
        words: Callable[[], GigWords],
    ) -> None:
        self._screen, self._counter, self._workers, self._side = screen, counter, workers, side
        self._words = words
        self._line = WaitingLine()
        self._worker = Worker()
        self._now: Registration | None = None
        self._asking: Asking | None = None
        self._choosing: Choice | None = None
        self._pages = TradePages(())
        self._face = Face.IDLE
        self._is_submitting = False

    @property
    def registration(self) -> Registration | None:
        """Whoever is at the counter."""
        return self._now

    def enter(self) -> None:
        """The page came to the front, or what it knows has changed."""
        if self._now is None and self._choosing is None:
            self._screen.show_idle("")
        self._show_side()

    def leave(self) -> None:
        """The page goes: what is filled in is kept, and stays at the counter."""
        if self._now is not None and self._now.is_touched:
            self._counter.keep(self._now)

    def forget(self) -> None:
        """Behind the closed door nobody stands at the counter; what was filled in is a draft."""
        self.leave()
        self._now, self._choosing, self._line = None, None, WaitingLine()
        self._show_next()

    def arrive(self, text: str) -> bool:
        """A code was scanned or a number typed; say whether it names somebody."""
        found = self._workers.find(text)
        if isinstance(found, NotHere):
            self._tell_not_here(found)
            return False
        if self._now is not None or self._choosing is not None:
            self._join_line(found)
        elif isinstance(found, Choice):
            self._choose_among(found)
        else:
            self._serve(found)
        return True

    def choose(self, value: str) -> None:
        """One of a few was chosen: a member of a household, or the village somebody lives in."""
        if self._choosing is not None:
            self._choosing = None
            found = self._workers.of_person(value)
            self._serve(found) if isinstance(found, Worker) else self._show_next()
        elif self._now is not None and self._asking is not None and value:
            self._asking.live_in(value)
            self._go_on()
        elif self._now is not None and self._asking is not None:
            self._ask(Asking(self._now, self._words(), self._asking.reference))

    def call(self, key: str) -> None:
        """Somebody in line comes to the counter; whoever stands there joins the line."""
        called = self._line.take(key)
        if called is None:
            return
        self._put_aside()
        if called.registration is None:
            self._serve(called.worker)
        else:
            self._resume(called.worker, called.registration)

    def other_person(self) -> None:
        """Esc: the next one; what was filled in waits half an hour in line."""
        self._choosing = None
        self._put_aside()
        self._show_next()

    def tick_trade(self, code: str) -> None:
        if self._now is None:
            return
        if code == TURN:
            self._pages.turn()
            self._show_sheet(focus=TRADES)
            return
        chosen = self._now.text(TRADES).split()
        kept = [each for each in chosen if each != code]
        self._answer(TRADES, " ".join(kept if code in chosen else [*chosen, code]))
        self._now.leave(TRADES)
        self._update_sheet()
        self._show_side()

    def tick_time(self, value: str) -> None:
        if self._now is None:
            return
        today = self._words().today
        answers = {each: self._now.text(each) for each in (FROM_DATE, DAYS, SLOTS)}
        ticked = read_free_times(answers, today=today)
        for reference, text in tick(FreeTime(value), ticked=ticked, today=today).items():
            self._answer(reference, text)
        self._update_sheet()
        self._show_side()

    def edit(self, reference: str, text: str) -> None:
        """Take a field of the sheet as it is typed."""
        if self._now is not None:
            self._answer(reference, text)

    def leave_field(self, reference: str) -> None:
        if self._now is None or self._face is not Face.SHEET:
            return
        if self._now.text(reference):
            self._now.leave(reference)
        self._update_sheet()
        self._show_head()
        if reference == PAY:
            self._show_side()
        self.save()

    def answer_ask(self, text: str, *, is_whole: bool) -> None:
        """Take the answer to the one question; a whole one needs no Enter."""
        if self._now is None or self._asking is None:
            return
        self._asking.answer(text)
        if is_whole and not self._asking.is_wrong():
            self._go_on()

    def go_on(self) -> None:
        """Enter: from one question to the next, from the sheet to what is open besides."""
        if self._now is None:
            return
        if self._asking is not None and self._asking.is_wrong():
            self._asking.insist()
            self._show_ask(self._asking.card())
            return
        self._go_on(from_sheet=self._face is Face.SHEET)

    def write_note(self, code: str, reference: str, note: str) -> None:
        if self._now is not None:
            self._now.write_note(code, reference, note)

    def confirm_remark(self, code: str, reference: str) -> None:
        if self._now is not None:
            self._now.confirm_remark(code, reference)
            self._go_on()

    def mend(self, reference: str) -> None:
        """Go to the answer a remark is about."""
        if self._now is None:
            return
        self._ask(Asking(self._now, self._words(), reference))

    def finish(self) -> None:
        """F9: register, and take the next one; what holds it up is asked for in place."""
        registration = self._now
        if registration is None or self._is_submitting:
            return
        if registration.stopping() or registration.remark() is not None:
            self._go_on(from_sheet=True)
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

    def look_at_the_clock(self) -> None:
        """Called every second."""
        if self._line.let_go(now_ms=self._counter.now_ms()):
            self._show_side()
        if self._now is not None:
            seconds = int(self._counter.now_s() - self._now.began_s)
            time = f"{seconds // 60}:{seconds % 60:02d}"
            self._screen.show_elapsed(self._words().say("elapsed", time=time))

    def _serve(self, worker: Worker) -> None:
        in_line = self._line.holds(worker.subject_id)
        if in_line is not None and in_line.registration is not None:
            self._line.take(in_line.key)
            self._resume(in_line.worker, in_line.registration)
            return
        registration = self._counter.begin(worker)
        registration.began_s = self._counter.now_s()
        self._resume(worker, registration)

    def _resume(self, worker: Worker, registration: Registration) -> None:
        self._worker, self._now = worker, registration
        said = worker.last.answers.get(TRADES, "").split() if worker.last else []
        trades = registration.question(TRADES)
        first = [*said, *self._side.trades_by_use()]
        self._pages = TradePages(trades.choices if trades else (), first)
        self._show_head()
        self.look_at_the_clock()
        self._go_on()
        self._show_side()

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
        elif on_sheet or not (from_sheet or self._face is Face.ASK):
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
        self._face = Face.ASK
        self._screen.show_ask(ask)

    def _choose_among(self, choice: Choice) -> None:
        self._choosing = choice
        words = self._words()
        quick = tuple(QuickChoice(each.person_id, each.masked_name) for each in choice.members)
        self._show_ask(Ask(words.say("which_member"), "", choices=quick))

    def _join_line(self, found: Worker | Choice) -> None:
        words = self._words()
        if isinstance(found, Choice):
            self._screen.say(words.say("finish_first"), is_problem=True)
            return
        is_here = found.subject_id and found.subject_id == self._worker.subject_id
        if not is_here and self._line.holds(found.subject_id) is None:
            self._line.join(found, at_ms=self._counter.now_ms())
            self._screen.say(words.say("joined_line"))
            self._show_side()

    def _put_aside(self) -> None:
        registration, self._now, self._asking = self._now, None, None
        if registration is None:
            return
        if registration.text(CONSENT) == _REFUSED:
            self._counter.discard(registration)
        else:
            self._counter.keep(registration)
            self._line.join(self._worker, at_ms=self._counter.now_ms(), registration=registration)

    def _show_next(self) -> None:
        """Serve whoever was scanned meanwhile; otherwise wait."""
        self._face, self._asking = Face.IDLE, None
        scanned = self._line.take_scanned()
        if scanned is not None:
            self._serve(scanned.worker)
            return
        self._screen.show_elapsed("")
        self._screen.show_idle("")
        self._show_side()

    def _registered(self, registration: Registration) -> None:
        self._is_submitting = False
        self._screen.show_busy(is_busy=False)
        self._screen.say(self._words().say("registered"))
        if self._now is registration:
            self._now = None
            self._show_next()

    def _not_registered(self, sentence: str) -> None:
        self._is_submitting = False
        self._screen.show_busy(is_busy=False)
        self._screen.say(sentence, is_problem=True)

    def _tell_not_here(self, found: NotHere) -> None:
        words = self._words()
        told = words.words.error(found.code).title if found.code else words.say("nobody")
        if self._now is None:
            self._screen.show_idle(told)
        else:
            self._screen.say(told, is_problem=True)

    def _answer(self, reference: str, text: str) -> None:
        if self._now is not None:
            self._now.answer(reference, text)

    def _show_head(self) -> None:
        if self._now is not None:
            self._screen.show_person(self._words().head(self._worker, self._now))

    def _show_sheet(self, *, focus: str | None) -> None:
        if self._now is not None:
            self._face = Face.SHEET
            self._screen.show_sheet(self._words().sheet(self._now, self._pages), focus=focus)

    def _update_sheet(self) -> None:
        if self._now is not None and self._face is Face.SHEET:
            self._screen.update_sheet(self._words().sheet(self._now, self._pages))

    def _show_side(self) -> None:
        self._screen.show_side(self._side.show(self._words(), self._now, self._line))
