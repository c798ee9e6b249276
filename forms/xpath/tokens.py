"""Text of an expression → tokens, with XPath's one ambiguity settled here.

`*`, `and`, `or`, `div` and `mod` are operators only after something that can end
an operand (XPath 1.0 §3.7); deciding it in the lexer keeps the grammar plain.
"""

import re
from enum import StrEnum
from typing import Final, NamedTuple

from forms.errors import ExpressionSyntaxError, FormTooLargeError

MAX_EXPRESSION_CHARACTERS: Final = 65_536
_NAME: Final = r"[^\W\d][\w.\-]*"
_PATTERN: Final = re.compile(
    rf"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<name>{_NAME}(?::(?:{_NAME}|\*))?(?!:[^:]))
    | (?P<axis>{_NAME}(?=\s*::))
    | (?P<symbol>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*$])
    )""",
    re.VERBOSE,
)
_OPERATOR_NAMES: Final = frozenset({"and", "or", "div", "mod"})
_OPERATOR_SYMBOLS: Final = frozenset({"|", "+", "-", "=", "!=", "<", "<=", ">", ">="})
_BEFORE_OPERAND: Final = frozenset({"@", "::", "(", "[", ",", "/", "//"}) | _OPERATOR_SYMBOLS


class TokenKind(StrEnum):
    """What a token can be; operators include the named ones."""

    NUMBER = "number"
    TEXT = "text"
    NAME = "name"
    SYMBOL = "symbol"
    OPERATOR = "operator"
    END = "end"


class Token(NamedTuple):
    """One token and where it starts, counted from 0."""

    kind: TokenKind
    text: str
    position: int


def tokenize(text: str) -> tuple[Token, ...]:
    """Split an expression.

    Raises:
        ExpressionSyntaxError: a character that starts no token.
        FormTooLargeError: longer than `MAX_EXPRESSION_CHARACTERS`.

    """
    if len(text) > MAX_EXPRESSION_CHARACTERS:
        raise FormTooLargeError(what="expression", limit=str(MAX_EXPRESSION_CHARACTERS))
    tokens: list[Token] = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _PATTERN.match(text, position)
        if match is None:
            raise ExpressionSyntaxError(expression=text, position=str(position + 1))
        tokens.append(_token(match, tokens[-1] if tokens else None))
        position = match.end()
    tokens.append(Token(TokenKind.END, "", end))
    return tuple(tokens)


def _token(match: re.Match[str], previous: Token | None) -> Token:
    group = match.lastgroup or ""
    text = match.group(group)
    kind = _kind(group, text, previous)
    return Token(kind, text, match.start(group))


def _kind(group: str, text: str, previous: Token | None) -> TokenKind:
    if group == "symbol":
        if text == "*":
            return TokenKind.OPERATOR if _ends_operand(previous) else TokenKind.NAME
        return TokenKind.OPERATOR if text in _OPERATOR_SYMBOLS else TokenKind.SYMBOL
    if group in {"name", "axis"} and text in _OPERATOR_NAMES and _ends_operand(previous):
        return TokenKind.OPERATOR
    return _OPERANDS[group]


_OPERANDS: Final = {
    "number": TokenKind.NUMBER,
    "text": TokenKind.TEXT,
    "name": TokenKind.NAME,
    "axis": TokenKind.NAME,
}


def _ends_operand(previous: Token | None) -> bool:
    return (
        previous is not None
        and previous.kind is not TokenKind.OPERATOR
        and previous.text not in _BEFORE_OPERAND
    )
