"""The choices a question offers now, whether written into it or found in a list.

Where it is certain which answers decide them, they are drawn once and kept.
"""

from collections.abc import Mapping
from typing import Protocol

from forms.instance.node import Node
from forms.session.filling import Filling
from forms.session.kept_choices import Deciding
from forms.views import Choice, LabelMedia
from forms.xform.controls import Itemset, Question
from forms.xform.shape import NO_SHAPE
from forms.xform.texts import Message
from forms.xpath.coercion import to_text
from forms.xpath.compiled import Compiled
from forms.xpath.context import Context


class Renderer(Protocol):
    """Turns the words of a choice into text."""

    def render(self, message: Message | None, node: Node) -> str: ...

    def media(self, text_id: str) -> LabelMedia: ...


def offered_choices(filling: Filling, node: Node, words: Renderer) -> tuple[Choice, ...]:
    """Give the choices with their labels in the session's language."""
    question = node.shape.question
    if question is None:
        return ()
    deciding = _deciding(filling, question, node)
    key = None if deciding is None else (question, deciding, filling.language)
    if key is not None and key in filling.kept.drawn:
        return filling.kept.drawn[key]
    if question.itemset is None:
        drawn, stands = _draw_items(filling, question, node, words)
    else:
        drawn, stands = _draw_rows(filling, question.itemset, node, words)
    if key is not None and stands:
        filling.kept.keep_drawn(key, drawn)
    return drawn


def offered_values(filling: Filling, node: Node) -> Mapping[str, None]:
    """Give the values alone, in the order in which they are offered."""
    question = node.shape.question
    if question is None:
        return {}
    deciding = _deciding(filling, question, node)
    if deciding is None:
        return _find_values(filling, question, node)
    key = (question, deciding)
    if key not in filling.kept.values:
        filling.kept.keep_values(key, _find_values(filling, question, node))
    return filling.kept.values[key]


def _deciding(filling: Filling, question: Question, node: Node) -> Deciding | None:
    """What the answers that decide the list read now; None where nobody knows which they are."""
    if question.itemset is None:
        return ()
    if question.itemset.deciding is None:
        return None
    context = Context(node, filling.world)
    return tuple(read(context) for read in question.itemset.deciding)


def _find_values(filling: Filling, question: Question, node: Node) -> dict[str, None]:
    itemset = question.itemset
    if itemset is None:
        return {item.value: None for item in question.items}
    return {_value(filling, itemset, row): None for row in _rows(filling, itemset, node)}


def _draw_items(
    filling: Filling, question: Question, node: Node, words: Renderer
) -> tuple[tuple[Choice, ...], bool]:
    """Draw choices written into the question, and tell whether their words stand whatever is answered."""
    drawn = tuple(
        Choice(item.value, words.render(item.label, node), words.media(item.label.text_id))
        for item in question.items
    )
    with_markup = filling.definition.translations.with_markup
    return drawn, all(item.label.stands(with_markup) for item in question.items)


def _draw_rows(
    filling: Filling, itemset: Itemset, node: Node, words: Renderer
) -> tuple[tuple[Choice, ...], bool]:
    """Draw the rows of a list, and tell the same of them."""
    rows = _rows(filling, itemset, node)
    text_ids = [_text_id(filling, itemset, row, node) for row in rows]
    drawn = tuple(
        Choice(_value(filling, itemset, row), _label(filling, itemset, row, node), words.media(text_id))
        for row, text_id in zip(rows, text_ids, strict=True)
    )
    return drawn, filling.definition.translations.with_markup.isdisjoint(text_ids)


def find_choice_label(filling: Filling, node: Node, value: str, words: Renderer) -> str:
    """Give the label of one value; blank where it is not offered."""
    return next(
        (choice.label for choice in offered_choices(filling, node, words) if choice.value == value), ""
    )


def _rows(filling: Filling, itemset: Itemset, node: Node) -> list[Node]:
    found = filling.evaluate(itemset.rows, node)
    return found if isinstance(found, list) else []


def _value(filling: Filling, itemset: Itemset, row: Node) -> str:
    return _read(filling, itemset.value, row, row)


def _text_id(filling: Filling, itemset: Itemset, row: Node, node: Node) -> str:
    if itemset.text_id is None:
        return ""
    return _read(filling, itemset.text_id, row, node)


def _label(filling: Filling, itemset: Itemset, row: Node, node: Node) -> str:
    # The question stays the origin: a translated label may show other answers.
    return _read(filling, itemset.label, row, node)


def _read(filling: Filling, expression: Compiled, row: Node, origin: Node) -> str:
    if row.shape is NO_SHAPE and expression.text.isidentifier():
        return next(iter(row.texts_of(expression.text)), "")  # a column, as nearly always
    return to_text(expression.evaluate(Context(row, filling.world, origin=origin)))
