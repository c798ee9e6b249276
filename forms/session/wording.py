"""Words for the screen: the session's language, with other answers filled in."""

from forms.errors import FormBindError
from forms.instance.node import Node
from forms.instance.reference import nodes_below
from forms.session.choices import find_choice_label
from forms.session.filling import Filling
from forms.views import NO_MEDIA, LabelMedia
from forms.xform.references import find_shape
from forms.xform.shape import Shape
from forms.xform.texts import Message, Output, Parts
from forms.xpath.coercion import to_text


class Wording:
    """Fills messages for nodes of one filling; also what `jr:itext` and `jr:choice-name` ask."""

    def __init__(self, filling: Filling) -> None:
        self._filling = filling

    def render(self, message: Message | None, node: Node) -> str:
        """Give the words of a message as they stand at a node now."""
        if message is None:
            return ""
        if message.expression is not None:
            return to_text(self._filling.evaluate(message.expression, node)).strip()
        if message.text_id:
            return self.translate(message.text_id, node)
        return self._fill(message.parts, node)

    def translate(self, text_id: str, node: Node) -> str:
        """Give a translated text; one without words anywhere shows nothing."""
        parts = self._filling.definition.translations.find(text_id, language=self._filling.language)
        return self._fill(parts, node)

    def media(self, text_id: str) -> LabelMedia:
        """Give the files that belong to a translated text."""
        if not text_id:
            return NO_MEDIA
        return self._filling.definition.translations.media(text_id, language=self._filling.language)

    def _fill(self, parts: Parts, node: Node) -> str:
        return "".join(
            self._value(part, node) if isinstance(part, Output) else part for part in parts
        ).strip()

    def _value(self, output: Output, node: Node) -> str:
        expression = self._filling.definition.expressions.compile(output.expression, node.shape)
        return to_text(self._filling.evaluate(expression, node)) if expression is not None else ""

    def choice_label(self, value: str, question: str, origin: Node) -> str:
        """Give the label of a value among the choices of a question, seen from `origin`."""
        try:
            shape = find_shape(question, base=origin.shape)
        except FormBindError:
            return ""
        node = _nearest(origin, shape)
        if node is None or node.shape.question is None:
            return ""
        return find_choice_label(self._filling, node, value, self)


def _nearest(origin: Node, shape: Shape) -> Node | None:
    """The node of a shape in the same entry as `origin`."""
    above: Node | None = origin
    while above is not None and not shape.is_within(above.shape):
        above = above.parent
    return next(nodes_below(above, shape), None) if above is not None else None
