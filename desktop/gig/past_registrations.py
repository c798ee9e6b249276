"""What this computer remembers of the workers registered at it, read once from the finished forms.

A station holds no register of residents, so whoever came before is known by the form that was
filled then. Numbers are only looked up, never listed, and nothing here outlives the lock.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Final

from desktop.gig.questions import COLLECTOR, ENDED, FORM_ID, ID_NUMBER, PHONE, STARTED, TRADES, VILLAGE
from desktop.moments import local_time
from forms import FormError, read_answers
from store import Store, StoredSubmission, list_submissions, returned_submissions

_COLLECTOR: Final = COLLECTOR.removeprefix(f"/{FORM_ID}")  # where every form asks for it


@dataclass(frozen=True, slots=True)
class PastRegistration:
    """One finished form about one worker."""

    subject_id: str
    operator: str
    at_ms: int
    answers: Mapping[str, str] = field(repr=False)
    id: str = ""  # of the finished form

    @property
    def seconds(self) -> float | None:
        """How long it took, by the form's own times; None where it does not say."""
        try:
            began, ended = (datetime.fromisoformat(self.answers[name]) for name in (STARTED, ENDED))
        except (KeyError, ValueError):
            return None
        return (ended - began).total_seconds()


@dataclass(slots=True)
class PastRegistrations:
    """All of them, the newest first."""

    registrations: list[PastRegistration] = field(default_factory=list)
    collectors: dict[str, str] = field(default_factory=dict)  # the staff number each operator gave
    # Forms the platform gave back: what they say is offered to nobody else.
    refused: AbstractSet[str] = frozenset()

    def add(self, registration: PastRegistration) -> None:
        self.registrations.insert(0, registration)

    def newest(self) -> PastRegistration | None:
        """Give the newest form that was not given back."""
        return next(self._standing(), None)

    def collector_of(self, operator: str) -> str:
        """Give the staff number an operator gave before; blank where they never did."""
        own = (one.answers.get(COLLECTOR, "") for one in self.registrations if one.operator == operator)
        return self.collectors.get(operator) or next((number for number in own if number), "")

    def of_subject(self, subject_id: str) -> PastRegistration | None:
        return next((one for one in self.registrations if one.subject_id == subject_id), None)

    def with_number(self, id_number: str) -> PastRegistration | None:
        return self._said(ID_NUMBER, id_number)

    def with_phone(self, phone: str) -> PastRegistration | None:
        """Find who gave this number; of two who share a telephone, nobody."""
        found = {
            one.subject_id: one for one in reversed(self.registrations) if one.answers.get(PHONE) == phone
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def of_day(self, at_ms: int) -> list[PastRegistration]:
        """Give those of the same day, the newest first."""
        day = local_time(at_ms).date()
        return [one for one in self.registrations if local_time(one.at_ms).date() == day]

    def usual_seconds(self, at_ms: int) -> int | None:
        """Say how long one took today; the middle one, so that a form put aside does not count for hours."""
        taken = [one.seconds for one in self.of_day(at_ms)]
        known = [seconds for seconds in taken if seconds is not None]
        return round(median(known)) if known else None

    def trades_by_use(self, *, at_ms: int) -> list[str]:
        """Give the trades chosen here before this day, the most frequent first: one order all day."""
        day = local_time(at_ms).date()
        before = (one for one in self.registrations if local_time(one.at_ms).date() < day)
        return _by_use(code for one in before for code in one.answers.get(TRADES, "").split())

    def villages_by_use(self) -> list[str]:
        """Give the villages workers come from, the most frequent first."""
        return _by_use(one.answers[VILLAGE] for one in self._standing() if one.answers.get(VILLAGE))

    def _standing(self) -> Iterator[PastRegistration]:
        return (one for one in self.registrations if one.id not in self.refused)

    def _said(self, reference: str, text: str) -> PastRegistration | None:
        return next((one for one in self.registrations if one.answers.get(reference) == text), None)


def read_past_registrations(store: Store) -> PastRegistrations:
    """Read every finished form of the counter; one nobody can read is passed over."""
    submissions = list_submissions(store)
    found = (_read(one) for one in submissions if one.form_id == FORM_ID)
    return PastRegistrations(
        [one for one in found if one is not None], _collectors(submissions), returned_submissions(store)
    )


def _collectors(submissions: Sequence[StoredSubmission]) -> dict[str, str]:
    """Read the staff number off the newest form of each operator, whatever form it is."""
    newest: dict[str, StoredSubmission] = {}
    for one in submissions:
        newest.setdefault(one.operator, one)
    numbers = {operator: _collector(one) for operator, one in newest.items()}
    return {operator: number for operator, number in numbers.items() if number}


def _collector(submission: StoredSubmission) -> str:
    try:
        answers = read_answers(submission.xml)
    except FormError:
        return ""
    return next((text for path, text in answers.items() if path.endswith(_COLLECTOR)), "")


def _read(submission: StoredSubmission) -> PastRegistration | None:
    try:
        answers = read_answers(submission.xml)
    except FormError:
        return None
    subject_id = submission.subject_id or ""
    return PastRegistration(
        subject_id, submission.operator, submission.finalised_at_ms, answers, submission.id
    )


def _by_use(chosen: Iterable[str]) -> list[str]:
    return [code for code, _ in Counter(chosen).most_common()]
