"""The counter of an unlocked device: records and vacancies of the replica, forms and drafts as everywhere.

Whoever is not in the register gets a subject of their own, `g-` and a random id, because a number
of somebody's papers is not to stand in ids; the form says who it is.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.capture.capture_feed import CaptureFeed
from desktop.capture.code_resolution import CodeResolver
from desktop.capture.frame_source import FrameSource
from desktop.capture.outcomes import Member
from desktop.code_lists import CodeLists
from desktop.desk import Desk
from desktop.error_report import report_error
from desktop.form_surroundings import FormSurroundings
from desktop.gig.counter_camera import CounterCamera
from desktop.gig.gig_presenter import GigPresenter
from desktop.gig.gig_side import GigSide
from desktop.gig.gig_view import GigView
from desktop.gig.gig_wiring import connect_view
from desktop.gig.gig_words import GigWords
from desktop.gig.past_registrations import PastRegistration, PastRegistrations, read_past_registrations
from desktop.gig.questions import FORM_ID
from desktop.gig.registration import Registration
from desktop.gig.slip_words import write_words
from desktop.gig.workers import Worker, Workers
from desktop.moments import local_time
from desktop.operations.drafts import FinishedForm, Submitted, submit_draft
from desktop.pages.counter_window import CounterWindow
from desktop.pages.gig_registrations import GigRegistrations, KeptRegistration, read_kept
from desktop.pages.names_here import NamesHere
from desktop.settings.choices import ProgramChoices
from desktop.station_words import say_station
from employment.gig_matching import GigOffer
from forms import FormSubmission
from resources.words import Words
from store import (
    Draft,
    Store,
    StoredRecord,
    discard_draft,
    list_records,
    returned_submissions,
    save_draft,
)

_TICK_MS = 1_000
_Act = Callable[[], None]


class GigCounter(QObject):
    """What the counter does outside of its screen, and the screen itself."""

    submitted = Signal(object)  # Submitted
    refused = Signal(object)  # an exception
    said = Signal(str, bool)
    served = Signal(bool)  # the camera read a code; whether it names somebody
    slip_wanted = Signal(object)  # Slip
    heading_changed = Signal(str)  # the sentence under the title: where this window stands

    def __init__(
        self,
        desk: Desk,
        words: Words,
        *,
        resolver: CodeResolver,
        choices: ProgramChoices,
        cameras: Sequence[FrameSource],
    ) -> None:
        super().__init__()
        self._desk, self._words = desk, words
        self._lists = CodeLists(words.language)
        self._around = FormSurroundings(desk, words, self._lists, tell=self.refused.emit)
        self._past = PastRegistrations()
        self._offers: tuple[GigOffer, ...] = ()
        self._latest: PastRegistration | None = None
        self._is_read = False
        self._names = NamesHere(desk, resolver)
        self._window = CounterWindow(self._around, choices, lambda: self._past)
        self._registrations = GigRegistrations(self._around, self._window, self._today)
        self.view = GigView(words)
        self.presenter = GigPresenter(
            self.view,
            counter=self,
            workers=Workers(resolver, self._names.named, lambda: self._past, self._person),
            side=GigSide(lambda: self._past, lambda: self._offers, self.now_ms, self._window.villages),
            words=self._gig_words,
        )
        connect_view(self.view, self.presenter)
        self.camera = CounterCamera(CaptureFeed(cameras), self.view.idle, words)
        self.camera.code_read.connect(self._scanned)
        self.camera.choose(choices.now.camera)
        choices.camera_chosen.connect(self.camera.choose)
        desk.news_arrived.connect(self._read_refused)
        self.view.said.connect(self.said)
        self.view.print_chosen.connect(self._show_slip)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._tick)

    @property
    def station(self) -> str:
        """Where this window stands; blank while nobody has said."""
        return self._window.station

    def keep_of_window(self, reference: str, text: str) -> Mapping[str, str]:
        follows = self._window.keep(reference, text)
        self._show_heading()
        return follows

    def enter(self) -> None:
        """The page came to the front."""
        self.read()
        self.presenter.enter()
        self._show_heading()
        self.camera.come()
        self._clock.start()

    def leave(self) -> None:
        self.camera.go()
        self._clock.stop()
        self.presenter.leave()

    def lock(self) -> None:
        """Leave nothing of anybody behind a closed door."""
        self.camera.go()
        self._clock.stop()
        self.presenter.forget()
        self._past, self._offers, self._latest = PastRegistrations(), (), None
        self._is_read = False
        self.view.show_slip(is_there=False)

    def read(self) -> None:
        """Read anew who was here and what is offered; before the first time nobody is taken for new."""
        if not self._is_read:
            self.presenter.hold()

        def done(read: tuple[PastRegistrations, tuple[GigOffer, ...]]) -> None:
            (self._past, self._offers), self._is_read = read, True
            self.presenter.look_again()
            self._show_heading()

        def failed(error: Exception) -> None:
            self.presenter.look_again()
            self.refused.emit(error)

        self._desk.run(_read, done=done, failed=failed)

    def begin(self, worker: Worker) -> Registration:
        return self._registrations.begin(worker)

    def window_answers(self) -> Mapping[str, str]:
        return self._window.answers()

    def resume(self, draft_id: str, *, is_busy: Callable[[], bool], come: _Act, otherwise: _Act) -> None:
        """Go on with a draft; `come` brings the page to the front, `otherwise` opens it as a form."""

        def read(kept: KeptRegistration | None) -> None:
            registration = self._registrations.resume(kept) if kept else None
            if is_busy():
                return
            if registration is None:
                otherwise()
                return
            come()
            self.presenter.resume(registration)

        self._desk.run(lambda store: read_kept(store, draft_id), done=read, failed=self.refused.emit)

    def keep(self, registration: Registration) -> None:
        draft = Draft(
            id=registration.draft_id,
            form_id=FORM_ID,
            form_version=registration.session.definition.version,
            subject_id=registration.subject_id,
            document=registration.document(),
            saved_at_ms=self.now_ms(),
        )
        self._desk.run(partial(save_draft, draft=draft), done=lambda _: None, failed=self.refused.emit)

    def discard(self, registration: Registration) -> None:
        draft_id = registration.draft_id
        self._desk.run(
            lambda store: discard_draft(store, draft_id), done=lambda _: None, failed=self.refused.emit
        )

    def submit(
        self,
        registration: Registration,
        submission: FormSubmission,
        *,
        done: Callable[[], None],
        failed: Callable[[str], None],
    ) -> None:
        author = self._around.author()
        operation = partial(
            submit_draft,
            finished=FinishedForm(submission, registration.subject_id, registration.draft_id),
            author=author,
            clock=self._desk.clock,
            entropy=self._desk.entropy,
        )

        def written(submitted: Submitted) -> None:
            self._remember(
                PastRegistration(
                    registration.subject_id,
                    author.operator,
                    self.now_ms(),
                    submission.values,
                    submission.instance_id,
                )
            )
            done()
            self.submitted.emit(submitted)

        def refused(error: Exception) -> None:
            told = report_error(error, words=self._words, entropy=self._desk.entropy)
            failed(told.in_one_line(self._words))

        self._desk.run(operation, done=written, failed=refused)

    def may_register(self, registration: Registration) -> bool:
        return self._window.may_register(registration)

    def look_up(self, letters: str, *, done: Callable[[tuple[Member, ...]], None]) -> None:
        self._names.look_up(letters, done=done, failed=self.refused.emit)

    def close(self) -> None:
        self.leave()
        self.camera.close()

    def _read_refused(self, _news: object) -> None:
        """Hear what the platform gave back: where that worker lives is offered to nobody else."""

        def done(forms: frozenset[str]) -> None:
            self._past.refused = forms

        if self._is_read:
            self._desk.run(returned_submissions, done=done, failed=self.refused.emit)

    def _scanned(self, text: str) -> None:
        self.served.emit(self.presenter.arrive(text))

    def _remember(self, registered: PastRegistration) -> None:
        self._past.add(registered)
        self._latest = registered
        self.view.show_slip(is_there=True)

    def _show_slip(self) -> None:
        if self._latest is not None:
            self.slip_wanted.emit(write_words(self._latest, self._gig_words()))

    def new_instance_id(self) -> str:
        return self._desk.entropy.uuid()

    def now_s(self) -> float:
        return self._desk.clock.monotonic_s()

    def now_ms(self) -> int:
        return self._desk.clock.now_ms()

    def _show_heading(self) -> None:
        station = self.station
        named = say_station(station, words=self._words)
        say = self._words.text
        self.heading_changed.emit(
            say("screens.gig.sentence_station", station=named) if station else say("screens.gig.sentence")
        )

    def _person(self, person_id: str) -> StoredRecord | None:
        return self._around.person(person_id) if person_id else None

    def _gig_words(self) -> GigWords:
        return GigWords(self._words, self._lists, self._today())

    def _today(self) -> date:
        return local_time(self.now_ms()).date()

    def _tick(self) -> None:
        self.presenter.look_at_the_clock()
        self.presenter.serving.save()


def _read(store: Store) -> tuple[PastRegistrations, tuple[GigOffer, ...]]:
    offers = (
        GigOffer.of_record(one.id, one.fields) for one in list_records(store, "vacancy") if not one.is_deleted
    )
    return read_past_registrations(store), tuple(offer for offer in offers if offer is not None)
