"""A door that closed in the middle of a form opens on that form again, for whoever had it open.

The form is put aside when the program locks, by a hand or by itself, because nothing may lie behind
a closed door but the records. Its draft knows at which question it was left. Somebody else who
comes in meanwhile begins with the page beneath: the draft is theirs to open, not to be met by.
"""

from desktop.collecting import Collecting
from desktop.desk import Desk
from store import read_draft


class ComingBack:
    """Told of each lock before the form is left, and of each time somebody has come in again."""

    def __init__(self, desk: Desk, collecting: Collecting) -> None:
        self._desk, self._collecting = desk, collecting
        self._left: tuple[str, str] | None = None  # who had it open, and which draft

    def note(self) -> None:
        """Keep in mind what is open; a second lock before anybody came in changes nothing."""
        draft_id, unlocked = self._collecting.draft_id, self._desk.unlocked
        if draft_id is not None and unlocked is not None:
            self._left = unlocked.operator, draft_id

    def open_again(self) -> None:
        """Open the form that was left, unless another one came in, or nothing was answered in it yet."""
        left, self._left = self._left, None
        unlocked, reader = self._desk.unlocked, self._desk.reader
        if left is None or unlocked is None or reader is None:
            return
        operator, draft_id = left
        if operator == unlocked.operator and read_draft(reader, draft_id) is not None:
            self._collecting.resume(draft_id)
