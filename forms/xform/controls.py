"""What the body of a form shows: questions in groups and repeats, with their choices."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.views import QuestionKind
from forms.xform.shape import Shape
from forms.xform.texts import Message
from forms.xpath.compiled import Compiled, ReadTexts


@dataclass(frozen=True, slots=True)
class Item:
    """A choice written into the question itself."""

    value: str
    label: Message


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices that are rows of a list or entries of a repeat."""

    rows: Compiled
    value: Compiled
    label: Compiled
    text_id: Compiled | None  # where the label is translated: what `jr:itext` is asked for
    deciding: tuple[ReadTexts, ...] | None  # the answers that decide the rows; None where it is not certain


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One question control; `extras` are its attributes that belong to no other field."""

    shape: Shape
    kind: QuestionKind
    label: Message
    hint: Message
    appearance: tuple[str, ...]
    items: tuple[Item, ...]
    itemset: Itemset | None
    extras: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Controls that belong together; a group without a node of its own has its parent's shape."""

    shape: Shape
    label: Message
    appearance: tuple[str, ...]
    members: "tuple[Control, ...]"
    has_node: bool


@dataclass(frozen=True, slots=True, eq=False)
class RepeatControl:
    """Controls asked once for each entry."""

    shape: Shape
    label: Message
    appearance: tuple[str, ...]
    members: "tuple[Control, ...]"
    has_fixed_count: bool


Control = Question | Group | RepeatControl
