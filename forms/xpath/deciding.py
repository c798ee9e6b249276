"""Which answers decide the rows of a list, so that rows once found need not be looked for again.

`instance('towns')/root/item[county = /survey/county]` gives the same rows as long as
`/survey/county` reads the same: lists never change while a form is filled. Only what
is certain counts. A function that looks at the clock, at chance or at where it
stands, rows that are entries of the form, a path with conditions of its own: the
answer is then that nobody can know.
"""

from collections.abc import Collection, Iterable
from typing import Final

from forms.xpath.expression import (
    ANY_NAME,
    ANY_NODE,
    TEXT_NODE,
    Axis,
    Call,
    Chain,
    Expression,
    Negation,
    Number,
    Path,
    Step,
    Text,
    Union,
)

# What they give follows from their arguments alone; without arguments some would look at their place.
_STEADY: Final = frozenset(
    {
        *("boolean", "boolean-from-string", "not", "if", "coalesce", "selected", "selected-at"),
        *("number", "int", "abs", "floor", "ceiling", "round", "sum", "min", "max", "pow"),
        *("count", "count-non-empty", "count-selected", "string", "string-length", "normalize-space"),
        *("concat", "join", "contains", "starts-with", "ends-with", "translate", "regex"),
        *("substr", "substring", "substring-before", "substring-after"),
    }
)
_CONSTANT: Final = frozenset({"true", "false"})
_OWN_NODE: Final = frozenset({Axis.PARENT, Axis.SELF})


class UnsteadyError(Exception):
    """Something else than answers decides, or it cannot be told."""


def find_deciding(
    rows: Expression, columns: Iterable[Expression], *, lists: Collection[str]
) -> tuple[Path, ...] | None:
    """Give the paths to the answers that decide `rows` of one of the `lists`; None where that is uncertain.

    `columns` are the expressions read in each row; no answer may decide those.
    """
    try:
        search, beside = _Search(lists), _Search(lists)
        search.look_for_rows(rows)
        for column in columns:
            beside.look(column, in_row=True)
    except UnsteadyError:
        return None
    return None if beside.found else tuple(search.found)


class _Search:
    def __init__(self, lists: Collection[str]) -> None:
        self._lists = lists
        self.found: list[Path] = []

    def look_for_rows(self, expression: Expression) -> None:
        match expression:
            case Path(start=Call(name="instance")):
                self.look(expression, in_row=False)
            case Call(name="randomize", arguments=(rows, seed)):
                self.look_for_rows(rows)
                self.look(seed, in_row=False)
            case _:
                raise UnsteadyError

    def look(self, expression: Expression, *, in_row: bool) -> None:
        match expression:
            case Number() | Text():
                pass
            case Path():
                self._look_along(expression, in_row=in_row)
            case Chain():
                self._look_at_all((expression.first, *(each for _, each in expression.rest)), in_row=in_row)
            case Negation():
                self.look(expression.operand, in_row=in_row)
            case Union():
                self._look_at_all(expression.operands, in_row=in_row)
            case Call(arguments=()) if expression.name in _CONSTANT:
                pass
            case Call(arguments=(_, *_)) if expression.name in _STEADY:
                self._look_at_all(expression.arguments, in_row=in_row)
            case _:
                raise UnsteadyError

    def _look_at_all(self, expressions: Iterable[Expression], *, in_row: bool) -> None:
        for expression in expressions:
            self.look(expression, in_row=in_row)

    def _look_along(self, path: Path, *, in_row: bool) -> None:
        if self._stays_in_lists(path, in_row=in_row):
            for step in path.steps:
                self._look_at_all(step.predicates, in_row=True)
        elif _starts_at_the_question(path) and all(map(_is_plain, path.steps)):
            self.found.append(path)
        else:
            raise UnsteadyError

    def _stays_in_lists(self, path: Path, *, in_row: bool) -> bool:
        """Whether the path only meets rows, which have no way up into the answers."""
        if path.is_absolute or path.start is None:
            return in_row and not path.is_absolute
        match path.start:
            case Call(name="instance", arguments=(Text(value=name),)):
                return name in self._lists
            case _:
                return False


def _starts_at_the_question(path: Path) -> bool:
    return path.start is None or (isinstance(path.start, Call) and path.start.name == "current")


def _is_plain(step: Step) -> bool:
    """Whether the step leads to nodes of one shape, whatever the answers are."""
    if step.name == ANY_NODE:
        return step.axis in _OWN_NODE and not step.predicates
    is_named = step.name not in {ANY_NAME, TEXT_NODE}
    return is_named and step.axis in {Axis.CHILD, Axis.ATTRIBUTE} and not step.predicates
