"""What holds for every rule and every record, however strange."""

from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employment import RulePack, check, shipped_rule_pack
from employment.person import FieldValue
from employment.rules.case import RuleCase, RuleContext
from employment.rules.registry import RULE_CHECKS
from tests.employment.rule_cases import CASES, REFERENCES, Case

PACK = shipped_rule_pack()
FIELDS = sorted({field for rule in PACK.rules.values() for field in rule.fields})
KNOWN_VALUES = sorted({str(value) for case in CASES for value in case.fields.values()})
# Read only where the field before it was left out.
SECOND_CHOICES = {"birth_manual", "res_county", "res_village", "village"}

values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=30),
    st.sampled_from(KNOWN_VALUES),
    st.dates().map(str),
)
records = st.dictionaries(st.sampled_from([*FIELDS, "person_name"]), values)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


class Watched(Mapping[str, FieldValue]):
    """A record that remembers which fields were looked at."""

    def __init__(self, fields: Mapping[str, FieldValue]) -> None:
        self._fields = fields
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> FieldValue:
        self.read.add(name)
        return self._fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


@given(records, days, st.lists(records, max_size=2))
def test_no_rule_raises_and_the_same_record_gets_the_same_verdict(
    fields: dict[str, FieldValue], today: date, household: list[dict[str, FieldValue]]
) -> None:
    context = RuleContext(today=today, references=REFERENCES, household=household)

    first = check(PACK, fields, subject_id="p-1", context=context)
    again = check(PACK, dict(reversed(fields.items())), subject_id="p-1", context=context)

    assert first == again
    assert [doubt.rule_id for doubt in first] == sorted({doubt.rule_id for doubt in first})
    assert all(isinstance(value, str) for doubt in first for value in doubt.evidence.values())


@given(days)
def test_nothing_known_means_nothing_doubted(today: date) -> None:
    assert check(PACK, {}, subject_id="p-1", context=RuleContext(today=today, references=REFERENCES)) == ()


@given(records, days)
def test_without_tables_and_reports_their_rules_are_silent(
    fields: dict[str, FieldValue], today: date
) -> None:
    doubts = check(PACK, fields, subject_id="p-1", context=RuleContext(today=today))

    assert {doubt.rule_id for doubt in doubts}.isdisjoint({"D03", "D04", "D22", "D23", "D24", "D30", "D41"})


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_reads_only_the_fields_its_pack_names(case: Case) -> None:
    record = Watched(case.fields)

    RULE_CHECKS[case.rule](RuleCase("p-1", record, case.context))

    assert record.read <= set(PACK.rules[case.rule].fields)


@pytest.mark.parametrize("rule", sorted(PACK.rules))
def test_every_field_a_pack_names_is_read_in_some_case(rule: str) -> None:
    read: set[str] = set()
    for record, case in [(Watched(case.fields), case) for case in CASES if case.rule == rule]:
        RULE_CHECKS[rule](RuleCase("p-1", record, case.context))
        read |= record.read

    assert set(PACK.rules[rule].fields) - read <= SECOND_CHOICES


@pytest.mark.parametrize("case", [case for case in CASES if case.verdict == "doubt"], ids=str)
def test_a_verdict_does_not_depend_on_the_other_rules_of_the_pack(case: Case) -> None:
    alone = RulePack("1", {case.rule: PACK.rules[case.rule]})

    together = check(PACK, case.fields, subject_id="p-1", context=case.context)
    [doubt] = check(alone, case.fields, subject_id="p-1", context=case.context)

    assert doubt in together
