"""The form engine: forms as the field knows them (ODK XForms), run in pure Python.

Bytes in, bytes out: `load_form` reads a form, a `FormSession` is one filling of
it, `finalise` gives the submission. The engine knows no screen, no disk, no
network and no employment rules; the time and the device are handed in. What it
supports, and what it refuses under which code, is docs/forms-support.md.
"""

from forms.errors import FormError, FormNotFinishedError
from forms.instance.confirmations import read_confirmations, read_rule_version
from forms.instance.plain_answers import read_answers
from forms.ports import Clock, DeviceProperties
from forms.session.session import FormSession
from forms.validators import Judgement, Validator, Validators, Verdict
from forms.views import (
    Choice,
    Confirmation,
    EntityAction,
    EntityChange,
    FormChanges,
    FormSubmission,
    LabelMedia,
    LeftOver,
    LeftOverReason,
    MovePreview,
    NodeView,
    QuestionKind,
    QuestionView,
    RepeatView,
    SectionView,
    Strength,
    Violation,
)
from forms.xform.definition import FormDefinition
from forms.xform.named_files import named_files, named_pictures
from forms.xform.parser import load_form
from forms.xlsform import convert_xlsform

__all__ = [
    "Choice",
    "Clock",
    "Confirmation",
    "DeviceProperties",
    "EntityAction",
    "EntityChange",
    "FormChanges",
    "FormDefinition",
    "FormError",
    "FormNotFinishedError",
    "FormSession",
    "FormSubmission",
    "Judgement",
    "LabelMedia",
    "LeftOver",
    "LeftOverReason",
    "MovePreview",
    "NodeView",
    "QuestionKind",
    "QuestionView",
    "RepeatView",
    "SectionView",
    "Strength",
    "Validator",
    "Validators",
    "Verdict",
    "Violation",
    "convert_xlsform",
    "load_form",
    "named_files",
    "named_pictures",
    "read_answers",
    "read_confirmations",
    "read_rule_version",
]
