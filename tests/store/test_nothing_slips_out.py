"""What leaves the package unasked shows nobody: printed values, hits and errors are masked or silent."""

from dataclasses import replace

import pytest

from store import (
    ConflictDecision,
    Draft,
    Origin,
    Store,
    StoreInvariantError,
    field_history,
    list_items,
    list_submissions,
    read_record,
    record_history,
    search_persons,
    write_record,
)
from store.conflicts import decide_conflict, keep_conflict, open_conflicts
from store.masking import SENSITIVE, mask_name, masked
from store.outbox import enqueue
from store.submissions import keep_submission
from tests.store.story import MORNING_MS, PERSON, conflict, item, person, submission

PLANTED = ("蔡志明", "350582197803120012", "16405950921", "16405950001")
CAI = person(id_no="350582197803120012", phone="16405950921")


def everything_printed(store: Store) -> str:
    write_record(store, replace(CAI, base_fields=CAI.fields), origin=Origin("device"))
    keep_conflict(store, conflict())
    enqueue(store, replace(item(), payload="蔡志明".encode()))
    keep_submission(store, submission("<x>蔡志明</x>".encode()))
    shown = (
        read_record(store, "person", PERSON),
        record_history(store, "person", PERSON),
        field_history(store, "person", PERSON, "phone"),
        search_persons(store, "蔡志明", limit=5),
        open_conflicts(store),
        list_items(store),
        list_submissions(store),
        Draft("d", "f", "1", None, "蔡志明".encode(), MORNING_MS),
        ConflictDecision("16405950001", "林秀梅", MORNING_MS),
    )
    return repr(shown)


def test_no_printed_value_shows_a_whole_name_or_number(store: Store) -> None:
    printed = everything_printed(store)

    bytes_of = [repr(word.encode())[2:-1] for word in PLANTED]
    assert [word for word in (*PLANTED, *bytes_of) if word in printed] == []
    assert PERSON in printed


def test_no_error_shows_what_it_is_about(store: Store) -> None:
    with pytest.raises(StoreInvariantError) as raised:
        decide_conflict(store, "none", ConflictDecision("16405950001", "林秀梅", MORNING_MS))

    assert "16405950001" not in f"{raised.value!r} {raised.value} {raised.value.parameters}"


@pytest.mark.parametrize(("name", "shown"), [("", ""), ("蔡", "*"), ("王伟", "王*"), ("欧阳娜娜", "欧**娜")])
def test_a_name_keeps_what_recognises_it(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_a_number_too_short_to_be_one_shows_nothing() -> None:
    assert masked({"phone": "1640595"}, "phone") == "*******"


def test_no_sensitive_field_is_ever_shown_whole() -> None:
    long = dict.fromkeys(SENSITIVE, "350582197803120012")

    assert all("*" in masked(long, name) for name in SENSITIVE)
