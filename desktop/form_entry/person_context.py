"""What is known of a person before the first question: the header, and the cards beside the form.

Everything here may be seen by neighbours, so names and numbers are masked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.capture.code_resolution import age_from_id_number
from desktop.code_lists import CodeLists
from desktop.form_entry.form_screen import ContextCard, ContextFact, FormHeader
from desktop.moments import local_time, say_date
from desktop.task_words import TaskWords, in_language
from desktop.tokens import Tone
from employment.assignment import AssignmentState
from employment.privacy import mask_name, mask_phone
from resources.words import Words
from store import RecordVersion, StoredRecord

_OPEN = frozenset({AssignmentState.DISPATCHED, AssignmentState.RETURNED})


@dataclass(frozen=True, slots=True)
class PersonContext:
    """Reads records for the eye, in one language."""

    words: Words
    lists: CodeLists
    today: date

    def header(self, person: StoredRecord, *, address: str, form_title: str) -> FormHeader:
        number = _text(person, "id_no")
        age = age_from_id_number(number, on=self.today)
        years = "" if age is None else self.words.text("screens.records.age", age=age)
        tail = self.words.text("screens.records.id_tail", tail=number[-4:]) if number else ""
        name = " · ".join(part for part in (mask_name(_text(person, "person_name")), years) if part)
        detail = " · ".join(part for part in (address, tail, form_title) if part)
        # Where somebody lives is masked on paper like any other address.
        on_paper = " · ".join(part for part in (tail, form_title) if part)
        return FormHeader(name=name, detail=detail, paper_detail=on_paper)

    def cards(
        self, person: StoredRecord, *, tasks: Sequence[StoredRecord], history: Sequence[RecordVersion]
    ) -> tuple[ContextCard, ...]:
        """Doubts first, then how things stood before."""
        doubts = tuple(self._doubt(task) for task in tasks if task.fields.get("state") in _OPEN)
        return (*doubts, self._last(person, history))

    def _doubt(self, task: StoredRecord) -> ContextCard:
        sent = TaskWords(_text(task, "title"), _text(task, "explanation"), _text(task, "question"))
        said = in_language(sent, _text(task, "rule_id"), language=self.words.language)
        ask = self.words.text("screens.form.context_card.ask", question=said.question)
        sentences = (said.title, said.explanation, ask if said.question else "")
        return ContextCard(
            title=self.words.text("screens.form.context_card.doubt"),
            tone=Tone.WARN,
            sentences=tuple(sentence for sentence in sentences if sentence),
        )

    def _last(self, person: StoredRecord, history: Sequence[RecordVersion]) -> ContextCard:
        registered = {"1": "yes", "0": "no"}.get(_text(person, "unemp_registered"))
        phone = _text(person, "phone")
        visits = [version for version in history if version.origin.submission_id is not None]
        title = self._say("last")
        if visits:
            day = say_date(local_time(visits[-1].changed_at_ms).date(), words=self.words)
            title = f"{title} {day}"
        facts = (
            ContextFact(self._say("status"), self._listed("emp_status", person)),
            ContextFact(self._say("registered"), "" if registered is None else self._say(registered)),
            ContextFact(self._say("employer"), _text(person, "employer_name")),
            ContextFact(self._say("since"), _text(person, "status_since")),
            ContextFact(self._say("phone"), mask_phone(phone) if phone else ""),
            ContextFact(self._say("by"), (visits[-1].origin.operator or "") if visits else ""),
        )
        return ContextCard(title=title, tone=None, facts=tuple(fact for fact in facts if fact.value))

    def _listed(self, field: str, person: StoredRecord) -> str:
        code = _text(person, field)
        return self.lists.label(field, code) if code else ""

    def _say(self, key: str) -> str:
        return self.words.text(f"screens.form.context_card.{key}")


def _text(record: StoredRecord, name: str) -> str:
    value = record.fields.get(name)
    return value if isinstance(value, str) else ""
