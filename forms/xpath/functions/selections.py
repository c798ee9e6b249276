"""Functions on answers with several choices, and on lists of conditions."""

import math
from typing import Final

from forms.xpath.coercion import to_boolean, to_number, to_text
from forms.xpath.context import Context, Value
from forms.xpath.functions.signature import Function


def _selected(_context: Context, answers: Value, choice: Value) -> Value:
    wanted = to_text(choice).strip()
    chosen = to_text(answers).split()
    return wanted in chosen if wanted else not chosen


def _selected_at(_context: Context, answers: Value, index: Value) -> Value:
    chosen, number = to_text(answers).split(), to_number(index)
    return chosen[int(number)] if 0 <= number < len(chosen) else ""


def _count_selected(_context: Context, answers: Value) -> Value:
    return float(len(to_text(answers).split()))


def _checklist(_context: Context, minimum: Value, maximum: Value, *conditions: Value) -> Value:
    return _is_between(sum(map(to_boolean, conditions)), minimum, maximum)


def _weighted_checklist(_context: Context, minimum: Value, maximum: Value, *pairs: Value) -> Value:
    if len(pairs) % 2:
        raise ValueError("conditions and weights come in pairs")
    weights = [
        to_number(weight) for met, weight in zip(pairs[::2], pairs[1::2], strict=True) if to_boolean(met)
    ]
    return _is_between(math.fsum(weights), minimum, maximum)


def _is_between(total: float, minimum: Value, maximum: Value) -> bool:
    lowest, highest = to_number(minimum), to_number(maximum)
    # -1 stands for "no limit" in both places (ODK specification, checklist).
    return (lowest == -1 or total >= lowest) and (highest == -1 or total <= highest)


SELECTIONS: Final = {
    "checklist": Function(2, None, _checklist),
    "count-selected": Function(1, 1, _count_selected),
    "selected": Function(2, 2, _selected),
    "selected-at": Function(2, 2, _selected_at),
    "weighted-checklist": Function(2, None, _weighted_checklist),
}
