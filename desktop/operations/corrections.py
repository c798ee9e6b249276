"""A form the platform gave back, and the draft it is corrected in.

The form itself stays as it was sent; what is corrected is a copy of its answers, under a name that follows
from the form's, so that whoever puts the correction aside comes back to the same one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid5

from store import Draft, Store, StoredSubmission, read_draft, read_submission
from store.attachments import AttachmentMissingError, list_attachments, open_attachment
from store.returned_work import put_aside, returned_work

_CORRECTIONS: Final = UUID("6d9c2f7a-3a0e-5b0c-9a55-0d0b7c1e4f21")  # ours, drawn once


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """What came back: the form with those of its files that are still here, and its correction if begun."""

    submission: StoredSubmission
    draft: Draft | None
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def correction_id(submission_id: str) -> str:
    """Name the draft in which a form is corrected."""
    return str(uuid5(_CORRECTIONS, submission_id))


def read_returned(store: Store, submission_id: str) -> ReturnedForm | None:
    """Read a form to be corrected; None where it is not here."""
    submission = read_submission(store, submission_id)
    if submission is None:
        return None
    draft = read_draft(store, correction_id(submission_id))
    return ReturnedForm(submission, draft, {} if draft else _read_files(store, submission_id))


def settle_correction(store: Store, draft_id: str, *, at_ms: int) -> None:
    """Note that what came back was sent again, whoever it is about now; other drafts settle nothing."""
    for piece in returned_work(store):
        if correction_id(piece) == draft_id:
            put_aside(store, piece, at_ms=at_ms)


def _read_files(store: Store, submission_id: str) -> Mapping[str, bytes]:
    files: dict[str, bytes] = {}
    for file in list_attachments(store, submission_id):
        try:
            files[file.name] = b"".join(open_attachment(store, file.id))
        except AttachmentMissingError:  # it arrived and was let go here
            continue
    return files
