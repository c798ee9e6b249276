"""The platform judges every shipped form again, with the device's validators, and reads it when needed."""

import pytest

from forms import DeviceProperties, FormSession, load_form
from server_stub.platform.form_shelf import FormClock, FormShelf, shipped_form, shipped_validators
from server_stub.platform.returned import SubmissionNotFaithfulError
from sync.change import FilledForm
from tests.fakes.clock import FakeClock
from tests.scenario.judged_form import FALSE_CODE, JUDGED_FORM, TRUE_CODE, UNLISTED_PLACE

FORMS = (
    "employment_brief",
    "enterprise_monitor",
    "gig_register",
    "person_employment",
    "service_record",
    "suspect_verify",
)


def judged_shelf() -> FormShelf:
    definition = load_form(JUDGED_FORM, validators=shipped_validators())
    return FormShelf({"test"}, load=lambda _: definition, clock=FakeClock())


def filled(**answers: str) -> FilledForm:
    """Fill the form on a device that registers no validators, as another client would."""
    session = FormSession.start(
        load_form(JUDGED_FORM), clock=FormClock(FakeClock()), device=DeviceProperties("d-1")
    )
    for name, text in answers.items():
        session.answer(f"/data/{name}", text)
    finished = session.finalise(instance_id="uuid:1")
    return FilledForm(
        id="uuid:1",
        form_id="test",
        form_version="1",
        subject_id="p-1",
        xml=finished.xml,
        finalised_at_ms=1,
        operator="林秀梅",
    )


@pytest.mark.parametrize("form_id", FORMS)
def test_every_shipped_form_is_read_with_its_lists_and_validators(form_id: str) -> None:
    definition = shipped_form(form_id)

    assert definition.form_id == form_id
    assert definition.warnings == ()


def test_the_shelf_reads_no_form_before_one_is_asked_for() -> None:
    read_before = shipped_form.cache_info()

    FormShelf.shipped(clock=FakeClock())

    assert shipped_form.cache_info() == read_before


def test_what_a_validator_stops_is_not_faithful() -> None:
    with pytest.raises(SubmissionNotFaithfulError) as refused:
        judged_shelf().replay(filled(code=FALSE_CODE), device_id="d-1")

    assert refused.value.parameters["reason"] == "social-credit-code-check"


def test_what_must_be_verified_or_is_a_hint_is_the_officer_s_word() -> None:
    form = filled(code=TRUE_CODE, place=UNLISTED_PLACE, age="70")

    values = judged_shelf().replay(form, device_id="d-1")

    assert (values["/data/place"], values["/data/age"]) == (UNLISTED_PLACE, "70")
