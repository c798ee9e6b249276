from hypothesis import given
from hypothesis import strategies as st

from sync.change import MAX_COUNTER, FieldValue, HybridTime
from sync.merge.revision import MAX_AHEAD_MS, is_known_older, observe, revision_of, tick, time_of
from sync.merge.three_way import Merged, Version, merge, rebase

names = st.sampled_from(["emp_status", "phone", "employer_name", "unemp_reason"])
values: st.SearchStrategy[FieldValue] = st.sampled_from(["1", "2", "", None, True, 1, 0, False])
records = st.dictionaries(names, values)
times = st.builds(HybridTime, st.integers(0, 10**13), st.integers(0, 999), st.sampled_from(["a", "b"]))
versions = st.builds(Version, records, times.map(revision_of))


@given(records, versions, versions)
def test_merge_does_not_depend_on_who_merges(
    base: dict[str, FieldValue], one: Version, other: Version
) -> None:
    assert _exact(merge(base, one, other)) == _exact(merge(base, other, one))


@given(records, versions)
def test_merging_with_itself_changes_nothing(base: dict[str, FieldValue], one: Version) -> None:
    assert _exact(merge(base, one, one)) == _exact(Merged(one.fields, ()))


@given(versions, versions)
def test_merging_with_an_untouched_side_takes_the_other(base: Version, one: Version) -> None:
    untouched = Version(base.fields, base.revision)

    assert _exact(merge(base.fields, untouched, one)) == _exact(Merged(one.fields, ()))


@given(records, versions, versions)
def test_every_value_prevails_was_the_past_or_is_in_a_conflict(
    base: dict[str, FieldValue], one: Version, other: Version
) -> None:
    merged = merge(base, one, other)
    settled = {conflict.field for conflict in merged.conflicts}

    lost = {
        name
        for name, value in one.fields.items()
        if name not in settled
        and _key(merged.fields.get(name)) != _key(value)
        and _key(base.get(name)) != _key(value)
    }

    assert lost == set()


@given(records, versions, versions)
def test_merging_the_result_again_settles_nothing_anew(
    base: dict[str, FieldValue], one: Version, other: Version
) -> None:
    newest = max(one.revision, other.revision)
    merged = Version(merge(base, one, other).fields, newest)

    assert _exact(merge(merged.fields, merged, merged)) == _exact(Merged(merged.fields, ()))


@given(records, versions, versions)
def test_rebase_keeps_every_local_edit_visible(
    base: dict[str, FieldValue], ours: Version, theirs: Version
) -> None:
    shown = rebase(base, ours, theirs).fields

    hidden = {
        name
        for name, value in ours.fields.items()
        if _key(base.get(name, "absent")) != _key(value) and _key(shown.get(name, "absent")) != _key(value)
    }

    assert hidden == set()


def test_different_fields_of_one_record_do_not_conflict() -> None:
    base: dict[str, FieldValue] = {"phone": "1", "emp_status": "2"}

    merged = merge(base, Version({**base, "phone": "9"}, "r2"), Version({**base, "emp_status": "1"}, "r1"))

    assert merged == Merged({"phone": "9", "emp_status": "1"}, ())


def test_the_newer_revision_prevails_and_the_older_value_is_kept_as_data() -> None:
    merged = merge({"phone": "1"}, Version({"phone": "2"}, "r2"), Version({"phone": "3"}, "r3"))

    [conflict] = merged.conflicts
    assert merged.fields == {"phone": "3"}
    assert (conflict.base, conflict.kept, conflict.lost) == ("1", "3", "2")
    assert (conflict.kept_revision, conflict.lost_revision) == ("r3", "r2")


def test_yes_is_not_the_number_one() -> None:
    merged = merge({"has_car": 1}, Version({"has_car": True}, "r2"), Version({"has_car": 1}, "r1"))

    assert merged.fields["has_car"] is True


@given(st.none() | times, st.integers(0, 10**13))
def test_the_next_edit_is_later_than_the_last_whatever_the_clock_says(
    last: HybridTime | None, wall_ms: int
) -> None:
    made = tick(last, wall_ms=wall_ms, node="a")

    assert last is None or (made.wall_ms, made.counter) > (last.wall_ms, last.counter)


@given(times, st.integers(10**12, 10**13))
def test_an_edit_after_seeing_another_is_later_within_reason(remote: HybridTime, wall_ms: int) -> None:
    seen = observe(None, remote, wall_ms=wall_ms, node="b")

    believed = min(remote.wall_ms, wall_ms + MAX_AHEAD_MS)
    assert (seen.wall_ms, seen.counter) > (believed, remote.counter) or seen.wall_ms == wall_ms > believed


@given(times, times)
def test_revisions_sort_as_text_like_their_times(one: HybridTime, other: HybridTime) -> None:
    assert time_of(revision_of(one)) == one
    assert (revision_of(one) < revision_of(other)) == (one < other)


def test_revision_of_foreign_make_is_never_called_older() -> None:
    assert not is_known_older("r1", "r2")


def _key(value: FieldValue) -> tuple[str, FieldValue]:
    return type(value).__name__, value


def test_a_full_counter_rolls_over_into_the_wall_and_still_sorts() -> None:
    full = HybridTime(1_800_000_000_000, MAX_COUNTER, "a")

    following = tick(full, wall_ms=0, node="a")

    assert revision_of(following) > revision_of(full)
    assert time_of(revision_of(following)) == following


def _exact(merged: Merged) -> tuple[object, object]:
    """Compare values with their types: to Python, 1 and True are the same."""
    fields = {name: _key(value) for name, value in merged.fields.items()}
    conflicts = [(one.field, _key(one.kept), _key(one.lost), one.kept_revision) for one in merged.conflicts]
    return fields, conflicts
