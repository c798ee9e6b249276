"""Words for people, by key, in each language we ship.

Chinese is the source language, English is complete; `tests/resources` holds the
two to the same keys and placeholders. Error words are found by the error's code,
because codes are API and words are not (docs/adr/0010-error-codes-are-api.md). One catalogue serves Qt
screens, Qt-free presenters, the command line and the server alike, which a Qt
`.ts` file could not (docs/adr/0013-one-catalogue-of-words.md).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from resources import list_names, read_text

LANGUAGES: Final = ("zh_CN", "en")
_UNKNOWN: Final = "unexpected"


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """What a person is told about one error: what happened, why nothing is lost, what to do."""

    code: str
    title: str
    explanation: str
    next_step: str


class Words:
    """The catalogue in one language.

    Raises:
        ValueError: the language is not one of `LANGUAGES`.

    """

    def __init__(self, language: str = "zh_CN") -> None:
        if language not in LANGUAGES:
            raise ValueError(language)
        self.language = language
        self._catalogue = _load(language)

    def text(self, key: str, **values: object) -> str:
        """Fill the sentence at a dotted key such as `screens.today.title`.

        Raises:
            KeyError: no such key (a bug: `tests/architecture` looks up every key the source names).

        """
        return self._catalogue[key].format_map(_Values(values))

    def count(self, key: str, number: int, **values: object) -> str:
        """Choose `<key>.one` or `<key>.other` by the number (Chinese has only `other`)."""
        form = "one" if number == 1 and f"{key}.one" in self._catalogue else "other"
        return self.text(f"{key}.{form}", number=number, **values)

    def knows(self, key: str) -> bool:
        return key in self._catalogue

    def error(self, code: str, parameters: Mapping[str, str] | None = None) -> ErrorWords:
        """Give the words of an error code; a code without words falls back to the general apology."""
        known = code if self.knows(f"errors.{code}.title") else _UNKNOWN
        values = {"code": code, **(parameters or {})}
        return ErrorWords(
            code=code,
            title=self.text(f"errors.{known}.title", **values),
            explanation=self.text(f"errors.{known}.explanation", **values),
            next_step=self.text(f"errors.{known}.next_step", **values),
        )


class _Values(dict[str, object]):
    """Keeps a missing value visible as its placeholder: a sentence with a gap beats a crash at the door."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


@cache
def _load(language: str) -> Mapping[str, str]:
    catalogue: dict[str, str] = {}
    for name in list_names(f"messages/{language}", suffix=".toml"):
        for key, text in _flatten(tomllib.loads(read_text(name)), prefix=""):
            if key in catalogue:
                raise ValueError(f"{key} is said twice in {language}")
            catalogue[key] = text
    return catalogue


def _flatten(table: Mapping[str, object], *, prefix: str) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            rows.extend(_flatten(value, prefix=f"{key}."))
        else:
            rows.append((key, str(value)))
    return rows
