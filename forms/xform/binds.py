"""`<bind>` → the rules of a shape; attributes that are not ours to understand are carried along."""

from typing import Final

from forms.errors import FormBindError, FormError
from forms.instance.values import value_type
from forms.namespaces import JAVAROSA, jr, namespace_of, prefixed
from forms.validators import ATTRIBUTE, Validators
from forms.xform.expressions import Expressions
from forms.xform.reader import Element, attributes_of
from forms.xform.references import find_shape
from forms.xform.shape import Bind, Shape
from forms.xform.texts import Message
from forms.xform.validator_calls import read_validator_calls
from forms.xpath.compiled import Compiled

_OWN_ATTRIBUTES: Final = frozenset(
    {"nodeset", "ref", "id", "type", "relevant", "calculate", "required", "readonly", "constraint"}
)


def read_binds(
    model: list[Element], root: Shape, *, expressions: Expressions, validators: Validators
) -> dict[str, Shape]:
    """Attach every bind to its shape; give the shapes of binds that have an id."""
    by_id: dict[str, Shape] = {}
    for element in model:
        try:
            shape = find_shape(element.get("nodeset") or element.get("ref") or "", base=root)
        except FormBindError as warning:
            # Both reference engines pass over a rule for a node that is not there.
            expressions.warnings.append(warning)
            continue
        shape.bind = _read_bind(element, shape, expressions)
        _attach_validators(shape, expressions, validators)
        if element.get("id"):
            by_id[element.get("id", "")] = shape
    return by_id


def _read_bind(element: Element, shape: Shape, expressions: Expressions) -> Bind:
    written = attributes_of(element)

    def compiled(name: str) -> Compiled | None:
        return expressions.compile_attribute(written.get(name), shape)

    extras = {
        prefixed(name): value
        for name, value in written.items()
        if name not in _OWN_ATTRIBUTES and namespace_of(name) != JAVAROSA
    }
    bind = Bind(value_type=value_type(written.get("type", "")), extras=extras)
    bind.relevant = compiled("relevant")
    bind.calculate = compiled("calculate")
    bind.required = compiled("required")
    bind.readonly = compiled("readonly")
    bind.constraint = compiled("constraint")
    bind.constraint_message = _message(written.get(jr("constraintMsg"), ""), shape, expressions)
    bind.required_message = _message(written.get(jr("requiredMsg"), ""), shape, expressions)
    bind.preload = written.get(jr("preload"), "")
    bind.preload_parameter = written.get(jr("preloadParams"), "")
    return bind


def _attach_validators(shape: Shape, expressions: Expressions, validators: Validators) -> None:
    written = shape.bind.extras.get(ATTRIBUTE, "")
    # A program that registers none cannot tell a wrong name from one that others know.
    if not written.strip() or not validators:
        return
    try:
        shape.bind.validators = read_validator_calls(
            written, shape, expressions=expressions, validators=validators
        )
    except FormError as fault:
        expressions.keep_fault(fault, shape)


def _message(written: str, shape: Shape, expressions: Expressions) -> Message | None:
    if not written:
        return None
    reference = written if written.strip().startswith("jr:itext(") else None
    return expressions.message(reference, (written,), shape)
