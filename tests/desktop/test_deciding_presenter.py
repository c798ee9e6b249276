"""Deciding without Qt: what is asked, what is masked, what is kept chosen, and what is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import pytest

from desktop.deciding.deciding_presenter import DecidingPresenter, Taken
from desktop.deciding.deciding_screen import RecordCard, Standing
from desktop.deciding.differences import DifferentRecord
from desktop.error_report import report_error
from desktop.errors import RecordMissingError
from tests.desktop.deciding_story import CAI, DOUBT, HERS, MINE, PHONE, STATUS, words_for
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy


@dataclass
class Desk:
    """The screen and what stands behind it, remembering what they were told."""

    records: tuple[DifferentRecord, ...] = (CAI,)
    cards: tuple[RecordCard, ...] = ()
    standing: Standing = field(default_factory=lambda: Standing("", can_confirm=False))
    nothing: str = ""
    failure: str = ""
    shown: int = 0
    taken: list[Taken] = field(default_factory=list)
    chosen: Mapping[str, int] = field(default_factory=dict)
    unexplained: str = ""
    told: list[int] = field(default_factory=list)
    error: Exception | None = None

    def show_records(self, cards: tuple[RecordCard, ...]) -> None:
        self.cards, self.shown = cards, self.shown + 1

    def show_chosen(self, chosen: Mapping[str, int]) -> None:
        self.chosen = dict(chosen)

    def show_reason_missing(self, record_id: str) -> None:
        self.unexplained = record_id

    def show_standing(self, standing: Standing) -> None:
        self.standing = standing

    def show_nothing(self, sentence: str, quiet: str) -> None:
        self.nothing = sentence + quiet

    def show_failure(self, title: str, explanation: str) -> None:
        self.failure = title + explanation

    def read(
        self, *, done: Callable[[tuple[DifferentRecord, ...]], None], failed: Callable[[Exception], None]
    ) -> None:
        del failed
        done(self.records)

    def decide(
        self, sides: Sequence[Taken], *, done: Callable[[int], None], failed: Callable[[Exception], None]
    ) -> None:
        if self.error is not None:
            failed(self.error)
            return
        self.taken.extend(sides)
        self.records = ()
        done(len(sides))


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def presenter(desk: Desk) -> DecidingPresenter:
    said = words_for()
    presenter = DecidingPresenter(
        desk,
        words=lambda: said,
        read=desk.read,
        decide=desk.decide,
        decided=desk.told.append,
        report=partial(report_error, words=said.words, entropy=SeededEntropy("deciding")),
        now_ms=lambda: STORY_STARTS_MS,
    )
    presenter.refresh()
    return presenter


def test_both_values_are_shown_with_whose_word_they_are(presenter: DecidingPresenter, desk: Desk) -> None:
    status, phone = desk.cards[0].differences

    assert [side.said for side in status.sides] == [
        "就业状态：未就业（有劳动能力）\n单位：没有填",
        "就业状态：已就业\n单位：晋江远帆物流有限公司",
    ]
    assert [side.by for side in status.sides] == [
        "林秀梅 · 这台电脑 · 11月20日",
        "陈建明 · 象山社区窗口 · 今天 05:00",
    ]
    assert [side.by for side in phone.sides][1] == "平台 · 今天 06:00"
    assert [side.is_standing for side in phone.sides] == [True, False]


def test_numbers_are_masked_and_the_card_says_that_they_look_alike(
    presenter: DecidingPresenter, desk: Desk
) -> None:
    phone = desk.cards[0].differences[1]

    assert {side.said for side in phone.sides} == {"138****7721"}
    assert phone.before == "原来 · 150****0308"
    assert phone.note == words_for().words.text("screens.differences.look_alike")


def test_numbers_are_shown_in_full_on_demand_and_masked_again(
    presenter: DecidingPresenter, desk: Desk
) -> None:
    presenter.reveal(CAI.record.id)
    in_full = [side.said for side in desk.cards[0].differences[1].sides]
    presenter.mask()

    assert in_full == ["13812347721", "13856787721"]
    assert {side.said for side in desk.cards[0].differences[1].sides} == {"138****7721"}


def test_revealing_keeps_what_was_chosen(presenter: DecidingPresenter, desk: Desk) -> None:
    presenter.choose(PHONE.key, 1)
    presenter.reveal(CAI.record.id)

    assert [one.chosen for one in desk.cards[0].differences] == [-1, 1]
    assert desk.standing.figures == "已选 1 / 2"


def test_nothing_can_be_confirmed_before_something_is_chosen(
    presenter: DecidingPresenter, desk: Desk
) -> None:
    presenter.confirm()

    assert not desk.standing.can_confirm
    assert desk.taken == []


def test_only_what_was_chosen_is_written_and_it_is_told(presenter: DecidingPresenter, desk: Desk) -> None:
    presenter.choose(STATUS.key, 1)
    presenter.confirm()

    assert desk.taken == [Taken(STATUS.sides[1])]
    assert desk.told == [1]
    assert desk.nothing.startswith("没有要核对的了")


def test_question_settled_elsewhere_goes_and_the_other_choice_stays(
    presenter: DecidingPresenter, desk: Desk
) -> None:
    presenter.choose(PHONE.key, 0)
    desk.records = (replace(CAI, differences=(PHONE,)),)

    presenter.refresh()

    assert [one.key for one in desk.cards[0].differences] == [PHONE.key]
    assert (desk.standing.figures, desk.standing.can_confirm) == ("已选 1 / 1", True)


def test_news_that_change_nothing_leave_the_cards_alone(presenter: DecidingPresenter, desk: Desk) -> None:
    presenter.refresh()

    assert desk.shown == 1


def test_refusal_is_said_and_the_choice_can_be_made_again(presenter: DecidingPresenter, desk: Desk) -> None:
    desk.error = RecordMissingError()
    presenter.choose(PHONE.key, 1)
    presenter.confirm()

    assert desk.failure.startswith(words_for().words.error("record-missing").title)
    assert desk.standing.can_confirm
    assert desk.told == []


@pytest.fixture
def doubted(presenter: DecidingPresenter, desk: Desk) -> DecidingPresenter:
    """The status is in doubt, too."""
    desk.records = (replace(CAI, differences=(replace(STATUS, doubt=DOUBT), PHONE)),)
    presenter.refresh()
    return presenter


def test_what_is_in_doubt_is_not_decided_without_a_reason(doubted: DecidingPresenter, desk: Desk) -> None:
    doubted.choose(STATUS.key, 1)
    doubted.confirm()

    assert desk.cards[0].differences[0].doubt == "疑点：系统显示已参保，登记为失业"
    assert (desk.unexplained, desk.taken) == (CAI.record.id, [])


def test_what_nobody_doubts_needs_no_reason(doubted: DecidingPresenter, desk: Desk) -> None:
    doubted.choose(PHONE.key, 1)
    doubted.confirm()

    assert desk.taken == [Taken(PHONE.sides[1])]


def test_the_reason_goes_with_the_first_side_and_names_what_was_decided(
    doubted: DecidingPresenter, desk: Desk
) -> None:
    doubted.choose(STATUS.key, 1)
    doubted.choose(PHONE.key, 0)
    doubted.explain(CAI.record.id, " 本人电话确认 ")
    doubted.confirm()

    assert [one.reason for one in desk.taken] == ["核对就业状态、手机号：本人电话确认", ""]


def test_the_reason_survives_numbers_being_shown(doubted: DecidingPresenter, desk: Desk) -> None:
    doubted.explain(CAI.record.id, "电话问过")
    doubted.reveal(CAI.record.id)

    assert desk.cards[0].reason == "电话问过"


def test_all_of_this_computer_or_all_of_the_others_is_one_press(
    presenter: DecidingPresenter, desk: Desk
) -> None:
    presenter.choose_all(are_mine=False)
    theirs = desk.chosen
    presenter.choose_all(are_mine=True)

    assert theirs == {STATUS.key: 1, PHONE.key: 1}
    assert desk.chosen == {STATUS.key: 0, PHONE.key: 0}
    assert (desk.standing.has_mine, desk.standing.has_theirs) == (True, True)


def test_this_computers_word_is_at_the_left_even_where_it_does_not_stand(
    presenter: DecidingPresenter, desk: Desk
) -> None:
    standing, beside = STATUS.sides
    turned = replace(STATUS, sides=(replace(standing, word=HERS), replace(beside, word=MINE)))
    desk.records = (replace(CAI, differences=(turned,)),)
    presenter.refresh()

    [question] = desk.cards[0].differences
    assert [side.is_standing for side in question.sides] == [False, True]
    assert question.sides[0].by.startswith("林秀梅 · 这台电脑")


def test_what_agrees_is_told_by_its_name_and_masked(presenter: DecidingPresenter, desk: Desk) -> None:
    same = dict(desk.cards[0].same)

    assert "就业状态" not in same
    assert same["身份证"].count("*") > 0


def test_a_value_says_in_which_form_it_was_answered(presenter: DecidingPresenter, desk: Desk) -> None:
    asked = replace(STATUS.sides[0], word=replace(MINE, form_id="employment_brief"))
    desk.records = (replace(CAI, differences=(replace(STATUS, sides=(asked, STATUS.sides[1])),)),)
    presenter.refresh()

    assert desk.cards[0].differences[0].sides[0].by.endswith("· 就业状况简表")


def test_a_choice_is_of_a_value_and_never_of_the_place_it_stood_at(
    presenter: DecidingPresenter, desk: Desk
) -> None:
    presenter.choose(STATUS.key, 1)
    presenter.choose(PHONE.key, 1)
    standing, beside = STATUS.sides
    third = replace(beside, conflict_id="c-third", values={"emp_status": "3"})
    newer = replace(PHONE.sides[1], values={"phone": "13700000000"})
    desk.records = (
        replace(
            CAI,
            differences=(
                replace(STATUS, sides=(standing, third, beside)),
                replace(PHONE, sides=(PHONE.sides[0], newer)),
            ),
        ),
    )

    presenter.refresh()

    assert [one.chosen for one in desk.cards[0].differences] == [2, -1]


def test_what_is_chosen_while_a_decision_is_written_still_waits_to_be_confirmed(
    presenter: DecidingPresenter, desk: Desk
) -> None:
    written: list[Callable[[int], None]] = []
    presenter._decide = lambda sides, *, done, failed: written.append(done)
    presenter.choose(STATUS.key, 0)
    presenter.confirm()
    presenter.choose(PHONE.key, 1)

    desk.records = (replace(CAI, differences=(PHONE,)),)
    written[0](1)

    assert desk.cards[0].differences[0].chosen == 1
    assert desk.standing.can_confirm
