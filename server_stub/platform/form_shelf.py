"""The forms the city accepts, by id and version, and the replay that checks a submission.

A device says its form was finished; the platform puts the answers into the same
engine, with the same validators, and looks for itself, in the time zone of the city.
What only had to be verified or was a hint is the officer's word and no reason to return it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from employment import Divisions, form_validators
from forms import (
    DeviceProperties,
    FormDefinition,
    FormError,
    FormSession,
    Strength,
    Validator,
    load_form,
)
from resources import list_names, read_bytes, read_text
from server_stub.platform.returned import FormUnknownError, SubmissionNotFaithfulError
from sync.change import FilledForm
from sync.ports import Clock

CITY_TIME: Final = timezone(timedelta(hours=8), "Asia/Shanghai")


@cache
def shipped_form(form_id: str) -> FormDefinition:
    """Give a form with the lists and the validators it names; it is read once."""
    media = {PurePosixPath(name).name: read_bytes(name) for name in list_names("forms/media", suffix=".csv")}
    return load_form(read_bytes(f"forms/{form_id}.xml"), attachments=media, validators=shipped_validators())


@cache
def shipped_validators() -> Mapping[str, Validator]:
    """Give the validators of the rules by the names forms use, which the engine takes as they are."""
    divisions = Divisions.parse(read_text("lists/divisions.tsv"))
    return form_validators(divisions)


@dataclass(frozen=True, slots=True)
class FormClock:
    """The platform's clock as the form engine wants it: an instant in the city's time zone."""

    clock: Clock

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.clock.now_ms() / 1000, UTC).astimezone(CITY_TIME)


class FormShelf:
    """Definitions by id and version; reading one is slow and done when it is first asked for."""

    def __init__(
        self, form_ids: Collection[str], *, load: Callable[[str], FormDefinition], clock: Clock
    ) -> None:
        self._form_ids, self._load = form_ids, load
        self._clock = FormClock(clock)

    @classmethod
    def shipped(cls, *, clock: Clock) -> "FormShelf":
        files = list_names("forms", suffix=".xml")
        return cls({PurePosixPath(name).stem for name in files}, load=shipped_form, clock=clock)

    def replay(self, form: FilledForm, *, device_id: str) -> Mapping[str, str]:
        """Give the answers of a finished form as our own engine reads them; raises as `open` does."""
        return self.open(form, device_id=device_id).values()

    def open(self, form: FilledForm, *, device_id: str) -> FormSession:
        """Fill our own engine with a finished form and take nobody's word for it.

        Raises:
            FormUnknownError: not a form, or not a version, of this city.
            SubmissionNotFaithfulError: unreadable, or something in it would have stopped the officer.

        """
        definition = self._load(form.form_id) if form.form_id in self._form_ids else None
        if definition is None or definition.version != form.form_version:
            raise FormUnknownError(form=form.form_id, version=form.form_version)
        device = DeviceProperties(device_id=device_id, username=form.operator)
        try:
            session = FormSession.from_submission(definition, form.xml, clock=self._clock, device=device)
            stopping = [each for each in session.violations() if each.strength is Strength.STOP]
        except FormError as error:
            raise SubmissionNotFaithfulError(form=form.form_id, reason=error.code) from error
        if stopping:
            raise SubmissionNotFaithfulError(form=form.form_id, reason=stopping[0].code)
        return session
