"""Regular expressions as form authors write them: Java's, matched against the whole answer.

The reference client matches the whole text, so we do. Java spells a few classes
differently from Python; those are translated. Answers are short and limited, so
a careless pattern cannot hold the screen for long.
"""

import re
from functools import lru_cache
from typing import Final

MAX_MATCHED_CHARACTERS: Final = 4_096
_JAVA_CLASSES: Final = {
    "L": "[^\\W\\d_]",
    "IsL": "[^\\W\\d_]",
    "Alpha": "[A-Za-z]",
    "Digit": "[0-9]",
    "Alnum": "[A-Za-z0-9]",
    "Upper": "[A-Z]",
    "Lower": "[a-z]",
    "Lu": "[A-Z]",
    "Ll": "[a-z]",
    "N": "\\d",
    "Nd": "\\d",
    "Punct": "[!-/:-@\\[-`{-~]",
    "Space": "\\s",
    "IsHan": "[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f]",
    "IsAlphabetic": "[^\\W\\d_]",
}
_CLASS: Final = re.compile(r"\\p\{(\w+)\}")
_INSIDE_BRACKETS: Final = re.compile(r"\[(?:\\.|[^\]\\])*\]")


def matches_whole(pattern: str, text: str) -> bool:
    """Tell whether the pattern describes the whole text.

    Raises:
        ValueError: the pattern is no regular expression, or the text too long to try.

    """
    if len(text) > MAX_MATCHED_CHARACTERS:
        raise ValueError("text too long for a pattern")
    return _compile(pattern).fullmatch(text) is not None


@lru_cache(maxsize=512)
def _compile(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(_translate(pattern))
    except re.error as error:
        raise ValueError("no regular expression") from error


def _translate(pattern: str) -> str:
    in_brackets = _INSIDE_BRACKETS.sub(lambda match: _in_brackets(match.group()), pattern)
    return _CLASS.sub(lambda match: _java_class(match.group(1)), in_brackets)


def _in_brackets(brackets: str) -> str:
    """Drop a class's own brackets within brackets, where Java also takes a dash after a class as itself."""
    opened = _CLASS.sub(
        lambda match: _java_class(match.group(1)).strip("[]").replace("^\\W\\d_", "\\w"), brackets
    )
    return re.sub(r"(\\[wdsWDS])-(?!\])", r"\1\\-", opened)


def _java_class(name: str) -> str:
    if name not in _JAVA_CLASSES:
        raise ValueError("unknown character class")
    return _JAVA_CLASSES[name]
