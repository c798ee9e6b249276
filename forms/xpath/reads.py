"""Which nodes an expression reads, found by walking its paths over the shapes.

Nothing is evaluated. Where a path may leave the entry it started in, the anchor
moves up to where all entries are seen, and the repeat itself counts as read: its
entries coming and going is news too.
"""

from collections.abc import Iterable

from forms.xform.shape import Shape
from forms.xpath.compiled import Read
from forms.xpath.expression import (
    ANY_NAME,
    ANY_NODE,
    Axis,
    Call,
    Chain,
    Expression,
    Filter,
    Negation,
    Path,
    Step,
    Union,
)

Places = frozenset[Read]
_NOWHERE: Places = frozenset()


class ReadFinder:
    """Walks one expression that belongs to nodes of `origin`."""

    def __init__(self, origin: Shape) -> None:
        self._own = origin.chain()
        self._origin = origin
        self.reads: set[Read] = set()

    def find(self, expression: Expression, context: Places) -> Places:
        """Collect what is read; give the places where the expression's nodes are."""
        match expression:
            case Path():
                places = self.follow(expression, context)
                self.reads |= places
                return places
            case Filter():
                places = self.find(expression.primary, context)
                self._find_all(expression.predicates, places)
                return places
            case Union():
                return frozenset().union(*(self.find(operand, context) for operand in expression.operands))
            case Call():
                return self._find_call(expression, context)
            case Chain():
                self._find_all([expression.first, *(operand for _, operand in expression.rest)], context)
            case Negation():
                self.find(expression.operand, context)
            case _:
                pass
        return _NOWHERE

    def _find_all(self, expressions: Iterable[Expression], context: Places) -> None:
        for expression in expressions:
            self.find(expression, context)

    def _find_call(self, call: Call, context: Places) -> Places:
        if call.name == "current":
            return self.own_places()
        places = [self.find(argument, context) for argument in call.arguments]
        if call.name == "position" and places:
            self.reads |= {Read(place.shape, _above(place.shape)) for place in places[0]}
        if call.name == "indexed-repeat":
            self.reads |= {Read(place.shape, self._own[0]) for each in places for place in each}
        # Functions that hand nodes on (randomize) keep their first argument's places.
        return places[0] if places else _NOWHERE

    def own_places(self) -> Places:
        return frozenset({Read(self._origin, self._origin)})

    def follow(self, path: Path, context: Places) -> Places:
        """Walk a path without adding its end to the reads."""
        if path.is_absolute:
            plain = self._follow_names(path)
            if plain is not None:
                return plain
            places: Places = frozenset({Read(self._own[0], self._own[0])})
        elif path.start is None:
            places = context
        else:
            places = self.find(path.start, context)
        last = len(path.steps) - 1
        for number, step in enumerate(path.steps):
            keeps_own = path.is_absolute and number != last and not step.predicates
            places = frozenset(
                found for place in places for found in self._take_step(place, step, keeps_own=keeps_own)
            )
            self._find_all(step.predicates, places)
        return places

    def _follow_names(self, path: Path) -> Places | None:
        """Walk a path of names from the root, as nearly all are written; None where it is another one."""
        shape = anchor = self._own[0]
        entries: list[Read] = []
        for step in path.steps:
            target = shape.children.get(step.name)
            if target is None or step.axis is not Axis.CHILD or step.predicates:
                return None
            is_left = step is path.steps[-1] and target.is_repeat
            if shape is anchor and self._is_own(target) and not is_left:
                anchor = target
            elif target.is_repeat:
                entries.append(Read(target, anchor))
            shape = target
        self.reads.update(entries)
        return frozenset({Read(shape, anchor)})

    def _take_step(self, place: Read, step: Step, *, keeps_own: bool) -> list[Read]:
        shape, anchor = place.shape, place.anchor
        found: list[Read] = []
        for target in _targets(shape, step):
            if step.axis is Axis.ATTRIBUTE:
                found.append(Read(target, target if shape is anchor and self._is_own(target) else anchor))
            elif step.axis is Axis.SELF:
                found.append(place)
            elif target.depth < shape.depth:
                found.append(Read(target, target if target.depth < anchor.depth else anchor))
            else:
                found.append(self._descend(target, place, step, keeps_own=keeps_own))
        return found

    def _descend(self, target: Shape, place: Read, step: Step, *, keeps_own: bool) -> Read:
        if step.axis in {Axis.PRECEDING_SIBLING, Axis.FOLLOWING_SIBLING}:
            self.reads.add(Read(target, _above(target)))
            return Read(target, min(place.anchor, _above(target), key=lambda shape: shape.depth))
        is_own_child = place.shape is place.anchor and self._is_own(target)
        if is_own_child and step.axis is Axis.CHILD and (not target.is_repeat or keeps_own):
            return Read(target, target)
        self._note_entries(target, place)
        return Read(target, place.anchor)

    def _note_entries(self, target: Shape, place: Read) -> None:
        shape: Shape | None = target
        while shape is not None and shape.depth > place.shape.depth:
            if shape.is_repeat:
                self.reads.add(Read(shape, place.anchor))
            shape = shape.parent

    def _is_own(self, shape: Shape) -> bool:
        return shape.depth < len(self._own) and self._own[shape.depth] is shape


def _above(shape: Shape) -> Shape:
    return shape.parent if shape.parent is not None else shape


def _targets(shape: Shape, step: Step) -> list[Shape]:
    # By far the commonest step, and wide forms have thousands of children to pass over.
    if step.axis is Axis.CHILD and step.name in shape.children:
        return [shape.children[step.name]]
    return [target for target in _axis(shape, step.axis) if step.name in {ANY_NAME, ANY_NODE, target.name}]


def _axis(shape: Shape, axis: Axis) -> Iterable[Shape]:
    above = shape.chain()[:-1][::-1]
    match axis:
        case Axis.CHILD:
            return shape.children.values()
        case Axis.ATTRIBUTE:
            return shape.attributes.values()
        case Axis.SELF:
            return [shape]
        case Axis.PARENT:
            return above[:1]
        case Axis.ANCESTOR:
            return above
        case Axis.ANCESTOR_OR_SELF:
            return [shape, *above]
        case Axis.DESCENDANT:
            return [below for below in shape.walk() if below is not shape]
        case Axis.DESCENDANT_OR_SELF:
            return shape.walk()
        case Axis.PRECEDING_SIBLING | Axis.FOLLOWING_SIBLING:
            return above[0].children.values() if above else []
        case _:
            return (above[-1] if above else shape).walk()
