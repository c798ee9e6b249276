"""What came back from the platform and still needs a person, by the name of the piece of work.

A form and its edits are one piece, under the name of the form. It needs a person until it was sent again
after its return (the same form about the same subject, or another change of the same record), or
until somebody put it aside. Neither takes it out of the outbox: what happened stays to be read.
"""

from typing import Final

from store.connection import Store
from store.transaction import transaction

# The moment of a return is the platform's: where the clock here is behind, a piece sent again may still wait.
_WAITING: Final = """
    WITH back (piece, submission_id, record_kind, record_id, at_ms) AS (
        SELECT coalesce(submission_id, id), submission_id, record_kind, record_id, coalesce(word.at_ms, 0)
        FROM outbox LEFT JOIN outbox_state_times AS word ON word.item_id = id AND word.state = 'returned'
        WHERE outbox.state = 'returned' AND id NOT IN (SELECT item_id FROM returned_put_aside)
        UNION ALL
        SELECT submission_id, submission_id, NULL, NULL, coalesce(judged_at_ms, 0)
        FROM attachments
        WHERE state = 'returned' AND submission_id NOT IN (
            SELECT submission_id FROM outbox JOIN returned_put_aside ON item_id = id
            WHERE submission_id IS NOT NULL)
    )
    SELECT DISTINCT piece FROM back
    WHERE NOT EXISTS (
        SELECT 1 FROM submissions AS mine
        JOIN submissions AS again
          ON again.form_id = mine.form_id AND again.subject_id = mine.subject_id AND again.id <> mine.id
        JOIN outbox AS sent ON sent.submission_id = again.id
        JOIN outbox_state_times AS word ON word.item_id = sent.id AND word.state = 'queued'
        WHERE mine.id = back.submission_id AND word.at_ms >= back.at_ms)
    AND NOT (submission_id IS NULL AND EXISTS (
        SELECT 1 FROM outbox AS sent
        JOIN outbox_state_times AS word ON word.item_id = sent.id AND word.state = 'queued'
        WHERE sent.record_kind = back.record_kind AND sent.record_id = back.record_id
          AND sent.id <> back.piece AND word.at_ms >= back.at_ms))
"""
_PUT_ASIDE: Final = """
    INSERT OR IGNORE INTO returned_put_aside (item_id, at_ms)
    SELECT id, ? FROM outbox WHERE (submission_id = ? OR id = ?) AND state IN ('applied', 'returned')
"""


def returned_work(store: Store) -> frozenset[str]:
    """Name the pieces of work that came back, in whole or with a part, and wait for a person."""
    return frozenset(piece for (piece,) in store.rows(_WAITING))


def put_aside(store: Store, piece: str, *, at_ms: int) -> None:
    """Note that a person knows of what came back of a piece; what comes back later waits again."""
    with transaction(store):
        store.execute(_PUT_ASIDE, (at_ms, piece, piece))
