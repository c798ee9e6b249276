"""Deciding without Qt: what is asked, what is masked, what is kept chosen, and what is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from desktop.deciding.deciding_presenter import DecidingPresenter
from desktop.deciding.deciding_screen import RecordCard, Standing
from desktop.deciding.differences import DifferentRecord, Side
from desktop.errors import RecordMissingError
from tests.desktop.deciding_story import CAI, PHONE, STATUS, words_for
from tests.fakes.clock import STORY_STARTS_MS


@dataclass
class Desk:
    """The screen and what stands behind it, remembering what they were told."""

    records: tuple[DifferentRecord, ...] = (CAI,)
    cards: tuple[RecordCard, ...] = ()
    standing: Standing = field(default_factory=lambda: Standing("", can_confirm=False))
    nothing: str = ""
    failure: str = ""
    shown: int = 0
    taken: list[Side] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    error: Exception | None = None

    def show_records(self, cards: tuple[RecordCard, ...]) -> None:
        self.cards, self.shown = cards, self.shown + 1

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
        self, sides: Sequence[Side], *, done: Callable[[int], None], failed: Callable[[Exception], None]
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

    assert desk.taken == [STATUS.sides[1]]
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
