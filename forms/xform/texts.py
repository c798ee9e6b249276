"""Words of a form: literal, translated, or with values of other answers in them.

A message knows where its words come from but not in which language; the session
asks for them when a screen does. Outputs are compiled for the node that shows
them, because the same translated text may stand in several places.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from forms.namespaces import local_name
from forms.views import NO_MEDIA, LabelMedia
from forms.xform.reader import Element
from forms.xpath.compiled import Compiled

PLAIN_FORMS: Final = ("long", "", "short")  # in the order in which Collect shows them
_PLAIN: Final = frozenset(PLAIN_FORMS)


@dataclass(frozen=True, slots=True)
class Output:
    """The place in a text where the value of an expression stands."""

    expression: str


Parts = tuple[str | Output, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """Words by translation id, by an expression, or written in place."""

    text_id: str = ""
    expression: Compiled | None = None
    parts: Parts = ()

    def stands(self, with_markup: frozenset[str]) -> bool:
        """Whether the words show no answer, in whatever language; `with_markup` are the texts that may."""
        is_literal = not any(isinstance(part, Output) for part in self.parts)
        return self.expression is None and is_literal and self.text_id not in with_markup


@dataclass(frozen=True, slots=True)
class Translations:
    """All translated texts: language → text id → form of the text → parts."""

    by_language: Mapping[str, Mapping[str, Mapping[str, Parts]]]
    default: str
    with_files: frozenset[str]  # the ids that have more than words in some language
    with_markup: frozenset[str]  # the ids whose words may have outputs in them

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.by_language)

    def find(self, text_id: str, *, language: str, forms: tuple[str, ...] = PLAIN_FORMS) -> Parts:
        """Give a text in a language, else in the default one; nothing where neither has it."""
        for name in (language, self.default):
            texts = self.by_language.get(name, {}).get(text_id, {})
            for form in forms:
                if form in texts:
                    return texts[form]
        return ()

    def media(self, text_id: str, *, language: str) -> LabelMedia:
        """Give the files of a text, each in the language, else in the default one."""
        if text_id not in self.with_files:
            return NO_MEDIA
        return LabelMedia(
            image=self._file(text_id, "image", language),
            big_image=self._file(text_id, "big-image", language),
            audio=self._file(text_id, "audio", language),
            video=self._file(text_id, "video", language),
        )

    def _file(self, text_id: str, form: str, language: str) -> str:
        """The last part of `jr://images/map.png`: media travel by file name."""
        parts = self.find(text_id, language=language, forms=(form,))
        written = next((part for part in parts if isinstance(part, str)), "")
        return written.strip().rpartition("/")[2]

    def all_parts(self, text_id: str) -> tuple[Parts, ...]:
        """Give a text in every language and form, to find what it reads."""
        return tuple(
            parts for texts in self.by_language.values() for parts in texts.get(text_id, {}).values()
        )


def read_translations(itext: Element | None) -> Translations:
    by_language: dict[str, dict[str, dict[str, Parts]]] = {}
    with_files: set[str] = set()
    with_markup: set[str] = set()
    default = ""
    for translation in itext if itext is not None else ():
        language = translation.get("lang", "")
        texts = by_language[language] = {}
        for text in translation:
            text_id = text.get("id", "")
            values = texts[text_id] = _read_values(text)
            if not values.keys() <= _PLAIN:
                with_files.add(text_id)
            if any(map(len, text)):
                with_markup.add(text_id)
        if translation.get("default") is not None or not default:
            default = language if translation.get("default") is not None else default
    first = next(iter(by_language), "")
    return Translations(by_language, default or first, frozenset(with_files), frozenset(with_markup))


def _read_values(text: Element) -> dict[str, Parts]:
    values: dict[str, Parts] = {}
    for value in text:
        values.setdefault(value.get("form", ""), read_parts(value))
    return values


def read_parts(element: Element) -> Parts:
    """Read mixed content: text, outputs, and text inside any other markup."""
    if len(element) == 0:
        return (element.text,) if element.text else ()
    parts: list[str | Output] = [element.text or ""]
    for child in element:
        if local_name(child.tag) == "output":
            parts.append(Output(child.get("value") or child.get("ref") or "''"))
        else:
            parts.extend(read_parts(child))
        parts.append(child.tail or "")
    return tuple(part for part in parts if part != "")
