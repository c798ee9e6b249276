"""Two edits contradict each other: that waits for an officer on every device, and ends everywhere."""

from dataclasses import replace

from store import InboxState, conflicts_of_record, decide_conflict, open_conflicts
from store.conflicts import ConflictDecision
from sync.change import ConflictNotice, VerdictState
from sync.merge.conflict import conflict_id
from sync.merge.revision import revision_of
from tests.fakes.clock import STORY_STARTS_MS
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import PERSON, change, moment, state, verdict

OURS, THEIRS = revision_of(moment(1)), revision_of(moment(2, node="puzhao"))
NOTICE = ConflictNotice(
    record_kind="person",
    record_id=PERSON,
    field="phone",
    base="13905950921",
    kept="13905950002",
    lost="13905950001",
    kept_revision=THEIRS,
    lost_revision=OURS,
    found_at_ms=STORY_STARTS_MS,
)
NAME = conflict_id("person", PERSON, "phone", lost_revision=OURS)


def test_a_notice_waits_for_an_officer_with_both_values(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(3, phone="13905950002"), NOTICE)

    laptop.sync()

    [conflict] = open_conflicts(laptop.store)
    assert (conflict.id, conflict.base, conflict.local, conflict.remote) == (
        NAME,
        "13905950921",
        "13905950002",
        "13905950001",
    )
    assert (conflict.local_revision, conflict.remote_revision) == (THEIRS, OURS)
    assert laptop.codes(InboxState.CONFLICTED) == [None]


def test_the_same_notice_again_is_the_same_conflict(laptop: Laptop, city: CityDesk) -> None:
    city.send(NOTICE)
    city.send(NOTICE)

    laptop.sync()

    assert len(open_conflicts(laptop.store)) == 1


def test_another_value_beside_it_changes_what_stands_and_not_what_was_lost(
    laptop: Laptop, city: CityDesk
) -> None:
    newer = revision_of(moment(9, node="puzhao"))
    city.send(NOTICE, replace(NOTICE, kept="13905950003", kept_revision=newer))

    laptop.sync()

    [conflict] = open_conflicts(laptop.store)
    assert (conflict.local, conflict.local_revision, conflict.remote) == ("13905950003", newer, "13905950001")


def test_a_conflict_ended_elsewhere_waits_no_more_and_keeps_both_values(
    laptop: Laptop, city: CityDesk
) -> None:
    city.send(NOTICE)
    ended = replace(NOTICE, chosen="13905950001", ended_by="施文彬", ended_at_ms=STORY_STARTS_MS + 5)
    city.send(ended)

    laptop.sync()

    [kept] = conflicts_of_record(laptop.store, "person", PERSON)
    assert open_conflicts(laptop.store) == ()
    assert kept.decision == ConflictDecision("13905950001", "施文彬", STORY_STARTS_MS + 5)
    assert (kept.local, kept.remote) == ("13905950002", "13905950001")


def test_a_returned_decision_lets_the_conflict_wait_again(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0), NOTICE)
    laptop.sync()
    decision = replace(change(phone="13905950001"), submission_id=None)
    laptop.queue(decision)
    chosen = ConflictDecision("13905950001", decision.operator, decision.made_at.wall_ms)
    decide_conflict(laptop.store, NAME, chosen)
    laptop.sync()
    city.send(verdict(VerdictState.RETURNED, code="record-outside-scope"))

    laptop.sync()

    assert [one.id for one in open_conflicts(laptop.store)] == [NAME]
