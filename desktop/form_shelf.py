"""The forms this program ships, with their lists and validators, and the clock a form may ask about.

A form is read when somebody first opens it, never while the program starts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from desktop.moments import local_time
from desktop.places import divisions
from employment import form_validators
from forms import FormDefinition, Validator, load_form
from resources import list_names, read_bytes
from resources.words import Words
from sync.ports import Clock

DEFAULT_FORM: Final = "employment_brief"
ENTERPRISE_FORM: Final = "enterprise_monitor"
# What can be filled about a person from their record; a doubt's form begins at its task.
PERSON_FORMS: Final = (DEFAULT_FORM, "person_employment", "gig_register", "service_record")
ALL_FORMS: Final = (*PERSON_FORMS, ENTERPRISE_FORM, "suspect_verify")


@cache
def shipped_form(form_id: str) -> FormDefinition:
    """Give a form by its id; it is read once.

    Raises:
        FileNotFoundError: no such form is shipped (drafts of other forms cannot exist yet).

    """
    media = {PurePosixPath(name).name: read_bytes(name) for name in list_names("forms/media", suffix=".csv")}
    return load_form(read_bytes(f"forms/{form_id}.xml"), attachments=media, validators=shipped_validators())


@cache
def shipped_validators() -> Mapping[str, Validator]:
    """Give the validators of the rules by the names forms use, which the engine takes as they are."""
    return form_validators(divisions())


def form_title(form_id: str, words: Words) -> str:
    """Say what a form is called in the language of the screen; the form itself has one title for all."""
    key = f"screens.forms.{form_id}"
    return words.text(key if words.knows(key) else "screens.forms.other")


@dataclass(frozen=True, slots=True)
class FormClock:
    """The program's clock as the form engine wants it: an instant with the officer's time zone."""

    clock: Clock

    def now(self) -> datetime:
        return local_time(self.clock.now_ms())
