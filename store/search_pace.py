"""How far behind the records the index of persons may lie, and who brings it up.

What an officer writes is found by the next key that is typed, so a few records are indexed in
their own commit. Thousands that come at once are not: the state of the index names the line of
the history it was made up to, which survives any crash, and whatever stands behind that line is
indexed by the next search before it answers, or piece by piece by whoever has time before that.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from store.connection import Row, Store
from store.history import Written
from store.search_index import (
    HOUSE_FIELDS,
    PERSON_FIELDS,
    empty_index,
    index_everybody,
    index_persons,
    members_of,
    read_persons,
)
from store.search_terms import Fields
from store.transaction import transaction

# Raised whenever the same record would give other terms.
VERSION: Final = 1
# Persons or households whose words changed in one commit; more are left to the next search.
MOST_AT_ONCE: Final = 100

_STATE: Final = "SELECT version, made_to FROM search_state"
_NOTE: Final = "INSERT OR REPLACE INTO search_state (name, version, made_to) VALUES ('terms', ?, ?)"
_FORGET: Final = "DELETE FROM search_state"
_LAST: Final = "SELECT coalesce(max(position), 0) FROM record_history"
_LINES: Final = """
    SELECT position, kind, id FROM record_history WHERE position > ? ORDER BY position LIMIT ?
"""


def is_in_step(store: Store) -> bool:
    """Say whether the index holds all that is written; the empty one of a new replica does."""
    state, last = store.row(_STATE), _last(store)
    if state is None:
        return last == 0
    version, made_to = state
    return bool(version == VERSION and made_to >= last)


def keep_in_step(store: Store, revisions: Sequence[Written]) -> None:
    """Index what was just written, in its commit, if it is little; it was in step before."""
    changed = {
        kind: {one.after.id for one in revisions if one.after.kind == kind and _is_found_by_other(one, names)}
        for kind, names in (("person", PERSON_FIELDS), ("household", HOUSE_FIELDS))
    }
    if sum(map(len, changed.values())) > MOST_AT_ONCE:
        _note_if_new(store)
        return
    # Of several revisions of one person in a batch the last counts, whichever changed the words.
    persons: dict[str, Fields | None] = {
        one.id: None if one.is_deleted else one.fields
        for one in (written.after for written in revisions)
        if one.kind == "person" and one.id in changed["person"]
    }
    last = _last(store)
    if changed["household"]:
        persons.update(members_of(store, sorted(changed["household"]), beside=persons, up_to=last))
    if persons:
        index_persons(store, persons)
    _note(store, last)


def require_search(store: Store) -> None:
    """Bring the index up to the records, or make it again if it is missing or of an older program."""
    state = store.row(_STATE)
    if state is None or state[0] != VERSION:
        rebuild_search(store)
    elif state[1] < _last(store):
        catch_up(store)


def catch_up(store: Store, *, most: int = -1) -> bool:
    """Index what lies behind, in one commit; say whether another call would index more.

    Args:
        store: the replica; an index that is missing or of an older program is left to the next search.
        most: lines of the history at once, for who has other work waiting; none: all of them.

    """
    state = store.row(_STATE)
    if state is None or state[0] != VERSION:
        return False
    with transaction(store):
        lines = store.rows(_LINES, (state[1], most))
        if lines:
            up_to = int(lines[-1][0])
            # In the order they came, which is the one hits are told in.
            persons: dict[str, Fields | None] = dict.fromkeys(_named(lines, "person"))
            persons.update(read_persons(store, list(persons)))
            if houses := sorted(_named(lines, "household")):
                persons.update(members_of(store, houses, beside=persons, up_to=up_to))
            index_persons(store, persons)
            _note(store, up_to)
    return not is_in_step(store)


def drop_search(store: Store) -> None:
    """Empty the index; the next search makes it again."""
    with transaction(store):
        empty_index(store)
        store.execute(_FORGET)


def rebuild_search(store: Store) -> None:
    """Make the index again from the records, in one commit."""
    with transaction(store):
        empty_index(store)
        index_everybody(store)
        _note(store, _last(store))


def _named(lines: Sequence[Row], kind: str) -> Iterable[str]:
    return (record_id for _, of_kind, record_id in lines if of_kind == kind)


def _note(store: Store, made_to: int) -> None:
    store.execute(_NOTE, (VERSION, made_to))


def _note_if_new(store: Store) -> None:
    """Say where the first search begins, so that it can be brought up and need not be made again."""
    if store.row(_STATE) is None:
        _note(store, 0)


def _last(store: Store) -> int:
    [(last,)] = store.rows(_LAST)
    return int(last)


def _is_found_by_other(one: Written, names: Sequence[str]) -> bool:
    before, after = one.before, one.after
    return (
        before is None
        or before.is_deleted != after.is_deleted
        or any(before.fields.get(name) != after.fields.get(name) for name in names)
    )
