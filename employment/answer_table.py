"""Which answers of a form become fields of a person's record, and which fields a form begins with.

One table for all shipped forms (`tables/answers.tsv`), so a form of the office's own needs rows
and no program. An answer is an edit in one of two ways. `given`: kept as it is unless somebody gave a
new one. `with-status`: follows the employment status, so an answer that is not there no longer
holds; or a person who found work would stay registered as unemployed.

A form about several people (`member[]`) edits, of each, the record it is about. An entry that
gives both a name and a number of somebody else is about nobody we hold and edits nothing: it
is in the submission, for the office to make a record of.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from employment.errors import TableMalformedError
from employment.person import FieldValue
from employment.table import Row, parse_table


class EditKind(StrEnum):
    """When an answer is an edit; SHOWN answers only say whom or what the form is about."""

    SHOWN = ""
    GIVEN = "given"
    WITH_STATUS = "with-status"


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """One row: an answer, the field it is of, whether the form begins with it, and how it edits."""

    form_id: str
    path: str  # below the form; blank where the form does not ask, but the status empties the field
    field: str  # or `@path` of the answer that names the field
    is_shown: bool
    edit: EditKind
    codes: Mapping[str, str]  # from the form's codes to the record's; blank means the same


_Answered = tuple[AnswerRule, str]

# What an officer may put right in words, whichever the doubt was; a coded field has a form of its own.
CORRECTABLE: Final = frozenset({"person_name", "id_no", "phone", "employer_name", "status_since"})
_STATUS: Final = "emp_status"
_ANY_ENTRY: Final = "[]"
_COLUMNS: Final = ("form_id", "path", "field", "shown", "edit", "codes")
_WHO: Final = ("person_name", "id_no")


class AnswerTable:
    """The rows, by form."""

    def __init__(self, rules: Sequence[AnswerRule]) -> None:
        self._rules: dict[str, list[AnswerRule]] = {}
        for rule in rules:
            self._rules.setdefault(rule.form_id, []).append(rule)

    @classmethod
    def parse(cls, tsv_text: str) -> Self:
        """Read the table.

        Raises:
            TableMalformedError: a column is missing, or a way to edit is none of ours.

        """
        return cls([_rule(row) for row in parse_table(tsv_text, columns=_COLUMNS)])

    @property
    def form_ids(self) -> frozenset[str]:
        return frozenset(self._rules)

    def rules(self, form_id: str) -> Sequence[AnswerRule]:
        """Give the rows of a form; a form nobody listed has none."""
        return self._rules.get(form_id, ())

    def prefill(self, form_id: str, known: Mapping[str, FieldValue]) -> Mapping[str, str]:
        """Give the answers a form begins with, by reference; of several people, the first is the one known.

        The employment status is what a visit is for: it is asked anew, never filled in from last
        time, because a nod is not an answer.
        """
        return {
            f"/{form_id}/{rule.path.replace(_ANY_ENTRY, '[1]')}": str(known[rule.field])
            for rule in self.rules(form_id)
            if rule.is_shown and known.get(rule.field) not in (None, "")
        }

    def last_time(self, form_id: str, known: Mapping[str, FieldValue]) -> Mapping[str, str]:
        """Give what the record holds for the questions of a form, by reference, to be shown beside them.

        Of several people in a form, the first is the one known. A record's code none of the form's codes
        stands for says nothing.
        """
        found: dict[str, str] = {}
        for rule in self.rules(form_id):
            text = str(known.get(rule.field) or "")
            for_record = {code: answer for answer, code in rule.codes.items()}
            answer = for_record.get(text, "") if rule.codes else text
            if answer and rule.path:
                found[f"/{form_id}/{rule.path.replace(_ANY_ENTRY, '[1]')}"] = answer
        return found

    def edits(
        self, values: Mapping[str, str], *, about: Mapping[str, FieldValue]
    ) -> Mapping[str, FieldValue]:
        """Turn the relevant answers of a finished form into edits of the record whose fields these are."""
        form_id = _form_of(values)
        rules = self.rules(form_id)
        for entry in _entries(form_id, rules, values):
            answers = [(rule, _answer(form_id, rule, entry, values)) for rule in rules]
            if _is_about(answers, about):
                return dict(_edits(form_id, answers, values))
        return {}

    def corrections(self, values: Mapping[str, str]) -> Mapping[str, str]:
        """Give the references of answers that are of a field the form names itself, by that field."""
        form_id = _form_of(values)
        named = ((rule, _field(form_id, rule, values)) for rule in self.rules(form_id))
        found = {field: f"/{form_id}/{rule.path}" for rule, field in named if rule.field.startswith("@")}
        return {field: reference for field, reference in found.items() if field and values.get(reference)}

    def only_shown(self, values: Mapping[str, str]) -> Mapping[str, str]:
        """Give the fields of answers the form shows and does not edit, by reference."""
        form_id = _form_of(values)
        shown = [rule for rule in self.rules(form_id) if rule.is_shown and rule.edit is EditKind.SHOWN]
        found = {f"/{form_id}/{rule.path}": rule.field for rule in shown}
        return {reference: field for reference, field in found.items() if reference in values}

    def concerns_household(self, form_id: str) -> bool:
        """Tell whether a form asks about everybody of a household rather than about one person."""
        return any(_ANY_ENTRY in rule.path for rule in self.rules(form_id))


def _form_of(values: Mapping[str, str]) -> str:
    return next(iter(values), "").strip("/").partition("/")[0]


def _entries(form_id: str, rules: Sequence[AnswerRule], values: Mapping[str, str]) -> list[str]:
    """Name the entries a form gives about people: `[1]`, `[2]`, or blank where it is about one."""
    repeats = {rule.path.partition(_ANY_ENTRY)[0] for rule in rules if _ANY_ENTRY in rule.path}
    if not repeats:
        return [""]
    entry = re.compile(rf"/{re.escape(form_id)}/(?:{'|'.join(map(re.escape, repeats))})(\[[0-9]+\])/")
    found = (entry.match(reference) for reference in values)
    return list(dict.fromkeys(match[1] for match in found if match))


def _answer(form_id: str, rule: AnswerRule, entry: str, values: Mapping[str, str]) -> str:
    text = values.get(f"/{form_id}/{rule.path.replace(_ANY_ENTRY, entry)}", "") if rule.path else ""
    return rule.codes.get(text, "") if rule.codes else text


def _is_about(answers: Sequence[_Answered], about: Mapping[str, FieldValue]) -> bool:
    """Tell whether an entry is about this person: one of what it asks of who they are is theirs."""
    asked = ((rule.field, text) for rule, text in answers if rule.edit is EditKind.GIVEN)
    said = [(field, text) for field, text in asked if field in _WHO and text]
    known = [(field, text) for field, text in said if about.get(field)]
    return not known or any(about[field] == text for field, text in known)


def _edits(
    form_id: str, answers: Sequence[_Answered], values: Mapping[str, str]
) -> Iterator[tuple[str, FieldValue]]:
    has_status = any(rule.field == _STATUS and text for rule, text in answers)
    for rule, text in answers:
        if rule.edit is EditKind.GIVEN and text:
            field = _field(form_id, rule, values)
            if field:
                yield field, text
        elif rule.edit is EditKind.WITH_STATUS and has_status:
            yield rule.field, text or None


def _field(form_id: str, rule: AnswerRule, values: Mapping[str, str]) -> str:
    if not rule.field.startswith("@"):
        return rule.field
    named = values.get(f"/{form_id}/{rule.field[1:]}", "")
    return named if named in CORRECTABLE else ""


def _rule(row: Row) -> AnswerRule:
    try:
        kind = EditKind(row["edit"])
        codes = dict(pair.split("=") for pair in row["codes"].split())
    except ValueError as error:
        raise TableMalformedError(column="edit", line=row["path"]) from error
    return AnswerRule(row["form_id"], row["path"], row["field"], bool(row["shown"]), kind, codes)
