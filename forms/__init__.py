"""The form engine: forms as the field knows them (ODK XForms), run in pure Python.

Bytes in, bytes out: `load_form` reads a form, a `FormSession` is one filling of
it, `finalise` gives the submission. The engine knows no screen, no disk, no
network and no employment rules; the time and the device are handed in. What it
supports, and what it refuses under which code, is docs/forms-support.md.
"""

from forms.errors import FormError, FormNotFinishedError
from forms.ports import Clock, DeviceProperties
from forms.views import (
    Choice,
    FormChanges,
    FormSubmission,
    QuestionKind,
    QuestionView,
    RepeatView,
    SectionView,
    Strength,
    Violation,
)

__all__ = [
    "Choice",
    "Clock",
    "DeviceProperties",
    "FormChanges",
    "FormError",
    "FormNotFinishedError",
    "FormSubmission",
    "QuestionKind",
    "QuestionView",
    "RepeatView",
    "SectionView",
    "Strength",
    "Violation",
]
