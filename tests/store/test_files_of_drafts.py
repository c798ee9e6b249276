"""Photos of an unfinished form: beside its document, written once, gone when the draft is."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from store import (
    Draft,
    DraftFiles,
    Store,
    StoreInvariantError,
    discard_draft,
    open_store,
    read_draft,
    read_draft_files,
    save_draft,
)
from tests.store.story import KEY, MORNING_MS, PERSON

DRAFT = Draft("draft-1", "employment_brief", "2026110101", PERSON, b"<page 1>", MORNING_MS)
DOOR = {"door-1.jpg": b"the door"}
SIGNED = {"sign-1.png": b"a name"}
BEFORE_FILES = Path(__file__).resolve().parents[1] / "vectors" / "store" / "0013.sqlite"


def test_a_file_is_kept_once_and_stays_while_answers_are_saved(store: Store) -> None:
    save_draft(store, DRAFT, DraftFiles(frozenset(DOOR), DOOR))
    said: list[str] = []
    store.database.conn.set_trace_callback(said.append)

    save_draft(store, replace(DRAFT, document=b"<page 2>"), DraftFiles(frozenset(DOOR)))

    store.database.conn.set_trace_callback(None)
    assert read_draft_files(store, "draft-1") == DOOR
    assert [one for one in said if "INSERT INTO draft_files" in one] == []


def test_a_file_that_was_replaced_or_taken_away_is_gone(store: Store) -> None:
    save_draft(store, DRAFT, DraftFiles(frozenset({*DOOR, *SIGNED}), DOOR | SIGNED))

    save_draft(store, DRAFT, DraftFiles(frozenset(SIGNED), {"sign-1.png": b"another hand"}))

    assert read_draft_files(store, "draft-1") == {"sign-1.png": b"another hand"}


def test_files_of_one_draft_are_not_those_of_another(store: Store) -> None:
    save_draft(store, DRAFT, DraftFiles(frozenset(DOOR), DOOR))
    save_draft(store, replace(DRAFT, id="draft-2"), DraftFiles(frozenset(DOOR), {"door-1.jpg": b"next door"}))

    discard_draft(store, "draft-1")

    assert (read_draft_files(store, "draft-1"), read_draft_files(store, "draft-2")) == (
        {},
        {"door-1.jpg": b"next door"},
    )


def test_a_draft_that_names_a_file_nobody_gave_stays_as_it_was(store: Store) -> None:
    save_draft(store, DRAFT)

    with pytest.raises(StoreInvariantError):
        save_draft(store, replace(DRAFT, document=b"<page 2>"), DraftFiles(frozenset(DOOR)))

    assert read_draft(store, "draft-1") == DRAFT


def test_a_draft_of_a_replica_from_before_takes_files_after_the_upgrade(tmp_path: Path) -> None:
    place = tmp_path / "replica.db"
    shutil.copy(BEFORE_FILES, place)

    store = open_store(place, KEY)
    before = read_draft(store, "draft-1")
    save_draft(store, DRAFT, DraftFiles(frozenset(DOOR), DOOR))

    assert before == DRAFT
    assert read_draft_files(store, "draft-1") == DOOR
    store.close()
