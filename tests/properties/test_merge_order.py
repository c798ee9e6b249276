"""Whatever order the edits of different devices arrive in, the city ends with the same record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from resources import read_text
from sync.change import FieldValue, HybridTime
from sync.merge.conflict import Conflict
from sync.merge.join import weight
from sync.merge.policy import KindPolicy, MergePolicy
from sync.merge.revision import revision_of
from sync.merge.standing import Edit, Standing, lay, values_of

POLICY: KindPolicy = MergePolicy.parse(read_text("merge/fields.tsv")).of("person")
BASE: Mapping[str, FieldValue] = {
    "person_name": "蔡志明",
    "emp_status": "2",
    "employer_name": "晋江晨汐鞋业",
    "phone": "139",
    "visited_on": "2026-10-01",
    "note": "",
    "visits": 3,
}
_VALUES: Mapping[str, Sequence[FieldValue]] = {
    "person_name": ["蔡志明", "蔡志民", "蔡智明"],
    "emp_status": ["1", "2", "6"],
    "employer_name": [None, "石狮宏达纺织", "晋江晨汐鞋业"],
    "phone": ["139", "138", "137", ""],
    "visited_on": ["2026-10-01", "2026-10-01 2026-11-02", "2026-11-03", None],
    "note": ["家里没人", "下周再来", "家里没人\n下周再来"],
    "visits": [3, 4, 5],
}
CITY_BASE = revision_of(HybridTime(1_000, 0, "city"))


@dataclass
class City:
    """A record at the city, and the conflicts that are open."""

    standing: Standing = field(default_factory=lambda: Standing(CITY_BASE, BASE))
    conflicts: dict[tuple[str, str], Conflict] = field(default_factory=dict)
    views: dict[str, Mapping[str, FieldValue]] = field(default_factory=dict)
    ticks: "count[int]" = field(default_factory=lambda: count(1))

    def take(self, edit: Edit) -> None:
        merged = revision_of(HybridTime(2_000, next(self.ticks), "city"))
        laid = lay(self.standing, edit, merged=merged, policy=POLICY)
        self.standing = laid.standing
        self.conflicts.update({(one.field, one.lost_revision): one for one in laid.open})
        self.conflicts = {
            name: one
            for name, one in self.conflicts.items()
            if name not in {(gone.field, gone.lost_revision) for gone in laid.ended}
        }

    def outcome(self) -> tuple[bytes, list[tuple[object, ...]]]:
        conflicts = [
            (one.field, one.kept_revision, one.lost_revision, weight({"kept": one.kept, "lost": one.lost}))
            for one in self.conflicts.values()
        ]
        return weight(dict(values_of(self.standing))), sorted(conflicts)


edits = st.fixed_dictionaries({}, optional={name: st.sampled_from(some) for name, some in _VALUES.items()})
one_edit = st.tuples(st.integers(1_000, 9_000), edits, st.integers(0, 9).map(lambda drawn: drawn == 0))
lanes = st.lists(st.lists(one_edit, max_size=3), min_size=2, max_size=3)


@given(lanes, st.randoms(use_true_random=False), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_neither_record_nor_conflicts(lanes, one, other) -> None:  # type: ignore[no-untyped-def]
    made = [_lane(f"device{number}", lane) for number, lane in enumerate(lanes)]

    assert _arrive(made, one).outcome() == _arrive(made, other).outcome()


@given(lanes, st.randoms(use_true_random=False))
def test_every_value_stands_is_in_a_conflict_was_overwritten_or_joined(lanes, order) -> None:  # type: ignore[no-untyped-def]
    made = [_lane(f"device{number}", lane) for number, lane in enumerate(lanes)]

    city = _arrive(made, order)

    heads = [one for some in city.standing.heads.values() for one in some]
    asked = [one for one in heads if {"person_name", "phone", "emp_status"} & one.write.fields.keys()]
    lost = [one for one in asked if not _is_accounted_for(one.write.fields, city)]
    assert lost == []


@given(st.lists(one_edit, max_size=5))
def test_one_device_alone_never_conflicts_with_itself(lane) -> None:  # type: ignore[no-untyped-def]
    city = City()

    for edit in _lane("device0", lane):
        city.take(edit)

    assert city.conflicts == {}


def _is_accounted_for(fields: Mapping[str, FieldValue], city: City) -> bool:
    lost = [(one.field, weight({"": one.lost})) for one in city.conflicts.values()]
    return all(
        weight({"": city.standing.fields.get(name)}) == weight({"": value})
        or (name, weight({"": value})) in lost
        for name, value in fields.items()
    )


def _lane(node: str, lane: Sequence[tuple[int, Mapping[str, FieldValue], bool]]) -> list[Edit]:
    made: list[Edit] = []
    view: Mapping[str, FieldValue] = BASE
    wall = 1_000
    for tick, (drawn, edits, deletes) in enumerate(lane, start=1):
        wall = max(wall, drawn)
        revision = revision_of(HybridTime(wall, tick, node))
        made.append(Edit(revision, revision, node, CITY_BASE, BASE, view, {} if deletes else edits, deletes))
        view = {**view, **made[-1].edits}
    return made


def _arrive(lanes: Sequence[Sequence[Edit]], order) -> City:  # type: ignore[no-untyped-def]
    """Let every edit arrive, each lane in its own order and the lanes mixed anyhow."""
    city = City()
    turns = [number for number, lane in enumerate(lanes) for _ in lane]
    order.shuffle(turns)
    waiting = [iter(lane) for lane in lanes]
    for turn in turns:
        city.take(next(waiting[turn]))
    return city
