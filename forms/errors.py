"""Everything that can be wrong with a form, an answer or a draft, each with a stable code.

A code is API: the words for it live in `resources/messages`, one line a code in
`docs/forms-support.md`. `parameters` name places (a reference, an expression of
the form), never an answer. Faults of a form are collected while it is read, so a
broken form can still be looked at; it only cannot be started.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:  # the views name errors nowhere, but FormNotFinishedError carries violations
    from forms.views import Violation


class FormError(Exception):
    """Base of every failure of the engine."""

    code: ClassVar[str] = "form-failed"

    def __init__(self, **parameters: str) -> None:
        super().__init__(f"{self.code}: {parameters}" if parameters else self.code)
        self.parameters: Mapping[str, str] = parameters


class FormNotXmlError(FormError):
    """The bytes are no well-formed XML."""

    code = "form-not-xml"


class FormDoctypeError(FormError):
    """The XML declares a document type; entities are how small files become large."""

    code = "form-doctype-refused"


class FormTooLargeError(FormError):
    """The XML, or something in it, is larger than any honest form."""

    code = "form-too-large"


class FormTooDeepError(FormError):
    """Elements or expressions are nested deeper than any honest form."""

    code = "form-too-deep"


class FormStructureError(FormError):
    """A part every form needs is missing or stands in the wrong place."""

    code = "form-structure"


class FormBindError(FormError):
    """A bind, a control or an action points at a node the form does not have."""

    code = "form-reference-unknown"


class FormFeatureError(FormError):
    """The form asks for something this engine refuses; docs/forms-support.md says why."""

    code = "form-feature-refused"


class FormFileMissingError(FormError):
    """A list the form reads from a file was not delivered with it."""

    code = "form-file-missing"


class FormFileBrokenError(FormError):
    """A list the form reads from a file cannot be understood."""

    code = "form-file-broken"


class ExpressionSyntaxError(FormError):
    """An expression cannot be read; `position` counts characters from 1."""

    code = "form-expression-broken"


class FunctionUnknownError(FormError):
    """An expression calls a function that neither XPath nor ODK defines."""

    code = "form-function-unknown"


class FunctionArgumentsError(FormError):
    """An expression calls a function with too few or too many arguments."""

    code = "form-function-arguments"


class ExpressionFailedError(FormError):
    """An expression met a value it has no answer for."""

    code = "form-expression-failed"


class FormCycleError(FormError):
    """Values depend on each other in a circle; `path` walks it once round."""

    code = "form-cycle"


class XlsFormRefusedError(FormError):
    """The spreadsheet could not be converted; `reason` is the converter's sentence, `row` its place."""

    code = "xlsform-refused"


class XlsFormNotAWorkbookError(FormError):
    """The bytes are no .xlsx workbook, whatever the name of the file says."""

    code = "xlsform-not-a-workbook"


class XlsFormTooLargeError(FormError):
    """The workbook, or what it unpacks to, is larger than any honest form."""

    code = "xlsform-too-large"


class XlsFormTimeoutError(FormError):
    """The converter took longer than any honest form needs and was ended."""

    code = "xlsform-took-too-long"


class XlsFormConverterError(FormError):
    """The converter ended without an answer: it crashed, or met its limit of memory."""

    code = "xlsform-converter-broke"


class FormFeatureIgnoredError(FormError):
    """The form asks for something this engine passes over; the form works without it."""

    code = "form-feature-ignored"


class ValidatorUnknownError(FormError):
    """The form names a validator this program does not have; its constraint is still applied."""

    code = "form-validator-unknown"


class QuestionUnknownError(FormError):
    """No node of this session has that reference (any more)."""

    code = "question-unknown"


class QuestionReadonlyError(FormError):
    """The form does not let a person write this answer."""

    code = "question-readonly"


class QuestionNotRelevantError(FormError):
    """The question is not asked in the present state of the form."""

    code = "question-not-relevant"


class AnswerTypeError(FormError):
    """The text is not a value of the question's type, for example letters for a number."""

    code = "answer-wrong-type"


class AnswerCharactersError(FormError):
    """The text holds control characters that no submission can carry."""

    code = "answer-has-control-characters"


class AnswerTooLongError(FormError):
    """The text is longer than a submission may carry in one answer."""

    code = "answer-too-long"


class RepeatFixedError(FormError):
    """The number of these entries is decided by the form, not by the officer."""

    code = "repeat-count-fixed"


class RepeatLimitError(FormError):
    """A repeat asks for more entries than a device can hold."""

    code = "repeat-too-many"


class LanguageUnknownError(FormError):
    """The form has no translation by that name."""

    code = "language-unknown"


class DraftUnreadableError(FormError):
    """The saved session is damaged or from a newer program."""

    code = "draft-unreadable"


class DraftOtherFormError(FormError):
    """The saved session or submission belongs to another form or version."""

    code = "draft-of-another-form"


class FormNotFinishedError(FormError):
    """Some answers still stop the form from being finished."""

    code = "form-not-finished"

    def __init__(self, violations: "tuple[Violation, ...]") -> None:
        super().__init__(count=str(len(violations)))
        self.violations = violations
