"""From the request to the first records without Qt: what is said, and when one may go to work."""

import pytest

from desktop.enrolment.fill_presenter import Arrived, FillPresenter
from desktop.enrolment.wizard_page import FillAct, StepState
from resources.words import Words
from sync.errors import EnrolmentPendingError
from sync.progress import SyncOutcome, SyncProgress, SyncState, SyncStep

PENDING = SyncOutcome(SyncState.REFUSED, EnrolmentPendingError.code, 0, 0, at_ms=0)
OFFLINE = SyncOutcome(SyncState.OFFLINE, "server-unreachable", 0, 0, at_ms=0)
TOO_OLD = SyncOutcome(SyncState.REFUSED, "server-refused", 0, 0, at_ms=0)


@pytest.fixture
def fill(words: Words) -> FillPresenter:
    return FillPresenter(words)


def states(fill: FillPresenter) -> list[StepState]:
    return [stage.state for stage in fill.page().stages]


def test_nobody_goes_to_work_before_the_platform_has_said_yes(fill: FillPresenter) -> None:
    fill.progress(SyncProgress(SyncStep.CONNECT))
    fill.ended(PENDING)

    assert fill.page().acts == ()
    assert states(fill)[:2] == [StepState.DONE, StepState.CURRENT]


def test_the_first_fill_need_not_be_waited_for(fill: FillPresenter) -> None:
    fill.admitted()
    fill.progress(SyncProgress(SyncStep.FIRST_FILL, 30, 120))
    fill.arrived(Arrived(12, 34))
    page = fill.page()

    assert page.acts == (FillAct.ENTER,)
    assert page.share == pytest.approx((3 + 0.25) / 4)
    assert page.figures == "存好 30 / 120 包 · 已有 12 户、34 人"


def test_what_comes_by_unknown_numbers_is_counted_and_not_guessed(fill: FillPresenter) -> None:
    fill.admitted()
    fill.progress(SyncProgress(SyncStep.FIRST_FILL, 7, 0))

    assert fill.page().figures == "收到 7 包"
    assert fill.page().share == 0.5


def test_the_bar_is_full_only_when_all_has_come(fill: FillPresenter) -> None:
    fill.admitted()
    fill.progress(SyncProgress(SyncStep.FIRST_FILL, 119, 120))
    before = fill.page().share
    fill.completed()

    assert before < 1.0
    assert fill.page().share == 1.0
    assert set(states(fill)) == {StepState.DONE}


def test_without_a_network_there_are_three_ways_on_and_nothing_is_lost(
    fill: FillPresenter, words: Words
) -> None:
    fill.ended(OFFLINE)
    page = fill.page()

    assert page.acts == (FillAct.RETRY, FillAct.OTHER_INVITATION, FillAct.CLOSE)
    assert words.text("screens.enrolment.offline_kept") in page.trouble


def test_a_trouble_that_is_over_is_said_no_longer(fill: FillPresenter) -> None:
    fill.ended(OFFLINE)
    fill.progress(SyncProgress(SyncStep.IDENTITY))

    assert fill.page().trouble == ""


def test_a_refusal_asks_for_another_invitation_first(fill: FillPresenter) -> None:
    fill.ended(TOO_OLD)

    assert fill.page().acts == (FillAct.OTHER_INVITATION, FillAct.RETRY)
    assert fill.page().trouble


def test_a_refused_request_is_no_long_wait(fill: FillPresenter, words: Words) -> None:
    wait(fill, 3).ended(SyncOutcome(SyncState.REFUSED, "invitation-used", 0, 0, at_ms=0))
    fill.progress(SyncProgress(SyncStep.IDENTITY))
    page = fill.page()

    assert page.title == words.error("invitation-used").title
    assert page.acts == (FillAct.OTHER_INVITATION, FillAct.CLOSE)
    assert "invitation-used" in page.trouble
    assert page.is_refused


def wait(fill: FillPresenter, times: int) -> FillPresenter:
    for _ in range(times):
        fill.ended(PENDING)
    return fill


def test_a_long_wait_names_the_used_invitation_and_lets_one_leave(fill: FillPresenter, words: Words) -> None:
    short, long = wait(fill, 19).page(), wait(fill, 1).page()

    assert short.acts == ()
    assert long.acts == (FillAct.OTHER_INVITATION, FillAct.CLOSE)
    assert long.quiet == words.text("screens.enrolment.fill_long_wait_quiet")


def test_a_new_request_begins_anew(fill: FillPresenter) -> None:
    wait(fill, 20).posting()

    assert fill.page().acts == ()
    assert states(fill)[0] is StepState.CURRENT
