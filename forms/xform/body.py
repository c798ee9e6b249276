"""The body of a form → controls, each tied to the shape it answers."""

from collections.abc import Collection
from contextlib import suppress
from typing import Final

from forms.errors import FormBindError
from forms.instance.values import ValueType
from forms.namespaces import jr, local_name, prefixed
from forms.views import QuestionKind
from forms.xform.controls import Control, Group, Item, Itemset, Question, RepeatControl
from forms.xform.expressions import Expressions, itext_argument
from forms.xform.reader import Element, attributes_of, first_children
from forms.xform.references import find_shape
from forms.xform.shape import Shape
from forms.xform.texts import Message, read_parts

_SELECTS: Final = {
    "select1": QuestionKind.SELECT_ONE,
    "select": QuestionKind.SELECT_MANY,
    "rank": QuestionKind.RANK,
}
_PLAIN: Final = {"trigger": QuestionKind.ACKNOWLEDGE, "range": QuestionKind.RANGE}
_BY_TYPE: Final = {
    ValueType.INTEGER: QuestionKind.INTEGER,
    ValueType.DECIMAL: QuestionKind.DECIMAL,
    ValueType.DATE: QuestionKind.DATE,
    ValueType.TIME: QuestionKind.TIME,
    ValueType.DATE_TIME: QuestionKind.DATE_TIME,
    ValueType.GEOPOINT: QuestionKind.GEOPOINT,
    ValueType.GEOTRACE: QuestionKind.GEOTRACE,
    ValueType.GEOSHAPE: QuestionKind.GEOSHAPE,
    ValueType.BARCODE: QuestionKind.BARCODE,
}
_UPLOADS: Final = {
    "image": QuestionKind.IMAGE,
    "audio": QuestionKind.AUDIO,
    "video": QuestionKind.VIDEO,
}
_QUESTIONS: Final = frozenset({*_SELECTS, *_PLAIN, "input", "secret", "upload"})
_OWN_ATTRIBUTES: Final = frozenset({"ref", "bind", "nodeset", "appearance", "query"})


def mark_repeats(element: Element, around: Shape) -> None:
    """Mark the shapes that repeat; expressions are compiled differently inside them."""
    for child in element:
        inside, name = around, local_name(child.tag)
        if name in _QUESTIONS:
            continue
        written = child.get("nodeset") if name == "repeat" else child.get("ref")
        if written and name in {"repeat", "group"}:
            with suppress(FormBindError):  # reported when the control itself is read
                inside = find_shape(written, base=around)
                inside.is_repeat = inside.is_repeat or name == "repeat"
        mark_repeats(child, inside)


class BodyReader:
    """Reads controls; `binds` are the shapes of binds with an id, `lists` the ids of the form's lists."""

    def __init__(
        self, root: Shape, binds: dict[str, Shape], expressions: Expressions, *, lists: Collection[str]
    ) -> None:
        self._root = root
        self._binds = binds
        self._expressions = expressions
        self._lists = lists

    def read(self, body: Element) -> tuple[Control, ...]:
        return self._members(body, self._root)

    def _members(self, element: Element, around: Shape) -> tuple[Control, ...]:
        read = [self._control(child, around) for child in element]
        return tuple(control for control in read if control is not None)

    def _control(self, element: Element, around: Shape) -> Control | None:
        name = local_name(element.tag)
        try:
            if name in _QUESTIONS:
                return self._question(element, name, around)
            if name == "group":
                return self._group(element, around)
            if name == "repeat":
                return self._repeat(element, around)
        except FormBindError as fault:
            self._expressions.faults.append(fault)
        return None

    def _shape(self, element: Element, around: Shape) -> Shape:
        bind_id = element.get("bind")
        if bind_id is not None and bind_id in self._binds:
            return self._binds[bind_id]
        return find_shape(element.get("ref") or element.get("nodeset") or bind_id or "", base=around)

    def _question(self, element: Element, name: str, around: Shape) -> Question:
        shape, parts = self._shape(element, around), first_children(element)
        question = Question(
            shape=shape,
            kind=_kind(element, name, shape),
            label=self._words(parts.get("label"), shape),
            hint=self._words(parts.get("hint"), shape),
            appearance=tuple(element.get("appearance", "").split()),
            items=self._items(element, shape),
            itemset=self._itemset(parts.get("itemset"), shape),
            extras={
                prefixed(key): value
                for key, value in attributes_of(element).items()
                if key not in _OWN_ATTRIBUTES
            },
        )
        if shape.question is None:
            shape.question = question
        return question

    def _words(self, element: Element | None, shape: Shape) -> Message:
        if element is None:
            return Message()
        return self._expressions.message(element.get("ref"), read_parts(element), shape)

    def _items(self, element: Element, shape: Shape) -> tuple[Item, ...]:
        return tuple(self._item(first_children(child), shape) for child in element.iter("{*}item"))

    def _item(self, parts: dict[str, Element], shape: Shape) -> Item:
        value = parts["value"].text if "value" in parts else None
        written = (value or "").strip()
        # A choice nobody gave words is shown by its value, as in Web Forms; Collect refuses it.
        label = self._words(parts["label"], shape) if "label" in parts else Message(parts=(written,))
        return Item(value=written, label=label)

    def _itemset(self, element: Element | None, shape: Shape) -> Itemset | None:
        if element is None:
            return None
        rows = self._expressions.compile(element.get("nodeset", ""), shape)
        if rows is None:
            return None
        parts = first_children(element)
        value = self._expressions.compile_for_rows(_column(parts, "value"), rows, shape)
        label = self._expressions.compile_for_rows(_column(parts, "label"), rows, shape)
        if value is None or label is None:
            return None
        written_id = itext_argument(label.text)
        text_id = self._expressions.compile_for_rows(written_id, rows, shape) if written_id else None
        deciding = self._expressions.deciding(rows, (value, text_id or label), shape, lists=self._lists)
        return Itemset(rows, value, label, text_id, deciding)

    def _group(self, element: Element, around: Shape) -> Group:
        has_node = element.get("ref") is not None or element.get("bind") is not None
        shape = self._shape(element, around) if has_node else around
        return Group(
            shape=shape,
            label=self._words(first_children(element).get("label"), shape),
            appearance=tuple(element.get("appearance", "").split()),
            members=self._members(element, shape),
            has_node=has_node,
        )

    def _repeat(self, element: Element, around: Shape) -> RepeatControl:
        shape = self._shape(element, around)
        count = element.get(jr("count"))
        control = RepeatControl(
            shape=shape,
            label=self._words(first_children(element).get("label"), shape),
            appearance=tuple(element.get("appearance", "").split()),
            members=self._members(element, shape),
            has_fixed_count=count is not None or element.get(jr("noAddRemove")) in {"true()", "true"},
        )
        shape.repeat = control
        shape.count = self._expressions.compile_attribute(count, shape)
        return control


def _kind(element: Element, name: str, shape: Shape) -> QuestionKind:
    if name in _SELECTS:
        return _SELECTS[name]
    if name in _PLAIN:
        return _PLAIN[name]
    if name == "upload":
        media = element.get("mediatype", "").partition("/")[0]
        return _UPLOADS.get(media, QuestionKind.FILE)
    return _BY_TYPE.get(shape.bind.value_type, QuestionKind.TEXT)


def _column(parts: dict[str, Element], name: str) -> str:
    """The expression that finds the value or the label in a row."""
    return parts[name].get("ref", name) if name in parts else name
