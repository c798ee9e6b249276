"""The choices a question offers now, whether written into it or found in a list."""

from typing import Protocol

from forms.instance.node import Node
from forms.session.filling import Filling
from forms.views import Choice, LabelMedia
from forms.xform.controls import Itemset
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
    if question.itemset is None:
        return tuple(
            Choice(item.value, words.render(item.label, node), words.media(item.label.text_id))
            for item in question.items
        )
    itemset = question.itemset
    return tuple(
        Choice(
            _value(filling, itemset, row),
            _label(filling, itemset, row, node),
            words.media(_text_id(filling, itemset, row, node)),
        )
        for row in _rows(filling, itemset, node)
    )


def offered_values(filling: Filling, node: Node) -> dict[str, None]:
    """Give the values alone, in the order in which they are offered."""
    question = node.shape.question
    if question is None:
        return {}
    if question.itemset is None:
        return {item.value: None for item in question.items}
    itemset = question.itemset
    return {_value(filling, itemset, row): None for row in _rows(filling, itemset, node)}


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
