"""The forms the city accepts, by id and version, and the replay that checks a submission.

A device says its form was finished; the platform puts the answers into the same
engine and looks for itself, in the time zone of the city.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from forms import DeviceProperties, FormDefinition, FormError, FormSession, Strength, load_form
from resources import read_bytes
from server_stub.platform.returned import FormUnknownError, SubmissionNotFaithfulError
from sync.change import FilledForm
from sync.ports import Clock

CITY_TIME: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
SHIPPED_FORMS: Final = ("forms/employment_brief.xml",)


@dataclass(frozen=True, slots=True)
class FormClock:
    """The platform's clock as the form engine wants it: an instant in the city's time zone."""

    clock: Clock

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.clock.now_ms() / 1000, UTC).astimezone(CITY_TIME)


class FormShelf:
    """Definitions by id and version; reading them is slow and done once."""

    def __init__(self, definitions: Sequence[FormDefinition], *, clock: Clock) -> None:
        self._definitions = {(one.form_id, one.version): one for one in definitions}
        self._clock = FormClock(clock)

    @classmethod
    def shipped(cls, *, clock: Clock) -> "FormShelf":
        return cls([load_form(read_bytes(name)) for name in SHIPPED_FORMS], clock=clock)

    def replay(self, form: FilledForm, *, device_id: str) -> Mapping[str, str]:
        """Give the answers of a finished form as our own engine reads them.

        Raises:
            FormUnknownError: not a form, or not a version, of this city.
            SubmissionNotFaithfulError: unreadable, or something in it would have stopped the officer.

        """
        definition = self._definitions.get((form.form_id, form.form_version))
        if definition is None:
            raise FormUnknownError(form=form.form_id, version=form.form_version)
        device = DeviceProperties(device_id=device_id, username=form.operator)
        try:
            session = FormSession.from_submission(definition, form.xml, clock=self._clock, device=device)
            stopping = [each for each in session.violations() if each.strength is Strength.STOP]
        except FormError as error:
            raise SubmissionNotFaithfulError(form=form.form_id, reason=error.code) from error
        if stopping:
            raise SubmissionNotFaithfulError(form=form.form_id, reason=stopping[0].code)
        return session.values()
