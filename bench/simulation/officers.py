"""What an officer does at a door: fills a shipped form about a person and finishes it, or puts it aside.

Every value an officer says is said once in a whole schedule, so that a value found at the
end names the act it came from.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from bench.photo_form import FORM, PHOTOS
from bench.simulation.chance import Chance
from bench.simulation.laptop import Laptop
from bench.simulation.ledger import Act, Aside, Deletion, Ledger
from desktop.operations.drafts import Author, FinishedForm, submit_draft
from desktop.operations.edits import Act as EditAct
from desktop.operations.edits import RecordEdit, apply_edit
from desktop.rule_shelf import newest_rules
from employment.answers import person_edits, person_prefill
from forms import DeviceProperties, FormDefinition, FormSession, FormSubmission
from forms.errors import FormNotFinishedError
from server_stub.platform.form_shelf import FormClock
from store import Draft, find_records, items_of_submission, list_drafts, list_items, save_draft
from store.records import StoredRecord, read_record
from store.submissions import read_submission
from store.transaction import transaction

_WHO = "/employment_brief/who"
_WORK = "/employment_brief/work"
PHONE = f"{_WHO}/phone"
_PHOTO_BYTES = (700, 65_537, 300_000, 1_300_000)


def _rules(laptop: Laptop) -> str:
    return newest_rules(laptop.store).version


def _begin(laptop: Laptop, person: StoredRecord, definition: FormDefinition) -> FormSession:
    return FormSession.start(
        definition,
        clock=FormClock(laptop.clock),
        device=DeviceProperties(device_id=laptop.device_id, username=laptop.operator),
        prefill=person_prefill(person.fields),
    )


@dataclass
class Officers:
    """All officers of the schedule; they share the numbering of what they say."""

    chance: Chance
    ledger: Ledger
    said: int = 0
    numbered: int = 0

    def visit(self, laptop: Laptop) -> Act | None:
        """Fill and finish a form about somebody on this laptop, perhaps one that was put aside.

        None when nobody is on it, or the form stops. The act is in doubt until `look_at_disk` has settled it.

        Raises:
            PowerCut, StoreUnavailableError: in the middle of it.

        """
        aside = self._something_put_aside(laptop)
        person = self._somebody(laptop) if aside is None else self._subject(laptop, aside)
        if person is None or not laptop.device_id:
            return None
        begun = laptop.forms.newest(FORM)
        session = _begin(laptop, person, begun) if aside is None else self._resume(laptop, aside)
        for reference, text in self._answers(laptop, person).items():
            session.answer(reference, text)
        try:
            submission = session.finalise(instance_id=laptop.entropy.uuid(), judged_by=_rules(laptop))
        except FormNotFinishedError:
            return None  # a clock a year behind puts what is known into the future, and the form stops there
        submission = self._photograph(submission)
        edits = person_edits(submission.values, about=person.fields)
        touched = {
            name: (person.fields.get(name), value)
            for name, value in edits.items()
            if person.fields.get(name) != value
        }
        draft_id = submission.instance_id if aside is None else aside.id
        if aside is None:
            self._put_aside(laptop, person, draft_id, begun=(session, begun.version))
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
                draft_id=draft_id,
                files={name: sha256(one).hexdigest() for name, one in submission.attachments.items()},
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
        """Begin a form, say one thing and leave it; give the draft's id."""
        person = self._somebody(laptop)
        if person is None or not laptop.device_id:
            return None
        begun = laptop.forms.newest(FORM)
        session = _begin(laptop, person, begun)
        self.said += 1
        session.answer(f"{_WHO}/consent", "1")
        session.answer(PHONE, f"1640{self.said:07d}")
        return self._put_aside(laptop, person, laptop.entropy.uuid(), begun=(session, begun.version))

    def take_off_the_list(self, laptop: Laptop) -> str | None:
        """Delete somebody here; give who it was."""
        person = self._somebody(laptop)
        if person is None or not laptop.device_id:
            return None
        deletion = Deletion(laptop.name, person.id, laptop.entropy.uuid(), {laptop.name})
        act = EditAct(Author(laptop.operator, laptop.device_id), laptop.clock.now_ms(), None)
        edit = RecordEdit("person", person.id, {}, is_deletion=True)
        self.ledger.deletions.append(deletion)
        with transaction(laptop.store):
            apply_edit(laptop.store, edit, act, change_id=deletion.item_id)
        return person.id

    def look_at_disk(self, laptop: Laptop) -> None:
        """Settle what is in doubt: an act happened if its form is there."""
        for act in self.ledger.in_doubt():
            held = read_submission(laptop.store, act.submission_id)
            items = items_of_submission(laptop.store, act.submission_id) if held else ()
            self.ledger.settle(act, tuple(item.id for item in items))
        there = {item.id for item in list_items(laptop.store)}
        doubted = [one for one in self.ledger.deletions if one.laptop == laptop.name and one.is_in_doubt]
        for deletion in doubted:
            self.ledger.settle_deletion(deletion, is_there=deletion.item_id in there)

    def _something_put_aside(self, laptop: Laptop) -> Draft | None:
        drafts = sorted(list_drafts(laptop.store), key=lambda draft: draft.id)
        ours = [draft for draft in drafts if draft.id in self.ledger.asides]
        return self.chance.pick(ours) if ours and self.chance.happens(0.4) else None

    def _subject(self, laptop: Laptop, draft: Draft) -> StoredRecord | None:
        held = read_record(laptop.store, "person", str(draft.subject_id))
        return None if held is None or held.is_deleted else held

    def _resume(self, laptop: Laptop, draft: Draft) -> FormSession:
        """Go on with a form as it was begun, whatever has been published or withdrawn since."""
        return FormSession.resume(
            laptop.forms.pinned(draft.form_id, draft.form_version),
            draft.document,
            clock=FormClock(laptop.clock),
            device=DeviceProperties(device_id=laptop.device_id, username=laptop.operator),
        )

    def _photograph(self, submission: FormSubmission) -> FormSubmission:
        """Put photos beside a form that names them: in one piece, in several, in several envelopes."""
        names = [name for name in PHOTOS if name.encode() in submission.xml]
        if not names:
            return submission
        photos = {
            name: self.chance.content(self.chance.pick(_PHOTO_BYTES))
            for name in names
            if self.chance.happens(0.5)
        }
        return replace(submission, attachments={**submission.attachments, **photos})

    def _put_aside(
        self, laptop: Laptop, person: StoredRecord, draft_id: str, *, begun: tuple[FormSession, str]
    ) -> str:
        session, version = begun
        document = session.save()
        draft = Draft(draft_id, FORM, version, person.id, document, laptop.clock.now_ms())
        save_draft(laptop.store, draft)
        self.ledger.drafts.setdefault(laptop.name, set()).add(draft_id)
        self.ledger.asides[draft_id] = Aside(version, session.values().get(PHONE, ""), document)
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
