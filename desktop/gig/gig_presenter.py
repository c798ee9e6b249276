"""Who is served, who waits and who comes next at the counter.

Whoever is scanned while another stands there joins the line, whoever is put aside waits half an
hour in it, and nobody loses their place. What is asked of the one at the counter is `Serving`.
"""

from collections.abc import Callable

from desktop.capture.outcomes import Member
from desktop.gig.counter_port import Counter
from desktop.gig.elsewhere import Elsewhere, Stay, compare
from desktop.gig.gig_screen import Ask, GigScreen, QuickChoice
from desktop.gig.gig_side import GigSide
from desktop.gig.gig_words import GigWords
from desktop.gig.questions import CONSENT, NAME, STATION
from desktop.gig.registration import Registration
from desktop.gig.serving import Serving
from desktop.gig.waiting_line import WaitingLine
from desktop.gig.workers import Choice, Lettered, NotHere, StationRead, Worker, Workers
from desktop.station_words import say_station

_REFUSED = "0"


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
        self._choosing: Choice | Elsewhere | None = None
        self._sought = ""  # letters that are being looked up
        self._asked_back = ""  # letters that found nobody, until they are typed once more
        self._early: list[str] | None = None  # who came while it is read who was here before
        self.serving = Serving(
            screen,
            counter=counter,
            side=side,
            words=words,
            changed=self._show_side,
            ended=self._show_next,
        )

    @property
    def registration(self) -> Registration | None:
        """Whoever is at the counter."""
        return self.serving.registration

    def hold(self) -> None:
        """It is being read who was here before: until `look_again`, whoever comes waits at the door."""
        if self._early is None:
            self._early = []

    def look_again(self) -> None:
        """What the counter knows has changed: nobody's line is touched, and who came meanwhile is served."""
        early, self._early = self._early or [], None
        self._show_side()
        for text in early:
            self.arrive(text)

    def enter(self) -> None:
        """The page came to the front."""
        if self.registration is None and self._choosing is None:
            self._screen.show_idle("")
        self._show_side()

    def leave(self) -> None:
        """The page goes: what is filled in is kept, and stays at the counter."""
        self.serving.save()

    def forget(self) -> None:
        """Behind the closed door nobody stands at the counter; what was filled in is a draft."""
        self.leave()
        self.serving.let_go()
        self._choosing, self._line, self._early = None, WaitingLine(), None
        self._sought = self._asked_back = ""
        self._show_next()

    def arrive(self, text: str) -> bool:
        """A code was scanned or a number typed; say whether it names somebody."""
        if self._early is not None:
            self._early.append(text)
            return True
        found = self._workers.find(text)
        if isinstance(found, Lettered):
            self._look_up(found.name)
            return True
        self._sought = self._asked_back = ""
        if isinstance(found, NotHere):
            self._tell_not_here(found)
            return False
        if isinstance(found, StationRead):
            self._stand_in(found.code)
        else:
            self._receive(found)
        return True

    def choose(self, value: str) -> None:
        """One of a few was chosen: a member of a household, or the village somebody lives in."""
        choosing, self._choosing = self._choosing, None
        if choosing is None:
            self.serving.live_in(value)
            return
        if isinstance(choosing, Elsewhere):
            choosing.settle(Stay(value))
            self._serve_again(choosing.registration)
            return
        found = self._workers.of_person(value) if value else Worker()
        if isinstance(found, Worker):
            self._serve(found)
        else:
            self._show_next()

    def call(self, key: str) -> None:
        """Somebody in line comes to the counter; whoever stands there joins the line."""
        if self.serving.is_submitting:
            return  # kept now, a finished form would be a draft again
        called = self._line.take(key)
        if called is None:
            return
        self._choosing = None
        self._put_aside()
        if called.registration is None:
            self._serve(called.worker)
        else:
            self.serving.serve(called.worker, called.registration)

    def resume(self, registration: Registration) -> None:
        """Go on with a draft, where it was begun or here; whoever stands at the counter joins the line."""
        now = self.registration
        if self.serving.is_submitting or (now is not None and now.draft_id == registration.draft_id):
            return
        waiting = self._line.take(registration.draft_id)
        self._choosing = None
        self._put_aside()
        # What stands in the line is newer than what was read.
        registration = waiting.registration if waiting and waiting.registration else registration
        elsewhere = compare(registration, self._counter.window_answers())
        if elsewhere is None:
            self._serve_again(registration)
            return
        self._choosing = elsewhere
        words = self._words()
        self._screen.show_ask(elsewhere.ask(words))
        self._screen.show_person(words.head(self._workers.of_subject(registration.subject_id), registration))
        self._show_side()

    def other_person(self) -> None:
        """Esc: the next one; what was filled in waits half an hour in line."""
        if self.serving.is_submitting:
            return
        self._choosing = None
        self._put_aside()
        self._show_next()

    def look_at_the_clock(self) -> None:
        """Called every second."""
        if self._line.let_go(now_ms=self._counter.now_ms()):
            self._show_side()
        self.serving.show_elapsed()

    def _receive(self, found: Worker | Choice) -> None:
        """Serve whoever came, or let them wait behind the one at the counter."""
        if self.registration is not None or self._choosing is not None:
            self._join_line(found)
        elif isinstance(found, Choice):
            self._choose_among(found)
        else:
            self._serve(found)

    def _look_up(self, letters: str) -> None:
        """Offer whose name is typed like this; a name that finds nobody is asked back once."""
        if letters == self._asked_back:
            self._asked_back = ""
            self._receive(Worker(said={NAME: letters}))
            return

        def done(found: tuple[Member, ...]) -> None:
            if self._sought != letters:
                return  # something else came meanwhile
            self._sought = ""
            if found:
                self._receive(Choice(found, is_guess=True))
            else:
                self._asked_back = letters
                self._tell(self._words().say("letters_unknown", letters=letters))

        self._sought, self._asked_back = letters, ""
        self._counter.look_up(letters, done=done)

    def _serve(self, worker: Worker) -> None:
        in_line = self._line.holds(worker.subject_id)
        if in_line is not None:
            self._line.take(in_line.key)
            if in_line.registration is not None:
                self.serving.serve(in_line.worker, in_line.registration)
                return
        registration = self._counter.begin(worker)
        registration.began_s = self._counter.now_s()
        self.serving.serve(worker, registration)

    def _serve_again(self, registration: Registration) -> None:
        registration.began_s = self._counter.now_s()
        self.serving.serve(self._workers.of_subject(registration.subject_id), registration)

    def _choose_among(self, choice: Choice) -> None:
        self._choosing = choice
        words = self._words()
        quick = [
            QuickChoice(each.person_id, words.member(each) if choice.is_guess else each.masked_name)
            for each in choice.members
        ]
        if choice.is_guess:
            quick.append(QuickChoice("", words.say("new_person")))
        title = words.say("which_person" if choice.is_guess else "which_member")
        self._screen.show_ask(Ask(title, "", choices=tuple(quick)))
        self._screen.show_no_person()

    def _join_line(self, found: Worker | Choice) -> None:
        words = self._words()
        if isinstance(found, Choice):
            self._screen.say(words.say("finish_first"), is_problem=True)
            return
        is_here = found.subject_id and found.subject_id == self.serving.worker.subject_id
        if not is_here and self._line.holds(found.subject_id) is None:
            self._line.join(found, at_ms=self._counter.now_ms())
            self._screen.say(words.say("joined_line"))
            self._show_side()

    def _put_aside(self) -> None:
        """Let whoever stands at the counter wait; who has refused leaves nothing behind."""
        worker, registration = self.serving.worker, self.serving.let_go()
        if registration is None:
            return
        if registration.text(CONSENT) == _REFUSED:
            self._counter.discard(registration)
        else:
            self._counter.keep(registration)
            self._line.join(worker, at_ms=self._counter.now_ms(), registration=registration)

    def _show_next(self) -> None:
        """Serve whoever was scanned meanwhile; otherwise wait."""
        scanned = self._line.take_scanned()
        if scanned is not None:
            self._serve(scanned.worker)
            return
        self._screen.show_elapsed("")
        self._screen.show_idle("")
        self._show_side()

    def _stand_in(self, station: str) -> None:
        """Remember where this window stands; the one at the counter is registered there, too."""
        self._counter.keep_of_window(STATION, station)
        stands_in = self._counter.station
        self.serving.take_of_window(STATION, stands_in)
        if self.registration is None and self._choosing is None:
            self._screen.show_idle("")
        words = self._words()
        self._screen.say(words.say("stands_in", station=say_station(stands_in, words=words.words)))

    def _tell_not_here(self, found: NotHere) -> None:
        words = self._words()
        self._tell(words.words.error(found.code).title if found.code else words.say("nobody"))

    def _tell(self, told: str) -> None:
        """Say it under the field where nobody stands here, otherwise beside whoever does."""
        if self.registration is None:
            self._screen.show_idle(told)
        else:
            self._screen.say(told, is_problem=True)

    def _show_side(self) -> None:
        self._screen.show_side(self._side.show(self._words(), self.registration, self._line))
