"""`setvalue`: values the form itself writes when something happens."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from forms.errors import FormFeatureError
from forms.xform.shape import Shape
from forms.xpath.compiled import Compiled


class Event(StrEnum):
    """When an action runs."""

    FIRST_LOAD = "odk-instance-first-load"
    LOAD = "odk-instance-load"
    NEW_REPEAT = "odk-new-repeat"
    VALUE_CHANGED = "xforms-value-changed"
    FINISHING = "xforms-revalidate"  # what Collect sends when a form is finished


# Names from before the ODK specification settled; forms in the field still carry them.
_OLD_NAMES: Final = {"xforms-ready": Event.FIRST_LOAD, "jr-insert": Event.NEW_REPEAT}


@dataclass(frozen=True, slots=True, eq=False)
class SetValue:
    """Write a value into `target`; `source` is the question or repeat whose event it waits for."""

    target: Shape
    value: Compiled | None
    literal: str
    events: frozenset[Event]
    source: Shape | None


def read_events(written: str) -> frozenset[Event]:
    """Read the `event` attribute, which may name several.

    Raises:
        FormFeatureError: an event this engine never sends.

    """
    return frozenset(_read_event(name) for name in written.split())


def _read_event(name: str) -> Event:
    if name in _OLD_NAMES:
        return _OLD_NAMES[name]
    try:
        return Event(name)
    except ValueError as error:
        raise FormFeatureError(feature=f"event {name}") from error
