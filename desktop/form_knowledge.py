"""What the replica knows for a form about to be filled: first answers, and the rules with their context.

Both come from `employment` and are the same on the platform; here they only get the records,
the day, and the words a screen needs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.code_lists import CodeLists
from desktop.form_entry.remarks import Judge
from desktop.form_shelf import HOUSEHOLD_FORM
from desktop.operations.subjects import housemates
from desktop.rule_shelf import newest_rules
from desktop.task_words import rule_pack
from employment import (
    AnsweredAbout,
    FormFinding,
    RuleContext,
    known_of_doubt,
    known_of_person,
    known_of_place,
    person_prefill,
    review_answers,
    shipped_references,
)
from employment.answer_table import CORRECTABLE
from resources.words import Words
from store import FieldValue, Store, StoredRecord, read_record


@dataclass(frozen=True, slots=True)
class FormKnowledge:
    """Reads the replica for one form, on one day."""

    store: Store
    words: Words
    lists: CodeLists
    today: date

    def prefill(
        self, form_id: str, person: StoredRecord, *, task: StoredRecord | None = None
    ) -> Mapping[str, str]:
        """Give the answers a form about this person, and this doubt, begins with."""
        household = self.household(person)
        known = known_of_person(
            person.id, person.fields, household={} if household is None else household.fields
        )
        if task is not None:
            known = {**known, **self._doubt(task, person)}
        return person_prefill(known, form_id=form_id)

    def prefill_member(self, housemate: StoredRecord, known: Mapping[str, str]) -> Mapping[str, str]:
        """Give the answers the form of a household begins with where its first member is somebody new."""
        household = self.household(housemate)
        about = known_of_person("", known, household={} if household is None else household.fields)
        return person_prefill(about, form_id=HOUSEHOLD_FORM)

    def prefill_household(self, known: Mapping[str, str], scope: Sequence[str]) -> Mapping[str, str]:
        """Give what the form of a household no register holds begins with: where it is, who was met."""
        place = known_of_place(scope[0] if len(scope) == 1 else "")
        return person_prefill({**place, **known}, form_id=HOUSEHOLD_FORM)

    def prefill_place(self, form_id: str, scope: Sequence[str]) -> Mapping[str, str]:
        """Give the answers a form begins with that is about no record: the place of this device."""
        return person_prefill(known_of_place(scope[0] if len(scope) == 1 else ""), form_id=form_id)

    def judge(self, person: StoredRecord | None) -> Judge:
        """Give the rules with everything this device knows beside the answers."""
        about = AnsweredAbout("", {}) if person is None else AnsweredAbout(person.id, person.fields)
        household = [] if person is None else [mate.fields for mate in housemates(self.store, person)]
        context = RuleContext(today=self.today, references=shipped_references(), household=household)

        pack = newest_rules(self.store)

        def judge(values: Mapping[str, str]) -> Sequence[FormFinding]:
            return review_answers(pack, values, about=about, context=context)

        return judge

    def judged_by(self) -> str:
        """Give the version of the rules that are asked."""
        return newest_rules(self.store).version

    def household(self, person: StoredRecord) -> StoredRecord | None:
        return read_record(self.store, "household", str(person.fields.get("household_id") or ""))

    def _doubt(self, task: StoredRecord, person: StoredRecord) -> Mapping[str, FieldValue]:
        rule = rule_pack().rules.get(str(task.fields.get("rule_id") or ""))
        known = dict(known_of_doubt(task.id, task.fields, rule=rule, person=person.fields))
        field = str(known["field_ref"] or "")
        key = f"screens.record.field.{field}"
        known["field_name"] = self.words.text(key) if self.words.knows(key) else field
        if field not in CORRECTABLE:
            # A code says nothing to the officer, and is put right in the form that asks for it.
            known["value_a"] = self.lists.label(field, str(known["value_a"] or ""))
        return known
