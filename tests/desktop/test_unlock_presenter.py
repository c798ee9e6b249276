"""The locked door: digits, wrong tries, honest waiting."""

from collections.abc import Sequence

import pytest

from desktop.lock_out import LockOut
from desktop.shell.unlock_presenter import Attempt, Mood, OperatorCard, UnlockPresenter
from resources.words import Words
from sync.custody.key_file import SecretKind
from tests.fakes.clock import FakeClock

OPERATORS = (OperatorCard("lin", "林秀梅", "象山社区"), OperatorCard("chen", "陈建明", "象山社区"))

CROWD = tuple(OperatorCard(str(number), f"092{number}", "") for number in range(6))


class RecordingView:
    def __init__(self) -> None:
        self.title = self.sentence = self.selected = ""
        self.dots = 0
        self.is_wrong = self.is_busy = self.has_others = False
        self.cards: list[str] = []

    def show_title(self, text: str) -> None:
        self.title = text

    def show_operators(self, operators: Sequence[OperatorCard], *, selected: str, has_others: bool) -> None:
        self.selected, self.has_others = selected, has_others
        self.cards = [one.id for one in operators]

    def show_dots(self, filled: int, *, is_wrong: bool) -> None:
        self.dots, self.is_wrong = filled, is_wrong

    def show_sentence(self, text: str, mood: Mood) -> None:
        self.sentence = text

    def show_busy(self, *, is_busy: bool) -> None:
        self.is_busy = is_busy

    def clear_passphrase(self) -> None:
        pass


class Door:
    def __init__(
        self,
        kind: SecretKind,
        words: Words,
        clock: FakeClock,
        *,
        operators: Sequence[OperatorCard] = OPERATORS,
    ) -> None:
        self.view = RecordingView()
        self.attempts: list[Attempt] = []
        self.presenter = UnlockPresenter(
            self.view,
            operators=operators,
            kind=kind,
            try_secret=self.attempts.append,
            lock_out=LockOut(clock=clock),
            words=words,
        )
        self.presenter.start()

    def type_pin(self, digits: str) -> None:
        for digit in digits:
            self.presenter.press_digit(digit)

    def miss(self, times: int) -> None:
        for _ in range(times):
            self.presenter.enter_passphrase("榕树下")
            self.presenter.refused()

    def fail(self, times: int) -> None:
        for _ in range(times):
            self.type_pin("000000")
            self.presenter.refused()


@pytest.fixture
def door(words: Words, clock: FakeClock) -> Door:
    return Door(SecretKind.PIN, words, clock)


def test_the_sixth_digit_tries_the_door_for_the_chosen_operator(door: Door) -> None:
    door.presenter.choose_operator("chen")
    door.type_pin("136824")

    assert door.attempts == [Attempt("chen", "136824")]
    assert door.view.is_busy


def test_digits_typed_while_the_door_opens_are_not_taken(door: Door) -> None:
    door.type_pin("136824")
    door.type_pin("999999")

    assert len(door.attempts) == 1


def test_a_wrong_pin_says_how_many_tries_are_left(door: Door) -> None:
    door.fail(1)

    assert door.view.sentence == "PIN 不对，还可以试 4 次"
    assert door.view.is_wrong
    assert not door.view.is_busy


def test_the_fifth_wrong_pin_has_to_wait_and_later_ones_longer(door: Door, clock: FakeClock) -> None:
    door.fail(5)
    assert door.view.sentence == "连着输错了，等 30 秒再试。资料都在，不会被清掉。"
    door.type_pin("136824")
    assert len(door.attempts) == 5

    clock.advance(31)
    door.fail(1)
    assert door.view.sentence == "连着输错了，等 60 秒再试。资料都在，不会被清掉。"

    clock.advance(61)
    door.fail(1)
    assert door.view.sentence == "连着输错了，等 2 分钟再试。资料都在，不会被清掉。"


def test_a_colleague_does_not_wait_for_somebody_elses_wrong_tries(door: Door) -> None:
    door.fail(5)
    door.presenter.choose_operator("chen")
    door.type_pin("136824")

    assert door.attempts[-1] == Attempt("chen", "136824")


def test_the_right_pin_forgets_the_wrong_ones(door: Door) -> None:
    door.fail(4)
    door.type_pin("136824")
    door.presenter.accepted()
    door.fail(1)

    assert door.view.sentence == "PIN 不对，还可以试 4 次"


def test_a_full_disk_costs_no_try(door: Door) -> None:
    door.type_pin("136824")
    door.presenter.failed("磁盘满了")
    door.fail(1)

    assert door.view.sentence == "PIN 不对，还可以试 4 次"


def test_a_passphrase_is_tried_whole_and_an_empty_one_not_at_all(words: Words, clock: FakeClock) -> None:
    door = Door(SecretKind.PASSPHRASE, words, clock)
    door.presenter.enter_passphrase("")
    asked = door.view.sentence
    door.presenter.enter_passphrase("榕树下有三把椅子")

    assert asked == "先输入口令，再按 Enter。"
    assert door.attempts == [Attempt("lin", "榕树下有三把椅子")]


def test_an_empty_passphrase_does_not_talk_over_a_wait(words: Words, clock: FakeClock) -> None:
    door = Door(SecretKind.PASSPHRASE, words, clock)
    door.miss(5)
    waiting = door.view.sentence
    door.presenter.enter_passphrase("")

    assert "30" in waiting
    assert door.view.sentence == waiting


def test_an_attempt_never_shows_its_secret(door: Door) -> None:
    assert "136824" not in repr(Attempt("lin", "136824"))


def test_a_wait_counts_down_on_the_screen_and_then_says_nothing(door: Door, clock: FakeClock) -> None:
    door.fail(5)
    clock.advance(seconds=12)
    door.presenter.tick()
    counted = door.view.sentence
    clock.advance(seconds=18)
    door.presenter.tick()

    assert "18" in counted
    assert door.view.sentence == ""
    assert not door.presenter.is_waiting


def test_four_people_have_cards_and_the_others_come_by_turns(words: Words, clock: FakeClock) -> None:
    door = Door(SecretKind.PIN, words, clock, operators=CROWD)
    first = list(door.view.cards)
    door.presenter.show_others()
    second = list(door.view.cards)
    door.presenter.show_others()

    assert door.view.has_others
    assert (first, second) == (["0", "1", "2", "3"], ["4", "5"])
    assert door.view.cards == first


def test_the_chosen_one_is_among_the_cards_wherever_they_stand(words: Words, clock: FakeClock) -> None:
    door = Door(SecretKind.PIN, words, clock, operators=CROWD)
    door.presenter.choose_operator("5")
    door.presenter.choose_operator("1")

    assert door.view.cards == ["0", "1", "2", "3"]
    assert door.view.selected == "1"
