"""Words for people, by key, in each language we ship.

Chinese is the source language, English is complete; `tests/resources` holds the
two to the same keys and placeholders. Error words are found by the error's code,
because codes are API and words are not (docs/adr/0010-error-codes-are-api.md). One catalogue serves Qt
screens, Qt-free presenters, the command line and the server alike, which a Qt
`.ts` file could not (docs/adr/0013-one-catalogue-of-words.md).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from resources import list_names, read_text

LANGUAGES: Final = ("zh_CN", "en")
_UNKNOWN: Final = "unexpected"
# What is said before the rest of the program is there: by the door of the window, and by `quancai app` on the
# way to it; gathered by `scripts/gather_first_words.py`. A start waits neither for forty files nor for a
# reader of TOML.
FIRST_TABLES: Final = (
    "screens.shell.",
    "screens.unlock.",
    "terminal.help.app",
    "terminal.help.commands",
    "terminal.help.epilog",
    "terminal.help.language",
    "terminal.help.quancai",
    "terminal.package.app_profile",
    "terminal.self_check.once",
    "terminal.usage.",
)
FIRST_WORDS: Final = "messages/first.json"


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


class _Catalogue(Mapping[str, str]):
    """The sentences of one language: what is said first is read first, the rest when a key asks for it."""

    def __init__(self, language: str) -> None:
        self._language, self._is_whole = language, False
        self._sentences: Mapping[str, str] = json.loads(read_text(FIRST_WORDS))[language]

    def __getitem__(self, key: str) -> str:
        if key not in self:
            raise KeyError(key)
        return self._sentences[key]

    def __contains__(self, key: object) -> bool:
        return key in self._sentences or key in self._whole()

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def _whole(self) -> Mapping[str, str]:
        if not self._is_whole:
            # Two threads may both do it; either reads the same.
            self._sentences = read_sentences(self._language)
            self._is_whole = True
        return self._sentences


@cache
def _load(language: str) -> _Catalogue:
    return _Catalogue(language)


def read_sentences(language: str) -> Mapping[str, str]:
    """Read every sentence of a language from where they are written, by its dotted key."""
    # The door is there before anything asks for more than it says.
    import tomllib  # noqa: PLC0415 — see above

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
