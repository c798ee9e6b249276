"""Finished forms: immutable facts, kept as the form engine wrote them."""

from dataclasses import astuple, dataclass, field
from typing import Final

from store.connection import Store
from store.errors import StoreInvariantError
from store.transaction import transaction


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """One finished form, about one subject, by one operator."""

    id: str
    form_id: str
    form_version: str
    subject_id: str | None
    xml: bytes = field(repr=False)
    finalised_at_ms: int
    operator: str


_KEEP: Final = """
    INSERT INTO submissions (id, form_id, form_version, subject_id, xml, finalised_at_ms, operator)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_READ: Final = """
    SELECT id, form_id, form_version, subject_id, xml, finalised_at_ms, operator
    FROM submissions WHERE id = ?
"""
_LIST: Final = """
    SELECT id, form_id, form_version, subject_id, xml, finalised_at_ms, operator
    FROM submissions ORDER BY finalised_at_ms DESC, id
"""
_OF_SUBJECT: Final = """
    SELECT id, form_id, form_version, subject_id, xml, finalised_at_ms, operator
    FROM submissions WHERE subject_id = ? ORDER BY finalised_at_ms DESC, id
"""
_VISITS: Final = """
    SELECT subject_id, finalised_at_ms FROM submissions WHERE finalised_at_ms >= ? AND form_id <> ?
"""


def keep_submission(store: Store, submission: StoredSubmission) -> None:
    """Keep a finished form; saying the same again is harmless.

    Raises:
        StoreInvariantError: another form already has this id.

    """
    with transaction(store):
        held = read_submission(store, submission.id)
        if held is None:
            store.execute(_KEEP, astuple(submission))
        elif held != submission:
            raise StoreInvariantError(reason="submission-changed", id=submission.id)


def read_submission(store: Store, submission_id: str) -> StoredSubmission | None:
    row = store.row(_READ, (submission_id,))
    return None if row is None else StoredSubmission(*row)


def list_submissions(store: Store) -> tuple[StoredSubmission, ...]:
    """Give all finished forms, the newest first."""
    return tuple(StoredSubmission(*row) for row in store.rows(_LIST))


def submissions_of(store: Store, subject_id: str) -> tuple[StoredSubmission, ...]:
    """Give the finished forms about one subject, the newest first."""
    return tuple(StoredSubmission(*row) for row in store.rows(_OF_SUBJECT, (subject_id,)))


def visits_since(store: Store, since_ms: int, *, but: str = "") -> tuple[tuple[str | None, int], ...]:
    """Give whom forms finished since then are about, and when each was; forms of the id `but` left out."""
    return tuple((subject_id, at_ms) for subject_id, at_ms in store.rows(_VISITS, (since_ms, but)))
