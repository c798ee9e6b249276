"""The laws of the rules by which concurrent edits of one field are joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources import read_text
from sync.change import FieldValue, HybridTime
from sync.errors import MergePolicyInvalidError
from sync.merge.join import Write, join, weight
from sync.merge.policy import FieldRule, MergePolicy
from sync.merge.revision import revision_of

rules = st.sampled_from(list(FieldRule))
makers = st.sampled_from([FieldRule.LATEST, FieldRule.LARGEST, FieldRule.UNION, FieldRule.BOTH])
values: st.SearchStrategy[FieldValue] = st.sampled_from(
    ["2026-10-01", "2026-11-02", "2026-10-01 2026-11-02", "", None, 0, 1, 7, True, False]
)
nodes = st.sampled_from(["anxi", "jinjiang", "city"])
revisions = st.builds(HybridTime, st.integers(0, 9), st.integers(0, 3), nodes).map(revision_of)
writes = st.builds(Write, revisions, values.map(lambda value: {"field": value}))
several = st.lists(writes, min_size=1, max_size=4)


@given(rules, several, st.randoms(use_true_random=False))
def test_the_order_of_edits_changes_nothing(rule: FieldRule, edits: list[Write], order) -> None:  # type: ignore[no-untyped-def]
    mixed = list(edits)
    order.shuffle(mixed)

    assert join(rule, mixed) == join(rule, edits)
    assert weight(join(rule, mixed).fields) == weight(join(rule, edits).fields)


@given(rules, several)
def test_an_edit_given_twice_changes_nothing(rule: FieldRule, edits: list[Write]) -> None:
    assert join(rule, [*edits, edits[0]]) == join(rule, edits)


@given(rules, values, st.lists(revisions, min_size=1, max_size=4))
def test_one_value_from_everybody_is_that_value(rule: FieldRule, value: FieldValue, by: list[str]) -> None:
    joined = join(rule, [Write(revision, {"field": value}) for revision in by])

    assert weight(joined.fields) == weight({"field": value})
    assert joined.conflicts == ()


@given(st.sampled_from([FieldRule.ASK, FieldRule.IDENTITY]), several)
def test_every_other_value_is_in_a_conflict(rule: FieldRule, edits: list[Write]) -> None:
    joined = join(rule, edits)

    named = {weight({"field": one.lost}) for one in joined.conflicts} | {weight(joined.fields)}
    assert named == {weight(one.fields) for one in edits}


texts = st.sampled_from(["2026-10-01", "2026-11-02", "2026-12-03 2026-11-02", "a\nb", "b"])
of_makers = st.one_of(
    st.tuples(st.sampled_from([FieldRule.LATEST, FieldRule.UNION]), st.lists(texts, min_size=3, max_size=3)),
    st.tuples(st.just(FieldRule.LARGEST), st.lists(st.integers(0, 9), min_size=3, max_size=3)),
)


@given(of_makers)
def test_joining_a_result_with_a_third_is_joining_all_three(
    drawn: tuple[FieldRule, list[FieldValue]],
) -> None:
    rule, [one, other, third] = drawn
    first, second, last = (_write(place, value) for place, value in enumerate([one, other, third]))

    left = _write(1, join(rule, [first, second]).fields["field"])
    right = _write(2, join(rule, [second, last]).fields["field"])

    assert _words(join(rule, [left, last]).fields) == _words(join(rule, [first, second, last]).fields)
    assert _words(join(rule, [first, right]).fields) == _words(join(rule, [first, second, last]).fields)


@given(st.lists(texts, min_size=1, max_size=4))
def test_no_line_of_a_note_is_lost(notes: list[str]) -> None:
    joined = join(FieldRule.BOTH, [_write(place, note) for place, note in enumerate(notes)])

    said = {line for note in notes for line in note.split("\n")}
    assert said == set(str(joined.fields["field"]).split("\n"))


def test_identity_stays_with_the_older_edit_until_somebody_decides() -> None:
    joined = join(FieldRule.IDENTITY, [_write(1, "蔡志明"), _write(2, "蔡志民")])

    assert joined.fields == {"field": "蔡志明"}
    assert [one.lost for one in joined.conflicts] == ["蔡志民"]


def test_the_citys_own_word_stands_over_a_newer_device() -> None:
    city = Write(revision_of(HybridTime(1, 0, "city")), {"field": "h-1"})

    joined = join(FieldRule.CITY, [city, _write(5, "h-2")])

    assert (joined.fields, joined.conflicts) == ({"field": "h-1"}, ())


def test_a_rule_asks_about_values_it_is_not_for() -> None:
    joined = join(FieldRule.LARGEST, [_write(1, 7), _write(2, "viele")])

    assert joined.fields == {"field": "viele"}
    assert [one.lost for one in joined.conflicts] == [7]


def test_the_shipped_table_is_read() -> None:
    person = MergePolicy.parse(read_text("merge/fields.tsv")).of("person")

    assert person.unit_of("employer_name") == person.unit_of("emp_status") == "status"
    assert person.rule_of("document") is FieldRule.IDENTITY
    assert person.rule_of("a_field_of_the_office") is FieldRule.ASK


@pytest.mark.parametrize(
    "row",
    [
        "person\tphone\tnewest\t",
        "person\tphone\talive\t",
        "person\tis_deleted\task\t",
        "person\tphone\tunion\tcontact",
        "person\tphone\task\tcontact\nperson\tmail\tidentity\tcontact",
        "person\tphone\task\t\nperson\tphone\task\t",
        "\tphone\task\t",
        "person",
    ],
)
def test_a_table_that_is_none_of_ours_is_refused(row: str) -> None:
    with pytest.raises(MergePolicyInvalidError):
        MergePolicy.parse(f"kind\tfield\trule\tunit\n{row}\n")


def _write(wall: int, value: FieldValue) -> Write:
    return Write(revision_of(HybridTime(wall, 0, "anxi")), {"field": value})


def _words(fields: object) -> set[str]:
    assert isinstance(fields, dict)
    return set(str(fields["field"]).split())
