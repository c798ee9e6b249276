"""Why an item goes back to the officer: each reason has a code, and the code has words.

Returning is not refusing: the item stays kept on both ends, and the verdict says
what to do.
"""

from typing import ClassVar

from server_stub.errors import ServerError


class ReturnedError(ServerError):
    """Base: the city does not take this item as it is."""

    code: ClassVar[str] = "item-returned"


class FormUnknownError(ReturnedError):
    """The city does not know this form in this version."""

    code = "form-unknown"


class SubmissionNotFaithfulError(ReturnedError):
    """Replayed in the form engine, the answers are not those of a finished form."""

    code = "submission-not-valid"


class ChangeWithoutSubmissionError(ReturnedError):
    """Records change because somebody filled a form; the form of this change has not arrived."""

    code = "change-without-submission"


class ChangeNotFromSubmissionError(ReturnedError):
    """The edits are not the ones the form's answers make."""

    code = "change-not-from-submission"


class ChangeNotAllowedError(ReturnedError):
    """Devices do not make this kind of change."""

    code = "change-not-allowed"


class RecordUnknownError(ReturnedError):
    """The city holds no such record."""

    code = "record-unknown"


class RecordOutsideScopeError(ReturnedError):
    """The record is in a place this device does not look after."""

    code = "record-outside-scope"
