"""What the officer says to a remark of the rules at the review: a note, a confirmation, a second thought."""

from collections.abc import Callable

from desktop.form_entry.draft_saving import DraftSaving
from desktop.form_entry.review_remarks import Remarks


class RemarkActs:
    """Every word changes the draft; what stands on the page changes with a confirmation only."""

    def __init__(self, remarks: Remarks, draft: DraftSaving, *, show_page: Callable[[], None]) -> None:
        self._remarks, self._draft, self._show_page = remarks, draft, show_page

    def write_note(self, code: str, reference: str, note: str) -> None:
        """Take what the officer says to a remark as it is typed."""
        self._remarks.write((code, reference), note)
        self._draft.mark_unsaved()

    def confirm(self, code: str, reference: str) -> None:
        """The officer has looked again; without a note on what was found that is not said yet."""
        self._remarks.confirm((code, reference))
        self._draft.mark_unsaved()
        self._draft.save()
        self._show_page()

    def reopen(self, code: str, reference: str, note: str) -> None:
        """Take a word back to change it."""
        self._remarks.write((code, reference), note)
        self._draft.mark_unsaved()
        self._show_page()
