from dataclasses import replace

import pytest

from store import (
    ConflictDecision,
    Store,
    StoreInvariantError,
    conflicts_of_record,
    decide_conflict,
    keep_conflict,
    keep_enrolment,
    keep_registry,
    open_conflicts,
    read_enrolment,
    read_registry,
)
from tests.store.story import MORNING_MS, PERSON, conflict

DECISION = ConflictDecision("16405950001", "林秀梅", MORNING_MS + 60_000)


def test_conflict_waits_with_both_values(store: Store) -> None:
    keep_conflict(store, conflict())

    assert open_conflicts(store) == (conflict(),)


def test_conflict_found_twice_waits_once(store: Store) -> None:
    keep_conflict(store, conflict())
    keep_conflict(store, conflict())

    assert open_conflicts(store) == (conflict(),)


def test_losing_value_is_kept_after_the_decision(store: Store) -> None:
    keep_conflict(store, conflict())

    decide_conflict(store, "conflict-1", DECISION)

    assert open_conflicts(store) == ()
    assert conflicts_of_record(store, "person", PERSON) == (replace(conflict(), decision=DECISION),)


def test_conflict_is_decided_once(store: Store) -> None:
    keep_conflict(store, conflict())
    decide_conflict(store, "conflict-1", DECISION)

    with pytest.raises(StoreInvariantError):
        decide_conflict(store, "conflict-1", replace(DECISION, chosen="16405950002"))

    assert conflicts_of_record(store, "person", PERSON)[0].decision == DECISION


def test_new_device_has_no_enrolment(store: Store) -> None:
    assert read_enrolment(store) is None
    assert read_registry(store) is None


def test_enrolment_is_replaced_by_the_newest(store: Store) -> None:
    keep_enrolment(store, b"first")
    keep_enrolment(store, b"second")

    assert read_enrolment(store) == b"second"


def test_registry_never_goes_back(store: Store) -> None:
    keep_registry(store, 4, b"registry 4")

    with pytest.raises(StoreInvariantError):
        keep_registry(store, 3, b"registry 3, before the revocation")

    assert read_registry(store) == (4, b"registry 4")
