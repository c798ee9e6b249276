"""The four steps of the first run without Qt: what comes after what, and what is never skipped."""

from collections.abc import Sequence

import pytest

from desktop.enrolment.invitation_reading import InvitationFacts
from desktop.enrolment.wizard_page import FillPage, StepLine, StepState, WizardStep
from desktop.enrolment.wizard_presenter import WizardPresenter
from resources.words import Words
from tests.desktop.enrolment_screens import INVITATION


class RecordingScreen:
    """What the view was told last."""

    def __init__(self) -> None:
        self.lines: Sequence[StepLine] = ()
        self.step = WizardStep.WELCOME
        self.facts: InvitationFacts | None = None
        self.trouble = ""
        self.asks_for_secret = True

    def show_steps(self, lines: Sequence[StepLine]) -> None:
        self.lines = lines

    def show_step(self, step: WizardStep) -> None:
        self.step = step

    def show_invitation(self, facts: InvitationFacts | None) -> None:
        self.facts = facts

    def show_trouble(self, sentence: str) -> None:
        self.trouble = sentence

    def show_fill(self, page: FillPage) -> None:
        raise AssertionError(page)

    def ask_for_secret(self, *, is_asked: bool) -> None:
        self.asks_for_secret = is_asked


@pytest.fixture
def screen() -> RecordingScreen:
    return RecordingScreen()


@pytest.fixture
def presenter(screen: RecordingScreen, words: Words) -> WizardPresenter:
    presenter = WizardPresenter(screen, words=words, is_installed=False)
    presenter.start()
    presenter.begin()
    return presenter


def test_the_facts_are_those_of_the_sheet(presenter: WizardPresenter, screen: RecordingScreen) -> None:
    presenter.invited(INVITATION)

    assert screen.facts is not None
    assert screen.facts.platform == "泉就业 · 泉州市"
    assert screen.facts.places == "泉州市晋江市青阳街道、泉州市晋江市梅岭街道"
    assert "".join(screen.facts.fingerprint) == INVITATION.roots.digest.hex()
    assert screen.facts.ends == "2026-11-29 08:00"


def test_nothing_goes_on_before_the_fingerprint_was_compared(
    presenter: WizardPresenter, screen: RecordingScreen
) -> None:
    presenter.invited(INVITATION)
    before = presenter.confirmed_invitation()
    presenter.confirm()

    assert before is None
    assert presenter.confirmed_invitation() is INVITATION
    assert screen.step is WizardStep.SECRET


def test_a_fingerprint_that_differs_forgets_the_invitation(
    presenter: WizardPresenter, screen: RecordingScreen, words: Words
) -> None:
    presenter.invited(INVITATION)
    presenter.deny()
    presenter.confirm()

    assert screen.facts is None
    assert screen.trouble == words.text("screens.enrolment.differs_warning")
    assert screen.step is WizardStep.CONNECT
    assert presenter.confirmed_invitation() is None


def test_going_back_and_giving_another_invitation_asks_to_compare_anew(
    presenter: WizardPresenter, screen: RecordingScreen
) -> None:
    presenter.invited(INVITATION)
    presenter.confirm()
    presenter.back()
    presenter.back()
    presenter.invited(INVITATION)

    assert screen.step is WizardStep.CONNECT
    assert presenter.confirmed_invitation() is None


def test_a_code_that_comes_late_changes_nothing(presenter: WizardPresenter, screen: RecordingScreen) -> None:
    presenter.invited(INVITATION)
    presenter.confirm()
    presenter.refused("something else was held before the camera")

    assert screen.trouble == ""
    assert screen.step is WizardStep.SECRET


def test_an_installation_that_is_there_begins_at_the_invitation_and_asks_for_the_name_alone(
    screen: RecordingScreen, words: Words
) -> None:
    presenter = WizardPresenter(screen, words=words, is_installed=True)
    presenter.start()
    presenter.back()

    assert screen.step is WizardStep.CONNECT
    assert not screen.asks_for_secret
    assert [line.title for line in screen.lines][2] == words.text("screens.enrolment.step_name")


def test_the_list_says_what_is_done_in_hand_and_ahead(
    presenter: WizardPresenter, screen: RecordingScreen
) -> None:
    assert [line.state for line in screen.lines] == [
        StepState.DONE,
        StepState.CURRENT,
        StepState.AHEAD,
        StepState.AHEAD,
    ]
