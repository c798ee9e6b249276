"""The forms the city accepts, in every version ever, and the replay that checks a submission.

A device says its form was finished; the platform puts the answers into the same
engine, with the same validators, and looks for itself, in the time zone of the city.
What only had to be verified or was a hint is the officer's word and no reason to return it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from sqlalchemy import Connection

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
from server_stub.platform.published_forms import PublishedForms, shipped_lists
from server_stub.platform.returned import FormUnknownError, SubmissionNotFaithfulError
from sync.change import FilledForm
from sync.ports import Clock

CITY_TIME: Final = timezone(timedelta(hours=8), "Asia/Shanghai")


@cache
def shipped_form(form_id: str) -> FormDefinition:
    """Give a form with the lists and the validators it names; it is read once."""
    return load_form(
        read_bytes(f"forms/{form_id}.xml"), attachments=shipped_lists(), validators=shipped_validators()
    )


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
    """Definitions by id and version; reading one is slow and done when it is first asked for.

    A shelf that is `reading` a database also gives every version the city ever published. Lists change
    on their own: a form is tried with the newest ones first, then with those that stood before, because
    the device may have filled it before it heard of the change.
    """

    def __init__(
        self,
        form_ids: Collection[str],
        *,
        load: Callable[[str], FormDefinition],
        clock: Clock,
        published: PublishedForms | None = None,
    ) -> None:
        self._form_ids, self._load = form_ids, load
        self._clock = clock
        self._published = published or PublishedForms(validators=shipped_validators)

    @classmethod
    def shipped(cls, *, clock: Clock) -> "FormShelf":
        files = list_names("forms", suffix=".xml")
        return cls({PurePosixPath(name).stem for name in files}, load=shipped_form, clock=clock)

    def reading(self, connection: Connection) -> "FormShelf":
        """Give this shelf with what is published, as one transaction sees it."""
        published = self._published.seen_by(connection)
        return FormShelf(self._form_ids, load=self._load, clock=self._clock, published=published)

    def replay(self, form: FilledForm, *, device_id: str) -> Mapping[str, str]:
        """Give the answers of a finished form as our own engine reads them; raises as `open` does."""
        return self.open(form, device_id=device_id).values()

    def open(self, form: FilledForm, *, device_id: str) -> FormSession:
        """Fill our own engine with a finished form and take nobody's word for it.

        Raises:
            FormUnknownError: not a form, or not a version, of this city.
            SubmissionNotFaithfulError: unreadable, or something in it would have stopped the officer.

        """
        refused: SubmissionNotFaithfulError | None = None
        for definition in self._definitions(form.form_id, form.form_version):
            try:
                return self._fill(definition, form, device_id=device_id)
            except SubmissionNotFaithfulError as error:
                refused = refused or error  # what the newest lists say is what the officer hears
        raise refused or FormUnknownError(form=form.form_id, version=form.form_version)

    def _definitions(self, form_id: str, version: str) -> Iterator[FormDefinition]:
        shipped = self._load(form_id) if form_id in self._form_ids else None
        if shipped is not None and shipped.version == version:
            yield from self._published.of_shipped(form_id)
            yield shipped
            return
        yield from self._published.definitions(form_id, version)

    def _fill(self, definition: FormDefinition, form: FilledForm, *, device_id: str) -> FormSession:
        device = DeviceProperties(device_id=device_id, username=form.operator)
        try:
            session = FormSession.from_submission(
                definition, form.xml, clock=FormClock(self._clock), device=device
            )
            stopping = [each for each in session.violations() if each.strength is Strength.STOP]
        except FormError as error:
            raise SubmissionNotFaithfulError(form=form.form_id, reason=error.code) from error
        if stopping:
            raise SubmissionNotFaithfulError(form=form.form_id, reason=stopping[0].code)
        return session
