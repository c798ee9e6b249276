"""Writes down a visit: the form of a household, answered by one press instead of page by page."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.form_shelf import VISIT_FORM
from desktop.form_surroundings import FormSurroundings
from desktop.operations.drafts import FinishedForm
from desktop.operations.rounds import VisitOutcome
from employment import known_of_person, person_prefill
from forms import FormSession
from store import read_record

_VISIT: Final = f"/{VISIT_FORM}/visit"


@dataclass(frozen=True, slots=True)
class Visit:
    """What was met at a door, and when somebody means to go there again; an empty house has no head."""

    head_id: str
    house_id: str
    outcome: VisitOutcome
    visited_on: date
    revisit_on: date | None = None
    note: str = ""


def finish_visit(visit: Visit, around: FormSurroundings, *, instance_id: str, draft_id: str) -> FinishedForm:
    """Fill and finish the form of a visit.

    Raises:
        FormError: the city's newest version of the form asks something else; it is filled page by page.
        FormWithdrawnError: nothing is begun with this form any more.

    """
    person = around.person(visit.head_id) if visit.head_id else None
    house = read_record(around.reader(), "household", visit.house_id)
    known = known_of_person(
        visit.head_id,
        {} if person is None else person.fields,
        household={} if house is None else house.fields,
    )
    session = FormSession.start(
        around.shelf().newest(VISIT_FORM),
        clock=around.clock(),
        device=around.device(),
        prefill=person_prefill(known, form_id=VISIT_FORM),
    )
    session.answer(f"{_VISIT}/visited_on", visit.visited_on.isoformat())
    session.answer(f"{_VISIT}/outcome", visit.outcome.value)
    if visit.revisit_on is not None:
        session.answer(f"{_VISIT}/revisit_on", visit.revisit_on.isoformat())
    if visit.note:
        session.answer(f"{_VISIT}/note", visit.note)
    return FinishedForm(session.finalise(instance_id=instance_id), visit.head_id or visit.house_id, draft_id)
