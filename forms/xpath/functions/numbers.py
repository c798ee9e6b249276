"""Functions on numbers. A blank is no number: sums and extremes pass over it, arithmetic does not."""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

from forms.xpath.coercion import to_number
from forms.xpath.context import Context, Value
from forms.xpath.functions.signature import Function, nodes_of

_MAX_PLACES: Final = 30


def _round(_context: Context, value: Value, places: Value = 0.0) -> Value:
    number, digits = to_number(value), to_number(places)
    if not math.isfinite(number) or math.isnan(digits):
        return number if math.isnan(digits) is False else math.nan
    if digits == 0:
        return float(math.floor(number + 0.5))
    with localcontext() as precise:
        precise.prec = 400
        exponent = Decimal(1).scaleb(-int(max(-_MAX_PLACES, min(digits, _MAX_PLACES))))
        return float(Decimal(repr(number)).quantize(exponent, rounding=ROUND_HALF_UP))


def _int(_context: Context, value: Value) -> Value:
    number = to_number(value)
    return float(math.trunc(number)) if math.isfinite(number) else number


def _numbers(values: tuple[Value, ...]) -> list[float]:
    """Spread node-sets into numbers, blanks left out."""
    numbers: list[float] = []
    for value in values:
        if isinstance(value, list):
            numbers += [to_number(text) for node in value if (text := node.read()) != ""]
        elif value != "":
            numbers.append(to_number(value))
    return numbers


def _sum(_context: Context, nodes: Value) -> Value:
    return math.fsum(_numbers((nodes_of(nodes),)))


def _extreme(choose: Callable[[list[float]], float]) -> Callable[..., Value]:
    def run(_context: Context, *values: Value) -> Value:
        numbers = _numbers(values)
        return choose(numbers) if numbers and not any(map(math.isnan, numbers)) else math.nan

    return run


def _pow(_context: Context, base: Value, exponent: Value) -> Value:
    try:
        return math.pow(to_number(base), to_number(exponent))
    except ValueError:
        return math.nan
    except OverflowError:
        return math.inf


def _log(function: Callable[[float], float]) -> Callable[..., Value]:
    def run(_context: Context, value: Value) -> Value:
        number = to_number(value)
        if number == 0:
            return -math.inf
        return function(number) if number > 0 else math.nan

    return run


def _plain(function: Callable[[float], float]) -> Callable[..., Value]:
    """Wrap a function of one number; where it has no answer, there is no number."""

    def run(_context: Context, value: Value) -> Value:
        try:
            return float(function(to_number(value)))
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return run


def _whole(function: Callable[[float], int]) -> Callable[..., Value]:
    def run(_context: Context, value: Value) -> Value:
        number = to_number(value)
        return float(function(number)) if math.isfinite(number) else number

    return run


def _random(context: Context) -> Value:
    return context.world.chance.fraction()


NUMBERS: Final = {
    "abs": Function(1, 1, _plain(abs)),
    "acos": Function(1, 1, _plain(math.acos)),
    "asin": Function(1, 1, _plain(math.asin)),
    "atan": Function(1, 1, _plain(math.atan)),
    "atan2": Function(2, 2, lambda _context, y, x: math.atan2(to_number(y), to_number(x))),
    "ceiling": Function(1, 1, _whole(math.ceil)),
    "cos": Function(1, 1, _plain(math.cos)),
    "exp": Function(1, 1, _plain(math.exp)),
    "exp10": Function(1, 1, _plain(lambda number: math.pow(10.0, number))),
    "floor": Function(1, 1, _whole(math.floor)),
    "int": Function(1, 1, _int),
    "log": Function(1, 1, _log(math.log)),
    "log10": Function(1, 1, _log(math.log10)),
    "max": Function(1, None, _extreme(max)),
    "min": Function(1, None, _extreme(min)),
    "pi": Function(0, 0, lambda _context: math.pi),
    "pow": Function(2, 2, _pow),
    "random": Function(0, 0, _random),
    "round": Function(1, 2, _round),
    "sin": Function(1, 1, _plain(math.sin)),
    "sqrt": Function(1, 1, _plain(math.sqrt)),
    "sum": Function(1, 1, _sum),
    "tan": Function(1, 1, _plain(math.tan)),
}
