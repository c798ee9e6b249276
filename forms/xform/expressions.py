"""Compiles a form's expressions once each, and collects what is wrong with them.

A form with a broken expression is still parsed to its end, so that its author
hears of every fault at once and a screen can show what is there.
"""

from collections.abc import Collection, Iterable

from forms.errors import FormError
from forms.xform.shape import Shape
from forms.xform.texts import Message, Output, Parts, Translations
from forms.xpath.compiled import Compiled, ReadTexts
from forms.xpath.compiler import compile_deciding, compile_expression, compile_for_rows
from forms.xpath.deciding import find_deciding
from forms.xpath.grammar import parse_expression

_ITEXT = "jr:itext("


class Expressions:
    """The compiled expressions of one form, by text and by the shape they belong to."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, Shape], Compiled | None] = {}
        self.faults: list[FormError] = []
        self.warnings: list[FormError] = []

    def compile(self, text: str, origin: Shape) -> Compiled | None:
        """Compile an expression; None, and a fault kept, where it is broken."""
        key = (text, origin)
        if key not in self._known:
            self._known[key] = self._try(text, origin)
        return self._known[key]

    def _try(self, text: str, origin: Shape) -> Compiled | None:
        try:
            return compile_expression(text, origin)
        except FormError as error:
            self.keep_fault(error, origin)
            return None

    def keep_fault(self, fault: FormError, origin: Shape) -> None:
        """Keep what is wrong at the nodes of a shape."""
        fault.parameters = {**fault.parameters, "where": origin.path}
        self.faults.append(fault)

    def compile_for_rows(self, text: str, rows: Compiled, origin: Shape) -> Compiled | None:
        """Compile what is looked up in the rows of a list."""
        try:
            return compile_for_rows(text, rows=parse_expression(rows.text), origin=origin)
        except FormError as error:
            self.keep_fault(error, origin)
            return None

    def deciding(
        self, rows: Compiled, columns: Iterable[Compiled], origin: Shape, *, lists: Collection[str]
    ) -> tuple[ReadTexts, ...] | None:
        """Compile what decides the rows of a list; None where it cannot be told."""
        in_row = [parse_expression(column.text) for column in columns]
        paths = find_deciding(parse_expression(rows.text), in_row, lists=lists)
        return compile_deciding(rows.text, paths, origin) if paths is not None else None

    def compile_attribute(self, text: str | None, origin: Shape) -> Compiled | None:
        """Compile an attribute that may be missing or blank."""
        return self.compile(text, origin) if text and text.strip() else None

    def message(self, reference: str | None, parts: Parts, origin: Shape) -> Message:
        """Build the words of a `ref` attribute or, without one, of the element's content."""
        text_id = itext_id(reference)
        if text_id is not None:
            return Message(text_id=text_id)
        if reference:
            return Message(expression=self.compile(reference, origin))
        return Message(parts=parts)

    def outputs(self, message: Message, translations: Translations, origin: Shape) -> list[Compiled]:
        """Compile every expression the words may need, in any language."""
        if not message.parts and message.text_id not in translations.with_markup:
            return [message.expression] if message.expression is not None else []
        texts = [message.parts, *(translations.all_parts(message.text_id) if message.text_id else ())]
        written = {part.expression for parts in texts for part in parts if isinstance(part, Output)}
        compiled = [self.compile(text, origin) for text in sorted(written)]
        return [each for each in [*compiled, message.expression] if each is not None]


def itext_id(reference: str | None) -> str | None:
    """The id in `jr:itext('id')`; None where it is computed, or something else altogether."""
    argument = itext_argument(reference or "")
    quote = argument[:1]
    is_literal = quote in {"'", '"'} and argument.endswith(quote) and argument.count(quote) == 2
    return argument[1:-1] if is_literal else None


def itext_argument(reference: str) -> str:
    """What `jr:itext(…)` is called with, as written; blank where a text is not asked for by its id."""
    stripped = reference.strip()
    is_call = stripped.startswith(_ITEXT) and stripped.endswith(")")
    return stripped[len(_ITEXT) : -1].strip() if is_call else ""
