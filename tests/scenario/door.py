"""A form filled at a door, without a screen: the answers, and the officer's word where one is asked for."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from forms import Confirmation, DeviceProperties, FormSession, FormSubmission
from server_stub.platform.form_shelf import FormClock, shipped_form
from sync.change import FilledForm
from sync.ports import Clock, Entropy


class HasTime(Protocol):
    """An office, as far as filling a form needs one."""

    @property
    def clock(self) -> Clock: ...
    @property
    def entropy(self) -> Entropy: ...


def fill_at_the_door(
    answers: Mapping[str, str],
    *,
    office: HasTime,
    device_id: str,
    prefill: Mapping[str, str] | None = None,
    confirmations: Sequence[Confirmation] = (),
) -> FormSubmission:
    """Fill and finish the form the answers are of."""
    session = FormSession.start(
        shipped_form(next(iter(answers)).split("/")[1]),
        clock=FormClock(office.clock),
        device=DeviceProperties(device_id=device_id, username="林秀梅"),
        prefill=prefill,
    )
    for reference, text in answers.items():
        session.answer(reference, text)
    return session.finalise(instance_id=office.entropy.uuid(), confirmations=confirmations)


def hand_in(finished: FormSubmission, *, subject_id: str, operator: str, at_ms: int) -> FilledForm:
    """Make of a finished form what a device sends."""
    return FilledForm(
        id=finished.instance_id,
        form_id=finished.form_id,
        form_version=finished.version,
        subject_id=subject_id,
        xml=finished.xml,
        finalised_at_ms=at_ms,
        operator=operator,
    )
