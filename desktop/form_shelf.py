"""The forms this program ships, and the clock and device a form may ask about."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from desktop.moments import local_time
from forms import FormDefinition, load_form
from resources import read_bytes
from resources.words import Words
from sync.ports import Clock

_SHIPPED: Final = {"employment_brief": "forms/employment_brief.xml"}
DEFAULT_FORM: Final = "employment_brief"


@cache
def shipped_form(form_id: str) -> FormDefinition:
    """Give a form by its id; it is read once.

    Raises:
        KeyError: no such form is shipped (drafts of other forms cannot exist yet).

    """
    return load_form(read_bytes(_SHIPPED[form_id]))


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
