"""A name is found by every way it may be typed, from each of its characters on."""

from hypothesis import given
from hypothesis import strategies as st

from store.readings import MAX_WAYS, readings_of, ways_from_each, ways_to_type

# Some with one reading, some with several, two of the richest, and what no table has.
names = st.text(st.sampled_from("林美单雪曾行长a1"), min_size=1, max_size=7)


@given(names)
def test_the_ways_from_each_character_are_those_of_the_rest_of_the_name(name: str) -> None:
    readings = readings_of(name)

    from_each = [frozenset(ways) for ways in ways_from_each(readings)]

    assert from_each == [ways_to_type(readings[start:]) for start in range(len(name))]


def test_every_reading_of_a_family_name_may_be_typed() -> None:
    assert {"shanxue", "sx", "shanx", "danxue", "dx", "danx"} <= ways_to_type(readings_of("单雪"))


def test_a_name_with_too_many_ways_keeps_the_common_ones() -> None:
    many = readings_of("单行长单行长单行长")

    ways = ways_to_type(many)

    assert "".join(readings[0] for readings in many) in ways
    assert len(ways) <= 3 * MAX_WAYS


def test_nothing_is_typed_for_no_name() -> None:
    assert ways_to_type(()) == frozenset()
