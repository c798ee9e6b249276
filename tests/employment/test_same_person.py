from hypothesis import given
from hypothesis import strategies as st

from employment.same_person import (
    ABSORBED,
    Evidence,
    absorbed_ids,
    evidence,
    may_merge,
    merging_edits,
    parting_edits,
    survivor_of,
)

NAMES = ("a", "b", "c", "d", "e")
FIELDS = st.dictionaries(st.sampled_from(["phone", "emp_status", "note"]), st.sampled_from(["1", "2", None]))
WISHES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=12)
NUMBER = "350582198003079016"


def forest(wishes: list[tuple[str, str]]) -> dict[str, str]:
    """Grant, in their order, the merges that may be; the city is the one that orders them."""
    pointers: dict[str, str] = {}
    granted = ((one, other) for one, other in wishes if may_merge(one, other, pointers.get))
    pointers.update(granted)
    return pointers


def test_the_same_number_says_it_whatever_the_name() -> None:
    one = {"id_no": NUMBER, "person_name": "蔡志明"}

    assert evidence(one, {"id_no": NUMBER, "person_name": "蔡明"}) is Evidence.SAME_NUMBER


def test_name_and_birth_say_it_within_one_household_only() -> None:
    one = {"person_name": "蔡志明", "birth_manual": "1980-03-07", "household_id": "h-1"}

    assert evidence(one, {**one, "id_no": NUMBER}) is Evidence.SAME_NAME_AND_BIRTH
    assert evidence(one, {**one, "household_id": "h-2"}) is None


def test_name_and_phone_say_it_and_a_phone_alone_does_not() -> None:
    one = {"person_name": "蔡志明", "phone": "13800000000"}

    assert evidence(one, {**one}) is Evidence.SAME_NAME_AND_PHONE
    assert evidence(one, {**one, "person_name": "许丽英"}) is None


def test_two_records_that_say_nothing_are_not_one_person() -> None:
    assert evidence({"id_no": "", "person_name": ""}, {"id_no": "", "person_name": ""}) is None


@given(WISHES)
def test_whatever_is_merged_everybody_is_found_in_a_record_that_stands(
    wishes: list[tuple[str, str]],
) -> None:
    pointers = forest(wishes)

    assert {survivor_of(name, pointers.get) for name in NAMES} <= set(NAMES) - pointers.keys()


@given(WISHES)
def test_nobody_is_merged_into_themselves_by_any_way(wishes: list[tuple[str, str]]) -> None:
    pointers = forest(wishes)

    assert all(survivor_of(target, pointers.get) != name for name, target in pointers.items())


@given(st.permutations(NAMES))
def test_a_ring_that_should_not_be_ends_at_the_same_record_for_all(ring: list[str]) -> None:
    pointers = dict(zip(ring, ring[1:] + ring[:1], strict=True))

    assert {survivor_of(name, pointers.get) for name in ring} == {"a"}


@given(FIELDS, FIELDS, st.sets(st.sampled_from(["phone", "emp_status", "note", "household_id"])))
def test_what_stands_is_one_of_both_values_and_only_what_was_taken_changes(
    survivor: dict[str, str | None], duplicate: dict[str, str | None], taken: set[str]
) -> None:
    after = {**survivor, **merging_edits(survivor, duplicate, duplicate_id="b", taken=taken)}

    changed = {name for name in after if after.get(name) != survivor.get(name)} - {ABSORBED}
    assert changed <= taken - {"household_id"}
    assert all(after[name] == duplicate.get(name) for name in changed)
    assert absorbed_ids(after) == ("b",)


@given(FIELDS, FIELDS, st.sets(st.sampled_from(["phone", "emp_status", "note"])))
def test_parting_gives_back_what_merging_took(
    survivor: dict[str, str | None], duplicate: dict[str, str | None], taken: set[str]
) -> None:
    merged = {**survivor, **merging_edits(survivor, duplicate, duplicate_id="b", taken=taken)}

    parted = {**merged, **parting_edits(survivor, merged, merged, duplicate_id="b")}

    assert {name: value for name, value in parted.items() if value is not None} == {
        name: value for name, value in survivor.items() if value is not None
    }


def test_what_was_said_after_the_merge_stays_when_the_records_part() -> None:
    before, merged = {"phone": "1"}, {"phone": "2", ABSORBED: "b"}

    edits = parting_edits(before, merged, {**merged, "phone": "3"}, duplicate_id="b")

    assert edits == {ABSORBED: None}


def test_three_records_part_one_at_a_time() -> None:
    merged = {ABSORBED: "b c"}

    assert parting_edits({ABSORBED: "b"}, merged, merged, duplicate_id="c") == {ABSORBED: "b"}
