"""Merges and hybrid times with their results, kept for ever: who agrees with them merges as we do."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sync.change import HybridTime
from sync.errors import MessageMalformedError
from sync.merge.conflict import Conflict
from sync.merge.join import weight
from sync.merge.policy import MergePolicy
from sync.merge.revision import observe, revision_of, tick, time_of
from sync.merge.standing import Edit, Standing, lay

VECTORS = Path(__file__).parent.parent / "vectors"
MERGES = sorted((VECTORS / "merge").glob("*.json"))
TIMES: list[Mapping[str, Any]] = json.loads((VECTORS / "hlc" / "cases.json").read_text(encoding="utf-8"))
POLICY = MergePolicy.parse((VECTORS / "merge" / "fields.tsv").read_text(encoding="utf-8")).of("person")


class Replay:
    """The city of one vector: its record, the states it had, what every maker saw, the open conflicts."""

    def __init__(self, start: Mapping[str, Any]) -> None:
        self.states = {start["revision"]: start["fields"]}
        then = start.get("then", {"revision": start["revision"], "fields": {}})
        fields = {**start["fields"], **then["fields"]}
        self.states[then["revision"]] = fields
        self.standing = Standing(then["revision"], fields)
        self.seen: dict[str, Mapping[str, Any]] = {}
        self.open: dict[tuple[str, str], Conflict] = {}

    def take(self, row: Mapping[str, Any]) -> None:
        edit = self._edit(row)
        merged = revision_of(HybridTime(1_795_305_600_000, len(self.states), "city"))
        laid = lay(self.standing, edit, merged=merged, policy=POLICY)
        self.seen[edit.revision] = {**edit.view, **edit.edits}
        self.standing = laid.standing
        self.states[merged] = laid.standing.fields
        ended = {(one.field, one.lost_revision) for one in laid.ended}
        waiting = {(one.field, one.lost_revision): one for one in laid.open}
        self.open = {name: one for name, one in {**self.open, **waiting}.items() if name not in ended}

    def _edit(self, row: Mapping[str, Any]) -> Edit:
        base, node = row["base"], row["node"]
        merged, own = self.standing.newest.get(node, ("", ""))
        state = self.states.get(base)
        view = self.seen[own] if merged > (base or "") else state or {}
        flags = (row["deletion"], row["decision"])
        return Edit(row["revision"], row["revision"], node, base, state, view, row["edits"], *flags)


@pytest.mark.parametrize("path", MERGES, ids=lambda path: path.stem)
def test_the_merge_gives_what_the_vector_says(path: Path) -> None:
    vector = json.loads(path.read_text(encoding="utf-8"))
    city = Replay(vector["start"])

    list(map(city.take, vector["edits"]))

    expected = vector["expected"]
    assert weight(city.standing.fields) == weight({**vector["start"]["fields"], **expected["changed"]})
    assert city.standing.is_deleted is expected["deleted"]
    assert [_row(one) for _, one in sorted(city.open.items())] == expected["conflicts"]


@pytest.mark.parametrize("case", TIMES, ids=lambda case: case["name"])
def test_hybrid_times_are_as_the_vector_says(case: Mapping[str, Any]) -> None:
    assert _answer(case) == case["expected"]


def test_vectors_are_there() -> None:
    assert len(MERGES) >= 23
    assert len(TIMES) >= 19


def _row(one: Conflict) -> dict[str, object]:
    revisions = {"kept_revision": one.kept_revision, "lost_revision": one.lost_revision}
    return {"field": one.field, "base": one.base, "kept": one.kept, "lost": one.lost, **revisions}


def _answer(case: Mapping[str, Any]) -> object:
    operations = {"tick": _tick, "observe": _observe, "revision": _revision, "malformed": _refusal}
    return operations[case["operation"]](case)


def _tick(case: Mapping[str, Any]) -> object:
    return _plain(tick(_time(case["last"]), wall_ms=case["wall_ms"], node=case["node"]))


def _observe(case: Mapping[str, Any]) -> object:
    remote = HybridTime(*case["remote"])
    return _plain(observe(_time(case["last"]), remote, wall_ms=case["wall_ms"], node=case["node"]))


def _revision(case: Mapping[str, Any]) -> object:
    time = HybridTime(*case["time"])
    assert time_of(revision_of(time)) == time
    return revision_of(time)


def _refusal(case: Mapping[str, Any]) -> object:
    with pytest.raises(MessageMalformedError) as refused:
        time_of(case["revision"])
    return refused.value.code


def _time(row: list[Any] | None) -> HybridTime | None:
    return None if row is None else HybridTime(*row)


def _plain(time: HybridTime) -> list[object]:
    return [time.wall_ms, time.counter, time.node]
