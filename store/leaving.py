"""Where a record lies, and how one that this device may hold no longer is erased (P10).

Erasing never takes work with it: while a draft about the record exists, or something about it
has not reached the relay, the record stays and leaves later (P8). It waits for the city's last
word about that work too, so that its states can be read (P3) and a new identity can hand it in
again; but not for ever: after `ANSWER_PATIENCE_MS` the content goes, and the states stay without
it. What is erased goes with its history, its conflicts, its forms and the bodies it came in.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Final

from store.attachment_progress import over_progress
from store.connection import Store
from store.transaction import transaction

RecordKey = tuple[str, str]

_PLACE: Final = "INSERT OR REPLACE INTO record_places (kind, id, place) VALUES (?, ?, ?)"
_LIST_PLACES: Final = """
    SELECT records.kind, records.id, coalesce(place, '') FROM records
    LEFT JOIN record_places USING (kind, id) ORDER BY records.kind, records.id
"""
_HELD_PLACES: Final = "SELECT DISTINCT kind, place FROM record_places"
_LEAVE: Final = "INSERT OR IGNORE INTO leaving (kind, id, since_ms) VALUES (?, ?, ?)"
_STAY: Final = "DELETE FROM leaving WHERE kind = ? AND id = ?"
_COUNT: Final = "SELECT count(*) FROM leaving"
_HELD: Final = """
    SELECT kind, id FROM records WHERE (kind, id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))
"""
_LEAVING: Final = """
    SELECT kind, id FROM leaving WHERE (kind, id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))
"""
_MAY_GO: Final = over_progress("""
    SELECT kind, id FROM leaving
    WHERE NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.subject_id = leaving.id)
      AND NOT EXISTS (
        SELECT 1 FROM outbox WHERE outbox.record_kind = leaving.kind AND outbox.record_id = leaving.id
           AND outbox.state IN ('queued', 'sealed'))
      AND NOT EXISTS (
        SELECT 1 FROM submissions JOIN outbox ON outbox.submission_id = submissions.id
        WHERE submissions.subject_id = leaving.id AND outbox.state IN ('queued', 'sealed'))
      AND NOT EXISTS (
        SELECT 1 FROM submissions JOIN progress ON submission_id = submissions.id
        WHERE submissions.subject_id = leaving.id AND state IS NULL
          AND NOT (is_sealed AND is_known_delivered))
    ORDER BY kind, id
""")
# As long as the shipped lease: for so long a device may show records without a word of the city at all.
ANSWER_PATIENCE_MS: Final = 14 * 86_400_000
_UNANSWERED: Final = """
    SELECT kind, leaving.id FROM leaving
    WHERE since_ms > ? AND (
      EXISTS (SELECT 1 FROM outbox WHERE record_kind = leaving.kind AND record_id = leaving.id
              AND outbox.state IN ('delivered', 'checked'))
      OR EXISTS (SELECT 1 FROM submissions JOIN outbox ON submission_id = submissions.id
                 WHERE subject_id = leaving.id AND outbox.state IN ('delivered', 'checked'))
      OR EXISTS (SELECT 1 FROM submissions JOIN attachments ON submission_id = submissions.id
                 WHERE subject_id = leaving.id AND coalesce(attachments.state, 'checked') = 'checked'))
"""
# What the city has not answered in all that time: where it stands may be read, and no more of it.
_EMPTY_UNANSWERED: Final = """
    UPDATE outbox SET payload = x'', record_kind = NULL, record_id = NULL
    WHERE state IN ('delivered', 'checked') AND (
      (record_kind = ? AND record_id = ?)
      OR submission_id IN (SELECT id FROM submissions WHERE subject_id = ?))
"""
_OF_SUBMISSIONS: Final = """
    DELETE FROM outbox WHERE submission_id IN (SELECT id FROM submissions WHERE subject_id = ?)
    AND state IN ('applied', 'returned')
"""
# Each takes a kind and an id. The outbox first: its rows name the submissions.
_ERASE: Final = (
    "DELETE FROM outbox WHERE record_kind = ? AND record_id = ?",
    "DELETE FROM conflicts WHERE record_kind = ? AND record_id = ?",
    "DELETE FROM record_history WHERE kind = ? AND id = ?",
    "DELETE FROM records WHERE kind = ? AND id = ?",
    "DELETE FROM record_places WHERE kind = ? AND id = ?",
    "DELETE FROM wants WHERE kind = ? AND id = ?",
    "DELETE FROM leaving WHERE kind = ? AND id = ?",
)
# Before the forms: these find their rows through them. Whole contents go when no other form refers to them;
# their files follow when `collect_attachments` is called.
_ERASE_ATTACHMENTS: Final = (
    "DELETE FROM attachment_pieces WHERE submission_id IN (SELECT id FROM submissions WHERE subject_id = ?)",
    "DELETE FROM attachments WHERE submission_id IN (SELECT id FROM submissions WHERE subject_id = ?)",
)
_ERASE_CONTENTS: Final = """
    DELETE FROM attachment_contents WHERE id NOT IN (SELECT content_id FROM attachments)
"""
_ERASE_FORMS: Final = "DELETE FROM submissions WHERE subject_id = ?"
# A merged envelope is done with, and this device has the key to it. One that is empty is not written again.
_EMPTY_BODIES: Final = """
    UPDATE inbox SET body = x'' WHERE state IN ('merged', 'conflicted') AND length(body) > 0
"""


def note_places(store: Store, places: Sequence[tuple[str, str, str]]) -> None:
    """Keep where records lie, as (kind, id, place)."""
    store.execute_many(_PLACE, places)


def list_places(store: Store) -> tuple[tuple[str, str, str], ...]:
    """Give (kind, id, place) of every record that is held; nobody said a place: empty."""
    return tuple((kind, record_id, place) for kind, record_id, place in store.rows(_LIST_PLACES))


def held_places(store: Store) -> tuple[tuple[str, str], ...]:
    """Give (kind, place) of what is held, each once."""
    return tuple((kind, place) for kind, place in store.rows(_HELD_PLACES))


def let_leave(store: Store, records: Iterable[RecordKey], *, at_ms: int) -> None:
    """Note that these records must go."""
    store.execute_many(_LEAVE, [(*record, at_ms) for record in records])


def let_stay(store: Store, records: Iterable[RecordKey]) -> None:
    """Note that these records belong here after all."""
    store.execute_many(_STAY, list(records))


def held_among(store: Store, records: Iterable[RecordKey]) -> frozenset[RecordKey]:
    """Give those of the records that are here, also on their way out."""
    return _among(store, _HELD, records)


def leaving_among(store: Store, records: Iterable[RecordKey]) -> frozenset[RecordKey]:
    """Give those of the records that must go and still wait for work of ours."""
    return _among(store, _LEAVING, records)


def count_leaving(store: Store) -> int:
    """Count the records that must go and still wait for work of ours."""
    [(number,)] = store.rows(_COUNT)
    return int(number)


def erase_left(store: Store, *, now_ms: int) -> tuple[RecordKey, ...]:
    """Erase what must go and may, in one commit; give what was erased."""
    with transaction(store):
        waiting = {
            (kind, record_id) for kind, record_id in store.rows(_UNANSWERED, (now_ms - ANSWER_PATIENCE_MS,))
        }
        may_go = [(kind, record_id) for kind, record_id in store.rows(_MAY_GO)]
        going = tuple(one for one in may_go if one not in waiting)
        for kind, record_id in going:
            store.execute(_EMPTY_UNANSWERED, (kind, record_id, record_id))
            store.execute(_OF_SUBMISSIONS, (record_id,))
            for statement in _ERASE:
                store.execute(statement, (kind, record_id))
            for statement in _ERASE_ATTACHMENTS:
                store.execute(statement, (record_id,))
            store.execute(_ERASE_FORMS, (record_id,))
        if going:
            store.execute(_ERASE_CONTENTS)
            store.execute(_EMPTY_BODIES)
    return going


def _among(store: Store, statement: str, records: Iterable[RecordKey]) -> frozenset[RecordKey]:
    return frozenset(
        (kind, record_id) for kind, record_id in store.rows(statement, (json.dumps(list(records)),))
    )
