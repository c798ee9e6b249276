"""本机 → 已送达 → 已校验 → 已应用 as the four stops of a stepper; knows no widgets.

Queued and sealed are both "on this computer" to an officer. A returned piece of work
ends at 退回, and the stops after it are not shown, because they will not come.
"""

from collections.abc import Mapping
from typing import Final

from desktop.components.delivery_step import Step, StepState
from desktop.moments import say_clock
from resources.words import Words
from store.outbox import DeliveryState

_STOPS: Final = (
    DeliveryState.QUEUED,
    DeliveryState.DELIVERED,
    DeliveryState.CHECKED,
    DeliveryState.APPLIED,
)
_REACHED: Final[Mapping[DeliveryState, int]] = {
    DeliveryState.QUEUED: 0,
    DeliveryState.SEALED: 0,
    DeliveryState.DELIVERED: 1,
    DeliveryState.CHECKED: 2,
    DeliveryState.APPLIED: 3,
}


def delivery_steps(
    state: DeliveryState, times: Mapping[DeliveryState, int], *, words: Words
) -> tuple[Step, ...]:
    """Give the stops with their words and the times that are known."""
    if state is DeliveryState.RETURNED:
        passed = [stop for stop in _STOPS[:-1] if stop in times]
        done = [_step(stop, StepState.DONE, times, words) for stop in passed]
        return (*done, _step(DeliveryState.RETURNED, StepState.RETURNED, times, words))
    reached = _REACHED[state]
    return tuple(_step(stop, _state(place, reached), times, words) for place, stop in enumerate(_STOPS))


def _state(place: int, reached: int) -> StepState:
    if place > reached:
        return StepState.AHEAD
    is_last = place == len(_STOPS) - 1
    return StepState.CURRENT if place == reached and not is_last else StepState.DONE


def _step(stop: DeliveryState, state: StepState, times: Mapping[DeliveryState, int], words: Words) -> Step:
    at_ms = times.get(stop)
    time = say_clock(at_ms) if at_ms is not None and state is not StepState.AHEAD else ""
    return Step(words.text(f"screens.exchange.state_{stop}"), state, time)
