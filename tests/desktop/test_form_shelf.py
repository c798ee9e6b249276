"""The forms a device holds: all of them, read when opened, judged in three strengths."""

import pytest

from desktop.form_entry.form_presenter import FormPresenter
from desktop.form_shelf import DEFAULT_FORM, form_title, shipped_form, shipped_validators
from forms import Confirmation, FormSession, Strength, load_form, read_confirmations
from resources import list_names
from resources.words import Words
from tests.desktop.filling import DEVICE, StoryClock, report
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.form_screen import FakeFormScreen, FakeKeeper
from tests.scenario.judged_form import FALSE_CODE, JUDGED_FORM, TRUE_CODE, UNLISTED_PLACE

FORMS = (
    "employment_brief",
    "enterprise_monitor",
    "gig_register",
    "household_visit",
    "person_employment",
    "service_record",
    "suspect_verify",
)


class Finishing:
    """The judged form, filled and seen through to its review."""

    def __init__(self, **answers: str) -> None:
        self.screen, self.keeper = FakeFormScreen(), FakeKeeper(STORY_STARTS_MS)
        definition = load_form(JUDGED_FORM, validators=shipped_validators())
        presenter = self.presenter = FormPresenter(
            self.screen,
            FormSession.start(definition, clock=StoryClock(), device=DEVICE),
            words=Words("zh_CN"),
            keep_draft=self.keeper.keep,
            submit=self.keeper.submit,
            new_instance_id=lambda: "uuid:1",
            finished=lambda: None,
            closed=lambda: None,
            report=report,
        )
        presenter.begin()
        for name, text in answers.items():
            presenter.answer(f"/data/{name}", text)
            presenter.leave_field(f"/data/{name}")
        presenter.go_on()
        presenter.go_on()

    @property
    def strengths(self) -> dict[str, Strength]:
        cards = self.screen.cards.values()
        return {card.reference: card.strength for card in cards if card.problem}


def test_every_shipped_form_is_listed_here() -> None:
    assert list_names("forms", suffix=".xml") == tuple(f"forms/{form_id}.xml" for form_id in FORMS)


@pytest.mark.parametrize("form_id", FORMS)
def test_every_form_opens_with_its_lists_and_validators(form_id: str) -> None:
    definition = shipped_form(form_id)

    session = FormSession.start(definition, clock=StoryClock(), device=DEVICE)

    assert definition.warnings == ()
    assert session.sections()


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_form_is_named_in_the_language_of_the_screen_without_being_read(
    form_id: str, language: str
) -> None:
    words, read_before = Words(language), shipped_form.cache_info()

    title = form_title(form_id, words)

    assert title != words.text("screens.forms.other")
    assert shipped_form.cache_info() == read_before


def test_a_name_the_officer_cannot_mend_holds_nothing_up() -> None:
    name = "/employment_brief/who/person_name"
    session = FormSession.start(
        shipped_form(DEFAULT_FORM), clock=StoryClock(), device=DEVICE, prefill={name: "蔡 志明（象山）"}
    )

    question = session.question(name)

    assert question.is_readonly
    assert question.violation is None


def test_a_stop_keeps_the_form_from_being_finished() -> None:
    finishing = Finishing(code=FALSE_CODE, place=UNLISTED_PLACE)

    assert finishing.keeper.submissions == []
    assert finishing.strengths == {"/data/code": Strength.STOP, "/data/place": Strength.MUST_VERIFY}


def test_what_must_be_verified_waits_for_the_officer_s_word_and_a_hint_for_nothing() -> None:
    finishing = Finishing(code=TRUE_CODE, place=UNLISTED_PLACE, age="70")

    assert finishing.keeper.submissions == []
    assert finishing.strengths == {"/data/place": Strength.MUST_VERIFY, "/data/age": Strength.HINT}
    assert finishing.screen.review is not None
    assert [(card.reference, card.problem != "") for card in finishing.screen.review.remarks] == [
        ("/data/place", True)
    ]


def test_the_officer_s_word_lets_the_form_be_finished_and_goes_with_it() -> None:
    finishing = Finishing(code=TRUE_CODE, place=UNLISTED_PLACE, age="70")

    finishing.presenter.remark_acts.write_note("division-unknown", "/data/place", "村委会新设，看过批复")
    finishing.presenter.remark_acts.confirm("division-unknown", "/data/place")
    finishing.presenter.go_on()

    [submission] = finishing.keeper.submissions
    assert submission.values["/data/place"] == UNLISTED_PLACE
    assert read_confirmations(submission.xml) == (
        Confirmation("/data/place", "division-unknown", "村委会新设，看过批复"),
    )
