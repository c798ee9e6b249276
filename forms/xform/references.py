"""Written references of binds, controls and actions → shapes.

They may be absolute or relative, carry prefixes and name attributes; relative
ones of binds start at the primary root, those of controls at the group around.
"""

import re
from typing import Final

from forms.errors import FormBindError, FormError
from forms.xform.shape import Shape
from forms.xpath.expression import Axis, Call, Expression, Path
from forms.xpath.grammar import parse_expression

# How nearly every reference is written, thousands of times in a long form: no grammar is needed for it.
_PLAIN: Final = re.compile(r"(?:/[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?)+")


def find_shape(reference: str, *, base: Shape) -> Shape:
    """Find the one shape a reference names.

    Raises:
        FormBindError: it is no path, or the form has no such node.

    """
    if _PLAIN.fullmatch(reference):
        return _find_plain(reference, base.chain()[0])
    try:
        path = parse_expression(reference.strip())
    except FormError as error:
        raise FormBindError(reference=reference) from error
    if not isinstance(path, Path) or not (path.start is None or _is_current(path.start)):
        raise FormBindError(reference=reference)
    shape: Shape | None = base.chain()[0] if path.is_absolute else base
    for step in path.steps:
        shape = _follow(shape, step.axis, step.name)
    if shape is None or shape.parent is None:
        raise FormBindError(reference=reference)
    return shape


def _find_plain(reference: str, document: Shape) -> Shape:
    shape = document
    for name in reference[1:].split("/"):
        below = shape.children.get(name.rpartition(":")[2])
        if below is None:
            raise FormBindError(reference=reference)
        shape = below
    return shape


def _is_current(start: Expression) -> bool:
    return isinstance(start, Call) and start.name == "current"


def _follow(shape: Shape | None, axis: Axis, name: str) -> Shape | None:
    if shape is None:
        return None
    match axis:
        case Axis.CHILD:
            return shape.children.get(name)
        case Axis.ATTRIBUTE:
            return shape.attributes.get(name)
        case Axis.PARENT:
            return shape.parent
        case Axis.SELF:
            return shape
        case _:
            return None
