"""What an officer does at a door: fills a shipped form about a person and finishes it, or puts it aside.

Every value an officer says is said once in a whole schedule, so that a value found at the
end names the act it came from.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench.simulation.chance import Chance
from bench.simulation.laptop import Laptop
from bench.simulation.ledger import Act, Ledger
from desktop.operations.drafts import Author, FinishedForm, submit_draft
from employment.answers import person_edits, person_prefill
from forms import DeviceProperties, FormSession
from forms.errors import FormNotFinishedError
from server_stub.platform.form_shelf import FormClock, shipped_form
from store import Draft, find_records, items_of_submission, save_draft
from store.records import StoredRecord
from store.submissions import read_submission

FORM = "employment_brief"
_WHO = "/employment_brief/who"
_WORK = "/employment_brief/work"


@dataclass
class Officers:
    """All officers of the schedule; they share the numbering of what they say."""

    chance: Chance
    ledger: Ledger
    said: int = 0
    numbered: int = 0

    def visit(self, laptop: Laptop) -> Act | None:
        """Fill and finish a form about somebody on this laptop; None when nobody is on it, or the form stops.

        The act is in doubt until `look_at_disk` has settled it.

        Raises:
            PowerCut, StoreUnavailableError: in the middle of it.

        """
        person = self._somebody(laptop)
        if person is None or not laptop.device_id:
            return None
        answers = self._answers(laptop, person)
        session = FormSession.start(
            shipped_form(FORM),
            clock=FormClock(laptop.clock),
            device=DeviceProperties(device_id=laptop.device_id, username=laptop.operator),
            prefill=person_prefill(person.fields),
        )
        for reference, text in answers.items():
            session.answer(reference, text)
        try:
            submission = session.finalise(instance_id=laptop.entropy.uuid())
        except FormNotFinishedError:
            return None  # a clock a year behind puts what is known into the future, and the form stops there
        edits = person_edits(submission.values, about=person.fields)
        touched = {
            name: (person.fields.get(name), value)
            for name, value in edits.items()
            if person.fields.get(name) != value
        }
        draft_id = self._put_aside(laptop, person, submission.instance_id)
        self.numbered += 1
        act = self.ledger.begin(
            Act(
                number=self.numbered,
                laptop=laptop.name,
                device_id=laptop.device_id,
                record_id=person.id,
                submission_id=submission.instance_id,
                item_ids=(),
                touched=touched,
            )
        )
        submit_draft(
            laptop.store,
            FinishedForm(submission, person.id, draft_id=draft_id),
            author=Author(laptop.operator, laptop.device_id),
            clock=laptop.clock,
            entropy=laptop.entropy,
        )
        return act

    def put_aside(self, laptop: Laptop) -> str | None:
        """Begin a form and leave it; give the draft's id."""
        person = self._somebody(laptop)
        if person is None:
            return None
        return self._put_aside(laptop, person, laptop.entropy.uuid())

    def look_at_disk(self, laptop: Laptop) -> None:
        """Settle what is in doubt: an act happened if its form is there."""
        for act in self.ledger.in_doubt():
            held = read_submission(laptop.store, act.submission_id)
            items = items_of_submission(laptop.store, act.submission_id) if held else ()
            self.ledger.settle(act, tuple(item.id for item in items))

    def _put_aside(self, laptop: Laptop, person: StoredRecord, draft_id: str) -> str:
        document = f"draft {draft_id}".encode()
        draft = Draft(draft_id, FORM, "1", person.id, document, laptop.clock.now_ms())
        save_draft(laptop.store, draft)
        self.ledger.drafts.setdefault(laptop.name, set()).add(draft_id)
        return draft_id

    def _somebody(self, laptop: Laptop) -> StoredRecord | None:
        people = find_records(laptop.store, "person")
        return self.chance.pick(people) if people else None

    def _answers(self, laptop: Laptop, person: StoredRecord) -> dict[str, str]:
        self.said += 1
        phone = str(person.fields.get("phone") or "")
        if not phone or self.chance.happens(0.5):
            phone = f"1640{self.said:07d}"
        answers = {f"{_WHO}/consent": "1", f"{_WHO}/phone": phone}
        kind = self.chance.pick(("phone only", "employed", "unemployed"))
        status = str(person.fields.get("emp_status") or "")
        if kind == "phone only" and status == "2" and person.fields.get("employer_name"):
            return answers
        if kind == "unemployed":
            return answers | {
                f"{_WORK}/emp_status": "1",
                f"{_WORK}/unemp_reason": "04",
                f"{_WORK}/unemp_registered": "1",
                f"{_WORK}/status_since": self._since(laptop),
            }
        return answers | {
            f"{_WORK}/emp_status": "2",
            f"{_WORK}/emp_form": "10",
            f"{_WORK}/employer_name": f"晋江第{self.said}号鞋业有限公司（演示）",
            f"{_WORK}/status_since": self._since(laptop),
        }

    def _since(self, laptop: Laptop) -> str:
        days = self.chance.between(1, 20)
        moment = datetime.fromtimestamp(laptop.clock.now_ms() / 1000, UTC)
        return (moment - timedelta(days=days)).date().isoformat()
