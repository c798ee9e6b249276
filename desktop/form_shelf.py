"""The forms an officer can open: those of the program, and those the city delivered since.

What is begun takes the newest version that stands; a draft stays with the version it was
begun with. A delivered form that cannot be begun is passed over with its code and never
started. A form is read when somebody first opens it, never while the program starts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import Final

from desktop.delivered import Delivered, is_newer
from desktop.errors import DesktopError
from desktop.moments import local_time
from desktop.places import divisions
from employment import form_validators
from forms import FormDefinition, FormError, Validator, load_form, named_files
from resources import list_names, read_bytes
from resources.words import Words
from store import StoredDocument
from sync.change import DocumentKind
from sync.ports import Clock

DEFAULT_FORM: Final = "employment_brief"
HOUSEHOLD_FORM: Final = "person_employment"
VISIT_FORM: Final = "household_visit"
ENTERPRISE_FORM: Final = "enterprise_monitor"
# What can be filled about a person from their record; a doubt's form begins at its task.
PERSON_FORMS: Final = (DEFAULT_FORM, HOUSEHOLD_FORM, "gig_register", "service_record")
ALL_FORMS: Final = (*PERSON_FORMS, ENTERPRISE_FORM, "suspect_verify", VISIT_FORM)


@cache
def shipped_form(form_id: str) -> FormDefinition:
    """Give a form by its id; it is read once.

    Raises:
        FileNotFoundError: no such form is shipped (drafts of other forms cannot exist yet).

    """
    return load_form(
        read_bytes(f"forms/{form_id}.xml"), attachments=shipped_lists(), validators=shipped_validators()
    )


@cache
def shipped_lists() -> Mapping[str, bytes]:
    return {PurePosixPath(name).name: read_bytes(name) for name in list_names("forms/media", suffix=".csv")}


@cache
def shipped_validators() -> Mapping[str, Validator]:
    """Give the validators of the rules by the names forms use, which the engine takes as they are."""
    return form_validators(divisions())


def form_title(form_id: str, words: Words, *, named: str = "") -> str:
    """Say what a form is called in the language of the screen; one the city alone knows is `named` by it."""
    key = f"screens.forms.{form_id}"
    if words.knows(key):
        return words.text(key)
    return named or words.text("screens.forms.other")


class DeliveredFormBrokenError(DesktopError):
    """A form the city delivered cannot be begun; the version before it is used."""

    code = "delivered-form-broken"


class FormWithdrawnError(DesktopError):
    """Nothing new is begun with this form: the city has withdrawn every version of it."""

    code = "form-withdrawn"


@dataclass(frozen=True, slots=True)
class FormShelf:
    """Definitions as one replica has them; `tell` hears of a delivered form that was passed over."""

    delivered: Delivered
    tell: Callable[[DeliveredFormBrokenError], None]

    def newest(self, form_id: str) -> FormDefinition:
        """Give what a form is begun with now.

        Raises:
            FormWithdrawnError: not shipped, and no delivered version stands.

        """
        shipped = shipped_form(form_id) if form_id in ALL_FORMS else None
        for document in self.delivered.standing(DocumentKind.FORM, form_id):
            if shipped is not None and is_newer(shipped.version, document.version):
                break
            definition = self._sound(document)
            if definition is not None:
                return definition
        if shipped is None:
            raise FormWithdrawnError(form=form_id)
        return self._with_newest_lists(form_id)

    def pinned(self, form_id: str, version: str) -> FormDefinition:
        """Give the version a draft was begun with; where it is gone, the newest, which refuses the draft."""
        document = self.delivered.find(DocumentKind.FORM, form_id, version)
        if document is not None:
            return self._load(document)
        is_shipped = form_id in ALL_FORMS and shipped_form(form_id).version == version
        return self._with_newest_lists(form_id) if is_shipped else self.newest(form_id)

    def picture(self, name: str) -> bytes:
        """Give a file that labels or choices name, as it was last delivered; empty where it never was."""
        document = self.delivered.newest_lists().get(name)
        return b"" if document is None else self.delivered.content(document)

    def is_withdrawn(self, form_id: str, version: str) -> bool:
        return self.delivered.is_withdrawn(DocumentKind.FORM, form_id, version)

    def others(self, definition: FormDefinition) -> list[FormDefinition]:
        """Give the sound versions of a form beside this one, withdrawn or not, the newest arrival first."""
        form_id = definition.form_id
        versions = self.delivered.versions(DocumentKind.FORM, form_id)
        found = [self._sound(one) for one in versions if one.version != definition.version]
        if form_id in ALL_FORMS and shipped_form(form_id).version != definition.version:
            found.append(shipped_form(form_id))
        return [one for one in found if one is not None]

    def _with_newest_lists(self, form_id: str) -> FormDefinition:
        shipped = shipped_source(form_id)
        fresh = self._lists_for(shipped)
        definition = _read_form(shipped, fresh) if fresh.digests else shipped_form(form_id)
        return shipped_form(form_id) if definition.faults else definition

    def _sound(self, document: StoredDocument) -> FormDefinition | None:
        try:
            definition = self._load(document)
            is_itself = (definition.form_id, definition.version) == (document.name, document.version)
            reason = definition.faults[0].code if definition.faults else ""
        except FormError as error:
            is_itself, reason = True, error.code
        if reason or not is_itself:
            self.tell(
                DeliveredFormBrokenError(
                    form=document.name, version=document.version, reason=reason or "other-form"
                )
            )
            return None
        return definition

    def _load(self, document: StoredDocument) -> FormDefinition:
        content = self.delivered.content(document)
        return _read_form(content, self._lists_for(content))

    def _lists_for(self, content: bytes) -> "_Lists":
        newest = self.delivered.newest_lists()
        named = sorted(named_files(content) & newest.keys())
        return _Lists(tuple((name, newest[name].digest) for name in named), self.delivered)


@dataclass(frozen=True, slots=True)
class _Lists:
    """Delivered lists by name and digest, which is all that tells two of them apart."""

    digests: tuple[tuple[str, bytes], ...]
    delivered: Delivered = field(compare=False)

    def read(self) -> Mapping[str, bytes]:
        newest = self.delivered.newest_lists()
        return {name: self.delivered.content(newest[name]) for name, _ in self.digests}


@lru_cache(maxsize=12)
def _read_form(content: bytes, lists: _Lists) -> FormDefinition:
    attachments = {**shipped_lists(), **lists.read()}
    return load_form(content, attachments=attachments, validators=shipped_validators())


@cache
def shipped_source(form_id: str) -> bytes:
    return read_bytes(f"forms/{form_id}.xml")


@dataclass(frozen=True, slots=True)
class FormClock:
    """The program's clock as the form engine wants it: an instant with the officer's time zone."""

    clock: Clock

    def now(self) -> datetime:
        return local_time(self.clock.now_ms())
