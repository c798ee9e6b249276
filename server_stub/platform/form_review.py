"""The rules asked again of a form that arrived: what would have stopped it, what was verified.

The same function and the same version of the rules the device asked before finishing, about the
same answers, on the day the officer finished; only the record is the city's. It may have changed
since, so a doubt the officer was never asked about returns nothing: it is a doubt like any other
and sends somebody.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from employment import (
    AnsweredAbout,
    FormFinding,
    RuleContext,
    RulePack,
    review_answers,
    settled_doubt,
    shipped_references,
    stopping,
    verified,
)
from forms import FormError, read_confirmations
from server_stub.platform.form_shelf import CITY_TIME, FormShelf
from server_stub.platform.ledger import Ledger
from server_stub.platform.records import CityRecord
from server_stub.platform.returned import SubmissionNotFaithfulError
from server_stub.platform.rule_shelf import rules_of_form
from sync.change import FilledForm

_PERSON = "person"


@dataclass(frozen=True, slots=True)
class FormReview:
    """Looks at finished forms inside one transaction."""

    ledger: Ledger
    shelf: FormShelf
    rules: RulePack

    def check(self, form: FilledForm, about: CityRecord | None, *, device_id: str) -> None:
        """Hold a form against the rules.

        Raises:
            ReturnedError: a rule says what would have stopped the officer.

        """
        stopped = stopping(self.findings(form, about, device_id=device_id))
        if stopped:
            raise SubmissionNotFaithfulError(form=form.form_id, reason=stopped[0].rule.id)

    def findings(
        self, form: FilledForm, about: CityRecord | None, *, device_id: str
    ) -> tuple[FormFinding, ...]:
        """Ask every rule about the answers; `about` is the record as it is before them, if there is one."""
        values = self.shelf.open(form, device_id=device_id).asked()
        subject = AnsweredAbout(form.subject_id, about.fields if about is not None else {})
        rules = rules_of_form(self.ledger.connection, form, newest=self.rules)
        return review_answers(rules, values, about=subject, context=self._context(form, about))

    def verified(self, form: FilledForm, about: CityRecord, *, device_id: str) -> frozenset[str]:
        """Name the rules whose doubts about this record an officer has settled in this form."""
        try:
            said = [(each.code, each.reference) for each in read_confirmations(form.xml)]
        except FormError as error:
            raise SubmissionNotFaithfulError(form=form.form_id, reason=error.code) from error
        settled = settled_doubt(self.shelf.replay(form, device_id=device_id))
        looked_at = verified(self.findings(form, about, device_id=device_id), said) if said else frozenset()
        return looked_at | ({settled} if settled is not None else frozenset())

    def _context(self, form: FilledForm, about: CityRecord | None) -> RuleContext:
        finished_at = datetime.fromtimestamp(form.finalised_at_ms / 1000, UTC).astimezone(CITY_TIME)
        housemates = self.ledger.owned(_PERSON, about.belongs_to) if about is not None else ()
        return RuleContext(
            today=finished_at.date(),
            references=shipped_references(),
            household=[one.fields for one in housemates if one.id != form.subject_id and not one.is_deleted],
        )
