"""The body of a form → controls, each tied to the shape it answers."""

from contextlib import suppress
from typing import Final

from forms.errors import FormBindError
from forms.instance.values import ValueType
from forms.namespaces import jr, local_name, prefixed
from forms.views import QuestionKind
from forms.xform.controls import Control, Group, Item, Itemset, Question, RepeatControl
from forms.xform.expressions import Expressions, itext_argument
from forms.xform.reader import Element, attributes_of
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
        inside = around
        written = child.get("nodeset") if local_name(child.tag) == "repeat" else child.get("ref")
        if written and local_name(child.tag) in {"repeat", "group"}:
            with suppress(FormBindError):  # reported when the control itself is read
                inside = find_shape(written, base=around)
                inside.is_repeat = inside.is_repeat or local_name(child.tag) == "repeat"
        mark_repeats(child, inside)


class BodyReader:
    """Reads controls; `binds` are the shapes of binds with an id."""

    def __init__(self, root: Shape, binds: dict[str, Shape], expressions: Expressions) -> None:
        self._root = root
        self._binds = binds
        self._expressions = expressions

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
        shape = self._shape(element, around)
        question = Question(
            shape=shape,
            kind=_kind(element, name, shape),
            label=self._words(element, "label", shape),
            hint=self._words(element, "hint", shape),
            appearance=tuple(element.get("appearance", "").split()),
            items=self._items(element, shape),
            itemset=self._itemset(element, shape),
            extras={
                prefixed(key): value
                for key, value in attributes_of(element).items()
                if key not in _OWN_ATTRIBUTES
            },
        )
        if shape.question is None:
            shape.question = question
        return question

    def _words(self, element: Element, name: str, shape: Shape) -> Message:
        for child in element:
            if local_name(child.tag) == name:
                return self._expressions.message(child.get("ref"), read_parts(child), shape)
        return Message()

    def _items(self, element: Element, shape: Shape) -> tuple[Item, ...]:
        return tuple(
            Item(value=_child_text(child, "value"), label=self._words(child, "label", shape))
            for child in element.iter()
            if local_name(child.tag) == "item"
        )

    def _itemset(self, element: Element, shape: Shape) -> Itemset | None:
        found = next((child for child in element if local_name(child.tag) == "itemset"), None)
        if found is None:
            return None
        rows = self._expressions.compile(found.get("nodeset", ""), shape)
        if rows is None:
            return None
        value = self._expressions.compile_for_rows(_child_reference(found, "value"), rows, shape)
        label = self._expressions.compile_for_rows(_child_reference(found, "label"), rows, shape)
        if value is None or label is None:
            return None
        written_id = itext_argument(label.text)
        text_id = self._expressions.compile_for_rows(written_id, rows, shape) if written_id else None
        return Itemset(rows, value, label, text_id)

    def _group(self, element: Element, around: Shape) -> Group:
        has_node = element.get("ref") is not None or element.get("bind") is not None
        shape = self._shape(element, around) if has_node else around
        return Group(
            shape=shape,
            label=self._words(element, "label", shape),
            appearance=tuple(element.get("appearance", "").split()),
            members=self._members(element, shape),
            has_node=has_node,
        )

    def _repeat(self, element: Element, around: Shape) -> RepeatControl:
        shape = self._shape(element, around)
        count = element.get(jr("count"))
        control = RepeatControl(
            shape=shape,
            label=self._words(element, "label", shape),
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


def _child_text(element: Element, name: str) -> str:
    found = next((child for child in element if local_name(child.tag) == name), None)
    return (found.text or "").strip() if found is not None else ""


def _child_reference(element: Element, name: str) -> str:
    found = next((child for child in element if local_name(child.tag) == name), None)
    return found.get("ref", name) if found is not None else name
