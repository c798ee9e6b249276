"""Tokens → expression: XPath 1.0's grammar by precedence climbing.

Nesting is limited before Python's own stack could be: a form is untrusted input.
"""

from functools import lru_cache
from typing import Final

from forms.errors import ExpressionSyntaxError, FormTooDeepError
from forms.xpath.expression import (
    ANY_NAME,
    ANY_NODE,
    NO_NODE,
    TEXT_NODE,
    Axis,
    Call,
    Chain,
    Expression,
    Filter,
    Negation,
    Number,
    Path,
    Step,
    Text,
    Union,
)
from forms.xpath.tokens import Token, TokenKind, tokenize

MAX_EXPRESSION_DEPTH: Final = 80
_PRECEDENCE: Final = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}
_NODE_TESTS: Final = {
    "node": ANY_NODE,
    "text": TEXT_NODE,
    "comment": NO_NODE,
    "processing-instruction": NO_NODE,
}
_ANYWHERE: Final = Step(Axis.DESCENDANT_OR_SELF, ANY_NODE, ())


@lru_cache(maxsize=1024)
def parse_expression(text: str) -> Expression:
    """Parse one expression; the same text, as forms repeat it, is parsed once.

    Raises:
        ExpressionSyntaxError: it is no XPath 1.0; says at which character.
        FormTooDeepError: nested deeper than `MAX_EXPRESSION_DEPTH`.

    """
    return _Parser(text).parse()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokenize(text)
        self._index = 0
        self._depth = 0

    def parse(self) -> Expression:
        expression = self._expression(1)
        if self._next.kind is not TokenKind.END:
            raise self._broken()
        return expression

    @property
    def _next(self) -> Token:
        return self._tokens[self._index]

    def _advance(self) -> Token:
        token = self._tokens[self._index]
        self._index += 1
        return token

    def _at(self, text: str) -> bool:
        token = self._tokens[self._index]
        return token.text == text and (token.kind is TokenKind.SYMBOL or token.kind is TokenKind.OPERATOR)

    def _take(self, text: str) -> bool:
        if self._at(text):
            self._index += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise self._broken()

    def _broken(self) -> ExpressionSyntaxError:
        return ExpressionSyntaxError(expression=self._text, position=str(self._next.position + 1))

    def _precedence(self) -> int:
        token = self._next
        return _PRECEDENCE.get(token.text, 0) if token.kind is TokenKind.OPERATOR else 0

    def _expression(self, lowest: int) -> Expression:
        self._depth += 1
        if self._depth > MAX_EXPRESSION_DEPTH:
            raise FormTooDeepError(what="expression", limit=str(MAX_EXPRESSION_DEPTH))
        left = self._unary()
        while (precedence := self._precedence()) >= lowest:
            rest: list[tuple[str, Expression]] = []
            while self._precedence() == precedence:
                operator = self._advance().text
                rest.append((operator, self._expression(precedence + 1)))
            left = Chain(left, tuple(rest))
        self._depth -= 1
        return left

    def _unary(self) -> Expression:
        signs = 0
        while self._take("-"):
            signs += 1
        operand = self._union()
        # An even number of signs still makes a number of its operand.
        for _ in range(min(signs, 2 - signs % 2)):
            operand = Negation(operand)
        return operand

    def _union(self) -> Expression:
        operands = [self._path()]
        while self._take("|"):
            operands.append(self._path())
        return operands[0] if len(operands) == 1 else Union(tuple(operands))

    def _path(self) -> Expression:
        if self._at("/") or self._at("//"):
            return self._absolute_path()
        start = self._primary()
        if start is None:
            return Path(is_absolute=False, start=None, steps=self._relative_steps())
        predicates = self._predicates()
        if predicates:
            start = Filter(start, predicates)
        steps = self._further_steps()
        return Path(is_absolute=False, start=start, steps=steps) if steps else start

    def _absolute_path(self) -> Path:
        if self._take("//"):
            return Path(is_absolute=True, start=None, steps=(_ANYWHERE, *self._relative_steps()))
        self._expect("/")
        steps = self._relative_steps() if self._starts_step() else ()
        return Path(is_absolute=True, start=None, steps=steps)

    def _starts_step(self) -> bool:
        token = self._next
        return token.kind is TokenKind.NAME or (
            token.kind is TokenKind.SYMBOL and token.text in {".", "..", "@"}
        )

    def _relative_steps(self) -> tuple[Step, ...]:
        return (self._step(), *self._further_steps())

    def _further_steps(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        while True:
            if self._take("//"):
                steps += [_ANYWHERE, self._step()]
            elif self._take("/"):
                steps.append(self._step())
            else:
                return tuple(steps)

    def _step(self) -> Step:
        if self._take(".."):
            return Step(Axis.PARENT, ANY_NODE, self._predicates())
        if self._take("."):
            return Step(Axis.SELF, ANY_NODE, self._predicates())
        axis = self._axis()
        if self._next.kind is not TokenKind.NAME:
            raise self._broken()
        token = self._advance()
        return Step(axis, self._node_test(token), self._predicates())

    def _axis(self) -> Axis:
        if self._take("@"):
            return Axis.ATTRIBUTE
        following = self._tokens[min(self._index + 1, len(self._tokens) - 1)]
        if following.text != "::" or following.kind is not TokenKind.SYMBOL:
            return Axis.CHILD
        try:
            axis = Axis(self._next.text)
        except ValueError as error:
            raise self._broken() from error
        self._index += 2
        return axis

    def _node_test(self, token: Token) -> str:
        if token.text in _NODE_TESTS and self._take("("):
            if self._next.kind is TokenKind.TEXT:
                self._advance()
            self._expect(")")
            return _NODE_TESTS[token.text]
        return token.text.rpartition(":")[2] or ANY_NAME

    def _predicates(self) -> tuple[Expression, ...]:
        predicates: list[Expression] = []
        while self._take("["):
            predicates.append(self._expression(1))
            self._expect("]")
        return tuple(predicates)

    def _primary(self) -> Expression | None:
        """Parse a literal, a call or parentheses; None where a step begins instead."""
        token = self._next
        if token.kind is TokenKind.NUMBER:
            self._advance()
            return Number(float(token.text))
        if token.kind is TokenKind.TEXT:
            self._advance()
            return Text(token.text[1:-1])
        if self._take("("):
            inner = self._expression(1)
            self._expect(")")
            return inner
        if token.kind is TokenKind.NAME and self._is_call(token):
            self._index += 2
            return Call(token.text, self._arguments(), token.position)
        return None

    def _is_call(self, token: Token) -> bool:
        following = self._tokens[self._index + 1]
        return following.text == "(" and following.kind is TokenKind.SYMBOL and token.text not in _NODE_TESTS

    def _arguments(self) -> tuple[Expression, ...]:
        if self._take(")"):
            return ()
        arguments = [self._expression(1)]
        while self._take(","):
            arguments.append(self._expression(1))
        self._expect(")")
        return tuple(arguments)
