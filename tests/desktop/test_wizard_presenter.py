"""The four steps of the first run without Qt: what comes after what, and what is never skipped."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from desktop.enrolment.invitation_reading import InvitationFacts
from desktop.enrolment.wizard_page import FillPage, StepLine, StepState, WizardStep
from desktop.enrolment.wizard_presenter import WizardPresenter
from resources.words import Words
from tests.desktop.enrolment_screens import INVITATION
from updates.profile import Profile
from updates.release import Ring


class RecordingScreen:
    """What the view was told last."""

    def __init__(self) -> None:
        self.lines: Sequence[StepLine] = ()
        self.step = WizardStep.WELCOME
        self.facts: InvitationFacts | None = None
        self.trouble = ""
        self.asks_for_secret = True
        self.provision, self.is_provision_refused = "", False

    def show_steps(self, lines: Sequence[StepLine]) -> None:
        self.lines = lines

    def show_step(self, step: WizardStep) -> None:
        self.step = step

    def show_invitation(self, facts: InvitationFacts | None) -> None:
        self.facts = facts

    def show_provision(self, sentence: str, *, is_refused: bool) -> None:
        self.provision, self.is_provision_refused = sentence, is_refused

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


def profile_of(roots: str) -> Profile:
    return Profile(
        places=("350581",),
        server="https://relay.quanzhou.example",
        authorities=None,
        roots=roots,
        ring=Ring.ALL,
        source=None,
        expires=datetime(2027, 11, 23, tzinfo=UTC),
    )


def test_a_computer_made_ready_for_a_county_says_so(
    presenter: WizardPresenter, screen: RecordingScreen
) -> None:
    presenter.provision(profile_of("ab" * 32))

    assert "石狮市" in screen.provision
    assert "https://relay.quanzhou.example" in screen.provision
    assert not screen.is_provision_refused


def test_an_invitation_of_the_city_it_was_made_ready_for_goes_on(
    presenter: WizardPresenter, screen: RecordingScreen
) -> None:
    presenter.provision(profile_of(INVITATION.roots.digest.hex()))

    presenter.invited(INVITATION)

    assert screen.facts is not None


def test_an_invitation_of_another_city_is_refused_before_anybody_compares(
    presenter: WizardPresenter, screen: RecordingScreen, words: Words
) -> None:
    presenter.provision(profile_of("ab" * 32))

    presenter.invited(INVITATION)
    presenter.confirm()

    assert screen.facts is None
    assert screen.trouble == words.text("screens.enrolment.other_city")
    assert presenter.confirmed_invitation() is None


def test_a_profile_that_was_refused_stops_nobody_from_joining(
    presenter: WizardPresenter, screen: RecordingScreen
) -> None:
    presenter.refused_provision("预置文件不可信")

    presenter.invited(INVITATION)

    assert (screen.provision, screen.is_provision_refused) == ("预置文件不可信", True)
    assert screen.facts is not None
