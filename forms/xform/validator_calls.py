"""`qz:validator` as a form writes it → calls: bare names, or one call that passes other answers too.

`qz:validator="resident-id"` judges the answer; `qz:validator="qz:same-year(., ../born_on)"`
is given what its arguments evaluate to. A name nobody registered is a warning: the
bind's ordinary constraint still stands.
"""

import re
from typing import Final

from forms.errors import ExpressionSyntaxError, ValidatorUnknownError
from forms.validators import ValidatorCall, Validators
from forms.xform.expressions import Expressions
from forms.xform.shape import Shape
from forms.xpath.expression import Call
from forms.xpath.grammar import parse_expression

_NAMES: Final = re.compile(r"[\w.-]+(?:\s+[\w.-]+)*")
_PREFIX: Final = "qz:"


def read_validator_calls(
    written: str, shape: Shape, *, expressions: Expressions, validators: Validators
) -> tuple[ValidatorCall, ...]:
    """Read the attribute of a bind.

    Raises:
        FormError: it is neither names nor a call.

    """
    stripped = written.strip()
    is_names = _NAMES.fullmatch(stripped) is not None
    own: tuple[str, ...] = (".",)
    calls = [(name, own) for name in stripped.split()] if is_names else [_read_call(stripped)]
    found: list[ValidatorCall] = []
    for name, arguments in calls:
        if name not in validators:
            expressions.warnings.append(ValidatorUnknownError(validator=name, where=shape.path))
            continue
        compiled = [expressions.compile(argument, shape) for argument in arguments]
        present = tuple(each for each in compiled if each is not None)
        if len(present) == len(arguments):
            found.append(ValidatorCall(validators[name], present))
    return tuple(found)


def _read_call(written: str) -> tuple[str, tuple[str, ...]]:
    expression = parse_expression(written)
    if not isinstance(expression, Call):
        raise ExpressionSyntaxError(expression=written, position="1")
    inside = written[written.index("(") + 1 : written.rindex(")")]
    return expression.name.removeprefix(_PREFIX), tuple(_split_arguments(inside))


def _split_arguments(written: str) -> list[str]:
    """Split at the commas of the call itself; the grammar has already found the whole well-formed."""
    arguments, depth, quote = [""], 0, ""
    for sign in written:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        if sign == "," and not quote and not depth:
            arguments.append("")
        else:
            arguments[-1] += sign
    return [argument.strip() for argument in arguments if argument.strip()]
