"""Writes leave alone what nobody is found by; whatever was written, and whenever it was indexed, a rebuilt
index says the same."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from store import (
    FieldValue,
    Origin,
    Store,
    StoredRecord,
    catch_up,
    open_store,
    rebuild_search,
    search_pace,
    write_records,
)
from tests.store.story import KEY

PLATFORM = Origin("platform")
names = st.sampled_from(["林美", "单雪", ""])
numbers = st.sampled_from(["", "0921", "16405950921"])
houses = st.sampled_from(["h-1", "h-2"])


def _record(kind: str, record_id: str, fields: dict[str, FieldValue], is_deleted: bool) -> StoredRecord:
    return StoredRecord(kind, record_id, "r", fields, "r", fields, 1, is_deleted)


people = st.builds(
    _record,
    st.just("person"),
    st.sampled_from(["p-1", "p-2", "p-3"]),
    st.fixed_dictionaries(
        {"household_id": houses},
        optional={"person_name": names, "phone": numbers, "id_no": numbers, "wage": st.integers(0, 2)},
    ),
    st.booleans(),
)
households = st.builds(
    _record,
    st.just("household"),
    houses,
    st.fixed_dictionaries({}, optional={"address": names, "household_no": numbers, "note": numbers}),
    st.booleans(),
)
batches = st.lists(st.lists(people | households, min_size=1, max_size=3), min_size=1, max_size=8)


def _write_all(store: Store, batches: Sequence[Sequence[StoredRecord]]) -> None:
    for batch in batches:
        write_records(store, batch, origin=PLATFORM)


def _write_and_index(store: Store, written: Sequence[Sequence[Sequence[StoredRecord]]], *, most: int) -> None:
    """Index one piece after some of the batches, and all that is left at the end."""
    for batches in written:
        _write_all(store, batches)
        catch_up(store, most=most)
    catch_up(store)


def _terms(store: Store) -> set[tuple[str, str]]:
    return set(store.rows("SELECT term, id FROM temp.words JOIN searchable ON position = doc"))


@given(batches)
@settings(max_examples=60, deadline=None)
def test_the_index_is_the_one_a_rebuild_makes(written: Sequence[Sequence[StoredRecord]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "replica.db", KEY)
        store.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search_terms, instance)")
        _write_all(store, written)
        kept = _terms(store)
        rebuild_search(store)
        made_anew = _terms(store)
        store.close()

    assert kept == made_anew


@given(st.lists(batches, min_size=1, max_size=3), st.sampled_from([1, 2, 5, -1]))
@settings(max_examples=60, deadline=None)
def test_an_index_brought_up_now_and_then_is_the_one_a_rebuild_makes(
    written: Sequence[Sequence[Sequence[StoredRecord]]], most: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, patch.object(search_pace, "MOST_AT_ONCE", 1):
        store = open_store(Path(folder) / "replica.db", KEY)
        store.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search_terms, instance)")
        _write_and_index(store, written, most=most)
        kept = _terms(store)
        rebuild_search(store)
        made_anew = _terms(store)
        store.close()

    assert kept == made_anew


def test_an_edit_nobody_is_found_by_leaves_the_index_alone(store: Store) -> None:
    fields: dict[str, FieldValue] = {"person_name": "林美", "wage": 1}
    write_records(store, [_record("person", "p-1", fields, False)], origin=PLATFORM)
    asked: list[str] = []
    store.database.conn.set_trace_callback(asked.append)
    write_records(store, [_record("person", "p-1", {**fields, "wage": 2}, False)], origin=PLATFORM)
    store.database.conn.set_trace_callback(None)

    assert [statement for statement in asked if "INTO search_terms" in statement] == []
