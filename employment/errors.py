"""What can be wrong with a value from the field, in terms an officer can act on."""

from typing import ClassVar


class EmploymentError(Exception):
    """Base of everything the rules raise; `code` finds the words, `parameters` fill them.

    Parameters name fields, codes and states, never a person's own value.
    """

    code: ClassVar[str]

    def __init__(self, **parameters: str) -> None:
        self.parameters = parameters
        super().__init__(f"{self.code} {parameters}" if parameters else self.code)


class ResidentIdError(EmploymentError):
    """The text is not a resident identity number."""


class ResidentIdShapeError(ResidentIdError):
    """Not seventeen digits and a check character."""

    code = "resident-id-shape"


class ResidentIdOldError(ResidentIdError):
    """Fifteen digits: a number from before 1999, whose holder has a newer card."""

    code = "resident-id-old"


class ResidentIdCheckError(ResidentIdError):
    """The last character does not follow from the others: one of them was misread."""

    code = "resident-id-check"


class ResidentIdBirthDateError(ResidentIdError):
    """The birth date inside does not exist."""

    code = "resident-id-birth-date"


class DocumentNumberShapeError(EmploymentError):
    """The text does not look like a number of the chosen kind of document."""

    code = "document-number-shape"


class DocumentKindOtherError(EmploymentError):
    """A right number, but of another kind of document than the chosen one."""

    code = "document-kind-other"


class SocialCreditCodeError(EmploymentError):
    """The text is not a unified social credit code."""


class SocialCreditCodeShapeError(SocialCreditCodeError):
    """Not eighteen characters of the code's alphabet with a region inside."""

    code = "social-credit-code-shape"


class SocialCreditCodeOldError(SocialCreditCodeError):
    """Fifteen digits: a registration number from before 2015, to be completed."""

    code = "social-credit-code-old"


class SocialCreditCodeCheckError(SocialCreditCodeError):
    """The last character does not follow from the others: one of them was misread."""

    code = "social-credit-code-check"


class TelephoneShapeError(EmploymentError):
    """Neither a mobile number nor a landline with its area code."""

    code = "telephone-shape"


class PersonNameShapeError(EmploymentError):
    """No name looks like that: digits, signs, or spaces where there are none."""

    code = "person-name-shape"


class OccupationShapeError(EmploymentError):
    """Not a code of the classification of occupations."""

    code = "occupation-shape"


class CodeUnknownError(EmploymentError):
    """The list has no such code, or there is no such list."""

    code = "code-unknown"


class DivisionUnknownError(EmploymentError):
    """No place has this code in the list this program carries."""

    code = "division-unknown"


class TableMalformedError(EmploymentError):
    """A list or rule pack does not have the columns it must have; nothing of it is used."""

    code = "table-malformed"


class FieldValueError(EmploymentError):
    """A field of a record holds a value its code list does not know."""

    code = "field-value-unknown"


class RuleNotImplementedError(EmploymentError):
    """The rule pack asks for a rule this program does not have.

    It is refused as a whole: the same pack must give the same answer everywhere.
    """

    code = "rule-not-implemented"


class AssignmentTransitionError(EmploymentError):
    """The task cannot take this step from where it stands."""

    code = "assignment-transition"
