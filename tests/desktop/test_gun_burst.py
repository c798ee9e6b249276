"""A scanner gun among a person's keys: what is a scan, and that typing always arrives."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from desktop.capture.gun_burst import GAP_MS, SHORTEST, GunBurst, Ruling

ENTER = "\r"
GUN_GAP_MS = 8


@dataclass
class Listener:
    """Carries rulings out, as the filter does; time only passes between keys."""

    arrived: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    latest_ms: float = 0
    longest_wait_ms: float = 0
    _held_at: list[float] = field(default_factory=list)
    _burst: GunBurst[str] = field(default_factory=GunBurst)

    def press(self, key: str, *, at_ms: float) -> None:
        due_ms = self.latest_ms + GAP_MS + 1
        if self._burst.is_holding and at_ms >= due_ms:
            self._carry_out(self._burst.something_else(), now_ms=due_ms)
        ruling = self._ruling(key, at_ms)
        self._carry_out(ruling, now_ms=at_ms)
        self.latest_ms = at_ms
        if ruling.is_kept_back and not ruling.code:
            self._held_at.append(at_ms)
        if not ruling.is_kept_back:
            self.arrived.append(key)

    def wait(self) -> None:
        self._carry_out(self._burst.something_else(), now_ms=self.latest_ms + GAP_MS + 1)

    def _ruling(self, key: str, at_ms: float) -> Ruling[str]:
        if key == ENTER:
            return self._burst.end(key, at_ms=at_ms)
        return self._burst.character(key, key, at_ms=at_ms)

    def _carry_out(self, ruling: Ruling[str], *, now_ms: float) -> None:
        self.arrived.extend(ruling.released)
        self.codes.extend([ruling.code] if ruling.code else [])
        waits = [now_ms - since for since in self._held_at] if ruling.released else []
        self.longest_wait_ms = max([self.longest_wait_ms, *waits])
        self._held_at = self._held_at if not (ruling.released or ruling.code) else []


def hear(keys: Sequence[tuple[str, float]]) -> Listener:
    """Play keys, each with the time since the one before."""
    listener, now_ms = Listener(), 1_000.0
    for key, gap_ms in keys:
        now_ms += gap_ms
        listener.press(key, at_ms=now_ms)
    listener.wait()
    return listener


def shot(code: str, *, gap_ms: float = GUN_GAP_MS) -> list[tuple[str, float]]:
    return [(code[0], 500), *((each, gap_ms) for each in code[1:]), (ENTER, gap_ms)]


def is_a_scan(keys: Sequence[tuple[str, float]]) -> bool:
    """Say whether anything in this typing is what a gun alone does."""
    runs = "".join("|" + key if gap > GAP_MS else key for key, gap in keys)
    return any(len(run.partition(ENTER)[0]) >= SHORTEST and ENTER in run for run in runs.split("|"))


GAPS = st.one_of(st.integers(0, GAP_MS), st.integers(GAP_MS + 1, 400)).map(float)
TYPING = st.lists(st.tuples(st.sampled_from("0123456789ab识" + ENTER), GAPS), max_size=40)


@given(TYPING.filter(lambda keys: not is_a_scan(keys)))
def test_whatever_a_person_types_arrives_unchanged_and_in_order(keys: list[tuple[str, float]]) -> None:
    heard = hear(keys)

    assert heard.codes == []
    assert heard.arrived == [key for key, _ in keys]


@given(st.lists(st.tuples(st.sampled_from("0123456789"), st.integers(GAP_MS + 1, 400).map(float))))
def test_a_persons_key_is_at_most_one_gap_late(keys: list[tuple[str, float]]) -> None:
    assert hear(keys).longest_wait_ms <= GAP_MS + 1


@given(before=TYPING.filter(lambda keys: ENTER not in [key for key, _ in keys]))
def test_a_scan_is_heard_after_any_typing_and_takes_none_of_it(before: list[tuple[str, float]]) -> None:
    heard = hear([*before, *shot("350582198005069016")])

    assert heard.codes == ["350582198005069016"]
    assert heard.arrived == [key for key, _ in before]


def test_a_slow_gun_is_heard_at_the_widest_gap() -> None:
    assert hear(shot("LGYZ-350582-001", gap_ms=GAP_MS)).codes == ["LGYZ-350582-001"]


def test_a_gun_that_ends_with_two_keys_presses_nothing() -> None:
    heard = hear([*shot("13805551234"), (ENTER, GUN_GAP_MS)])

    assert heard.codes == ["13805551234"]
    assert heard.arrived == []


def test_an_enter_of_the_person_after_a_scan_arrives() -> None:
    assert hear([*shot("13805551234"), (ENTER, 300)]).arrived == [ENTER]


def test_two_scans_back_to_back_are_two_codes() -> None:
    heard = hear(
        [*shot("13805551234"), *[(key, 60 if not at else 8) for at, key in enumerate("0921-7788\r")]]
    )

    assert heard.codes == ["13805551234", "0921-7788"]


def test_five_fast_digits_and_enter_are_typing() -> None:
    assert hear(shot("12345")).arrived == [*"12345", ENTER]


def test_a_burst_without_an_end_arrives_as_typing() -> None:
    assert hear(shot("13805551234")[:-1]).arrived == [*"13805551234"]


def test_a_run_let_go_in_part_is_never_half_a_code() -> None:
    burst: GunBurst[str] = GunBurst()
    burst.character("3", "3", at_ms=0)
    burst.something_else()
    rulings = [burst.character(key, key, at_ms=8 * at) for at, key in enumerate("50582198", start=1)]

    ended = burst.end(ENTER, at_ms=72)

    assert [ruling.is_kept_back for ruling in rulings] == [False] * 8
    assert ended.code == ""


def test_shift_between_the_letters_of_a_gun_is_part_of_the_scan() -> None:
    burst: GunBurst[str] = GunBurst()
    for at, letter in enumerate("YS1:AB"):
        burst.accompaniment("shift")
        burst.character(letter, letter, at_ms=8 * at)

    assert burst.end(ENTER, at_ms=48).code == "YS1:AB"
