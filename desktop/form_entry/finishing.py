"""From the answers to the finished form: put together once, handed over once.

While it is being written nothing else is saved and nothing is finished twice; where it could
not be written the form is open as before.
"""

from collections.abc import Callable
from dataclasses import replace

from desktop.form_entry.draft_saving import Failed, Submit
from desktop.form_entry.filled_files import FilledFiles
from desktop.form_entry.review_remarks import Remarks
from forms import FormSession, FormSubmission


class Finishing:
    """Knows whether the form is on its way out."""

    def __init__(
        self,
        session: FormSession,
        remarks: Remarks,
        files: FilledFiles,
        submit: Submit,
        *,
        new_instance_id: Callable[[], str],
        judged_by: str,
    ) -> None:
        self._session, self._remarks, self._files = session, remarks, files
        self._submit, self._new_instance_id, self._judged_by = submit, new_instance_id, judged_by
        self.is_busy = False

    def finish(self) -> FormSubmission:
        """Put the finished form together; what must be verified has been by now, and nothing stops it."""
        submission = self._session.finalise(
            instance_id=self._new_instance_id(),
            confirmations=self._remarks.confirmations(),
            judged_by=self._judged_by,
        )
        self.is_busy = True
        files = self._files.named_in(submission.values.values())
        return replace(submission, attachments={**submission.attachments, **files})

    def hand_over(self, submission: FormSubmission, *, done: Callable[[], None], failed: Failed) -> None:
        """Have it written; from a failure on it can be finished again."""

        def not_written(error: Exception) -> None:
            self.is_busy = False
            failed(error)

        self._submit(submission, done=done, failed=not_written)
