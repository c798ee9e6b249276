"""Words a form has in one language and lacks in another.

A form runs without them, which is why nobody notices: the officer who reads English
is shown a hyphen, because that is what the converter writes where a cell is blank.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from forms import FormDefinition

_BLANKS: Final = frozenset({"", "-"})
_OF_A_QUESTION: Final = re.compile(r"(/.+):\w+")


@dataclass(frozen=True, slots=True)
class MissingText:
    """A text some language has: its words in the first of them, and its question, if it has one."""

    language: str
    reference: str
    text: str


def missing_texts(definition: FormDefinition) -> Iterator[MissingText]:
    """Give every text a language lacks, language by language, in the order of the translations."""
    spoken = {name: _plain_texts(definition, name) for name in definition.languages}
    known: dict[str, str] = {}
    for texts in spoken.values():
        known = {**texts, **known}
    for language, texts in spoken.items():
        for text_id, text in known.items():
            if text_id not in texts:
                yield MissingText(language, _reference(text_id), text)


def _plain_texts(definition: FormDefinition, language: str) -> dict[str, str]:
    """Give the words by text id; texts with values inside them count as words."""
    texts = definition.translations.by_language[language]
    plain = {text_id: forms.get("", ()) for text_id, forms in texts.items()}
    said = {
        text_id: "".join(part if isinstance(part, str) else "…" for part in parts)
        for text_id, parts in plain.items()
    }
    return {text_id: text for text_id, text in said.items() if text.strip() not in _BLANKS}


def _reference(text_id: str) -> str:
    found = _OF_A_QUESTION.fullmatch(text_id)
    return found[1] if found else ""
