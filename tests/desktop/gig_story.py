"""The counter of a station in Jinjiang on a Sunday morning: who was there before, and what is offered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from desktop.capture.code_resolution import CodeResolver
from desktop.capture.outcomes import Member
from desktop.code_lists import CodeLists
from desktop.form_entry.form_page import form_language
from desktop.form_shelf import FormClock, shipped_form
from desktop.gig.first_answers import first_answers, of_the_station, window_answers
from desktop.gig.free_times import begin_free_times
from desktop.gig.gig_presenter import GigPresenter
from desktop.gig.gig_screen import GigScreen
from desktop.gig.gig_side import GigSide
from desktop.gig.gig_words import GigWords
from desktop.gig.past_registrations import PastRegistration, PastRegistrations
from desktop.gig.questions import (
    COLLECTOR,
    ENDED,
    FORM_ID,
    ID_NUMBER,
    NAME,
    PAY,
    PHONE,
    SCENE,
    STARTED,
    STATION,
    TRADES,
    VILLAGE,
)
from desktop.gig.registration import Registration
from desktop.gig.workers import Worker, Workers
from employment.answers import known_of_place
from employment.gig_matching import GigOffer
from forms import DeviceProperties, FormSession, FormSubmission
from resources.words import Words
from store import StoredRecord
from sync.codes.errors import CodeNotOursError
from sync.codes.subject_code import SubjectCode
from sync.places import may_register
from tests.fakes.clock import STORY_STARTS_MS, FakeClock
from tests.fakes.local_records import FakeLocalRecords, id_number

TODAY = date(2026, 11, 22)
DAY_MS = 86_400_000
MINUTE_MS = 60_000
XIANGSHAN, LUOSHAN = "350582001014", "350582004001"
LIN_NUMBER = id_number("35058219871012551")
NEW_NUMBER = id_number("35052119900304122")
WHOLE = {
    "/gig_register/res_place/res_county": "350582",
    "/gig_register/res_place/res_town": "350582001",
    VILLAGE: XIANGSHAN,
    "/gig_register/cap/education": "71",
    "/gig_register/cap/skill_level": "0",
    "/gig_register/cap/exp_years": "6",
    "/gig_register/cap/key_group": "none",
    "/gig_register/avail/radius_km": "10",
    "/gig_register/avail/own_vehicle": "1",
    "/gig_register/pay/pay_mode": "day",
    "/gig_register/pay/pay_daily": "1",
    "/gig_register/pay/ins": "2 4",
    "/gig_register/pay/accident_ins": "1",
    "/gig_register/emerg/em_name": "林秀英",
    "/gig_register/emerg/em_phone": "13900001234",
}


def was_here(number: int, name: str, trades: str, *, at_ms: int, said: Mapping[str, str]) -> PastRegistration:
    """Give somebody registered at this window before."""
    answers = {
        **WHOLE,
        NAME: name,
        TRADES: trades,
        STATION: "LGYZ-350582-001",
        SCENE: "park",
        COLLECTOR: "qz-0102",
        STARTED: "2026-11-22T09:40:00.000+08:00",
        ENDED: "2026-11-22T09:40:52.000+08:00",
        **said,
    }
    return PastRegistration(f"g-{number:032x}", "林秀梅", at_ms, answers)


LIN = was_here(
    1,
    "林志强",
    "07 21",
    at_ms=STORY_STARTS_MS - 99 * DAY_MS,
    said={ID_NUMBER: LIN_NUMBER, PHONE: "13855077721", PAY: "260"},
)
EARLIER_TODAY = (
    was_here(2, "庄秀妹", "04", at_ms=STORY_STARTS_MS + 112 * MINUTE_MS, said={PHONE: "13600000002"}),
    was_here(3, "苏永福", "15", at_ms=STORY_STARTS_MS + 110 * MINUTE_MS, said={PHONE: "13600000003"}),
    was_here(4, "黄丽珠", "08", at_ms=STORY_STARTS_MS + 107 * MINUTE_MS, said={PHONE: "13600000004"}),
)
OFFERS = (
    GigOffer("v-1", "电商仓分拣打包", "晋江晨汐", LUOSHAN, 6, 5_200, 6_100, False, date(2026, 12, 31)),
    GigOffer("v-2", "家具搬运工", "池店家居", "350582105001", 2, 6_500, 6_500, False, date(2026, 12, 31)),
    GigOffer("v-3", "缝纫工", "晨汐鞋业", XIANGSHAN, 20, 5_000, 8_000, False, date(2026, 12, 31)),
)


def nobodys_code(text: str) -> SubjectCode:
    raise CodeNotOursError


@dataclass
class FakeGigCounter:
    """Begins, keeps and submits in memory; a submission is answered when the test says so, or at once."""

    words: Words
    clock: FakeClock = field(default_factory=FakeClock)
    past: PastRegistrations = field(default_factory=lambda: PastRegistrations([*EARLIER_TODAY, LIN]))
    kept: dict[str, bytes] = field(default_factory=dict)
    discarded: list[str] = field(default_factory=list)
    submitted: list[tuple[str, FormSubmission]] = field(default_factory=list)
    operator: str = "林秀梅"
    station: str = "LGYZ-350582-001"
    of_window: dict[str, str] = field(default_factory=dict)  # kept on this computer
    fails_with: str = ""
    is_slow: bool = False
    scope: tuple[str, ...] = ("350582001",)
    typed_like: dict[str, tuple[Member, ...]] = field(default_factory=dict)  # by the letters
    lookups: list[Callable[[], None]] | None = None  # what was looked up and is not found yet
    answers: list[Callable[[], None]] = field(default_factory=list)  # of a slow one, not given yet
    _numbers: int = 0

    def begin(self, worker: Worker) -> Registration:
        answers = first_answers(worker, known=_known(worker.person), window=self.window_answers())
        definition = shipped_form(FORM_ID)
        session = FormSession.start(
            definition,
            clock=FormClock(self.clock),
            device=DeviceProperties("d0" * 16, username="林秀梅"),
            language=form_language(definition, self.words.language),
        )
        registration = Registration(
            session,
            self.words,
            lambda values: (),
            "",
            subject_id=worker.subject_id or f"g-new-{self._next()}",
            draft_id=f"draft-{self._next()}",
        )
        registration.offer({**answers, **begin_free_times(answers, today=TODAY)})
        registration.is_touched = False
        return registration

    def window_answers(self) -> Mapping[str, str]:
        own = {STATION: self.station, **self.of_window}
        return window_answers(self.past, operator=self.operator, own=own)

    def keep(self, registration: Registration) -> None:
        self.kept[registration.draft_id] = registration.document()

    def discard(self, registration: Registration) -> None:
        self.kept.pop(registration.draft_id, None)
        self.discarded.append(registration.draft_id)

    def submit(
        self,
        registration: Registration,
        submission: FormSubmission,
        *,
        done: Callable[[], None],
        failed: Callable[[str], None],
    ) -> None:
        if self.fails_with:
            failed(self.fails_with)
            return
        self.kept.pop(registration.draft_id, None)
        self.submitted.append((registration.subject_id, submission))
        self.past.add(PastRegistration(registration.subject_id, "林秀梅", self.now_ms(), submission.values))
        if self.is_slow:
            self.answers.append(done)
        else:
            done()

    def keep_of_window(self, reference: str, text: str) -> Mapping[str, str]:
        self.of_window[reference] = text
        self.station = self.of_window.get(STATION, self.station)
        return of_the_station({reference: text})

    def may_register(self, registration: Registration) -> bool:
        village, station = registration.text(VILLAGE), registration.text(STATION)
        return may_register(self.scope, village=village, station=station)

    def look_up(self, letters: str, *, done: Callable[[tuple[Member, ...]], None]) -> None:
        found = partial(done, self.typed_like.get(letters, ()))
        if self.lookups is None:
            found()
        else:
            self.lookups.append(found)

    def new_instance_id(self) -> str:
        return f"uuid:{self._next():032x}"

    def now_s(self) -> float:
        return self.clock.monotonic_s()

    def now_ms(self) -> int:
        return self.clock.now_ms() + 113 * MINUTE_MS

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers


def open_counter(
    screen: GigScreen, words: Words, *, offers: tuple[GigOffer, ...] = OFFERS
) -> tuple[GigPresenter, FakeGigCounter]:
    """Put a presenter on a screen, with the people of the story."""
    counter, records = FakeGigCounter(words), FakeLocalRecords()
    resolver = CodeResolver(records, check_code=nobodys_code, today=lambda: TODAY)
    presenter = GigPresenter(
        screen,
        counter=counter,
        workers=Workers(resolver, lambda _: (), lambda: counter.past, records.person),
        side=GigSide(lambda: counter.past, lambda: offers, counter.now_ms, lambda: (XIANGSHAN,)),
        words=lambda: GigWords(words, CodeLists(words.language), TODAY),
    )
    presenter.enter()
    return presenter, counter


def _known(person: StoredRecord | None) -> dict[str, str]:
    """Say what the register knows, as the prefill of the form does."""
    if person is None:
        return {}
    place = known_of_place(XIANGSHAN)
    names = {ID_NUMBER: "id_no", NAME: "person_name", PHONE: "phone"}
    known = {reference: str(person.fields.get(name) or "") for reference, name in names.items()}
    return {**known, **{f"/gig_register/res_place/{name}": str(code) for name, code in place.items()}}
