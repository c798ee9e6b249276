"""Elements → definition: the order in which the parts of a form are understood.

Nodes first, then the rules of nodes, then what is shown, then what is done; each
part may point at the ones before. Faults are collected, except where nothing
sensible could follow.
"""

from collections.abc import Iterator, Mapping

from forms.errors import FormError, FormStructureError
from forms.instance.node import Node
from forms.namespaces import local_name
from forms.validators import NO_VALIDATORS, Validators
from forms.xform.actions import SetValue, read_events
from forms.xform.binds import read_binds
from forms.xform.body import BodyReader, mark_repeats
from forms.xform.collector import resting_collector
from forms.xform.controls import Question
from forms.xform.definition import FormDefinition
from forms.xform.dependencies import DependencyGraph, Rule, Vertex, vertex_of
from forms.xform.expressions import Expressions
from forms.xform.ignored import find_ignored
from forms.xform.lists import LAST_SAVED, read_external_list, read_internal_list, read_list
from forms.xform.primary import read_primary
from forms.xform.reader import Element, read_xml
from forms.xform.references import find_shape
from forms.xform.shape import Shape
from forms.xform.texts import Translations, read_translations
from forms.xpath.compiled import Compiled


def load_form(
    xml: bytes, *, attachments: Mapping[str, bytes] | None = None, validators: Validators = NO_VALIDATORS
) -> FormDefinition:
    """Understand a form; `attachments` are the files it names, `validators` the rules it may name.

    Raises:
        FormError: the bytes are no form at all. What is wrong inside a form is in `faults`.

    """
    with resting_collector():
        return _understand(xml, attachments or {}, validators)


def _understand(xml: bytes, attachments: Mapping[str, bytes], validators: Validators) -> FormDefinition:
    document = read_xml(xml)
    model = _only(document, "model")
    expressions = Expressions()
    primary = _primary_instance(model)
    shapes, prototype = read_primary(primary)
    root = next(iter(shapes.children.values()))
    translations = read_translations(next(_named(model, "itext"), None))
    instances = _read_lists(model, attachments, expressions)
    body = _only(document, "body")
    mark_repeats(body, root)
    binds = read_binds(list(_named(model, "bind")), root, expressions=expressions, validators=validators)
    controls = BodyReader(root, binds, expressions, lists=instances.keys()).read(body)
    expressions.warnings.extend(find_ignored(document))
    graph = DependencyGraph(_vertices(shapes, translations, expressions))
    actions = tuple(_read_actions(document, root, binds, expressions))
    return FormDefinition(
        form_id=primary.get("id") or primary.get("xmlns", "") or root.name,
        version=primary.get("version", ""),
        title=(next((each.text for each in document.iter("{*}title")), "") or "").strip(),
        document=shapes,
        prototype=prototype,
        controls=controls,
        actions=actions,
        instances=instances,
        last_saved_instances=frozenset(
            each.get("id", "") for each in _named(model, "instance") if each.get("src") == LAST_SAVED
        ),
        instance_id=next(_named(model, "instance")).get("id", ""),
        translations=translations,
        expressions=expressions,
        graph=graph,
        faults=(*expressions.faults, *graph.faults),
        warnings=tuple(expressions.warnings),
    )


def _only(document: Element, name: str) -> Element:
    found = next(document.iter(f"{{*}}{name}"), None)
    if found is None:
        raise FormStructureError(missing=name)
    return found


def _named(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if local_name(child.tag) == name)


def _primary_instance(model: Element) -> Element:
    instance = next(_named(model, "instance"), None)
    if instance is None or len(instance) == 0:
        raise FormStructureError(missing="instance")
    return instance[0]


def _read_lists(
    model: Element, attachments: Mapping[str, bytes], expressions: Expressions
) -> dict[str, Node]:
    lists: dict[str, Node] = {}
    named: set[str] = set()
    for instance in list(_named(model, "instance"))[1:]:
        named.add(instance.get("src", "").rpartition("/")[2])
        try:
            source = instance.get("src")
            lists[instance.get("id", "")] = (
                read_external_list(source, attachments) if source else read_internal_list(instance)
            )
        except FormError as fault:
            expressions.faults.append(fault)
    # pulldata() may name a file that no instance mentions.
    for name in set(attachments) - named:
        stem, _, ending = name.rpartition(".")
        if ending.lower() == "csv" and stem not in lists:
            lists[stem] = read_list(name, attachments[name])
    return lists


def _read_actions(
    document: Element, root: Shape, binds: dict[str, Shape], expressions: Expressions
) -> Iterator[SetValue]:
    for element in document.iter("{*}setvalue"):
        try:
            yield _read_action(element, root, binds, expressions)
        except FormError as fault:
            expressions.faults.append(fault)


def _read_action(
    element: Element, root: Shape, binds: dict[str, Shape], expressions: Expressions
) -> SetValue:
    bind_id = element.get("bind", "")
    target = binds.get(bind_id) or find_shape(element.get("ref") or bind_id, base=root)
    return SetValue(
        target=target,
        value=expressions.compile_attribute(element.get("value"), target),
        literal=element.text or "",
        events=read_events(element.get("event", "")),
        source=_source(element.getparent(), root, binds),
    )


def _source(control: Element | None, root: Shape, binds: dict[str, Shape]) -> Shape | None:
    """The shape of the control an action stands in; none for actions of the model."""
    if control is None or local_name(control.tag) in {"model", "body"}:
        return None
    around = _source(control.getparent(), root, binds)
    written = control.get("ref") or control.get("nodeset")
    if written:
        return find_shape(written, base=around or root)
    return binds.get(control.get("bind", ""), around)


def _vertices(document: Shape, translations: Translations, expressions: Expressions) -> Iterator[Vertex]:
    for shape in document.walk():
        bind = shape.bind
        computed = (
            (Rule.RELEVANT, [bind.relevant]),
            (Rule.COUNT, [shape.count]),
            (Rule.CALCULATE, [bind.calculate]),
            (Rule.CHOICES, _offered(shape.question)),
        )
        for rule, expressions_of_rule in computed:
            written = [expression for expression in expressions_of_rule if expression is not None]
            if written:
                yield vertex_of(shape, rule, written)
        shown = [each for each in _shown(shape, translations, expressions) if each is not None]
        if shown:
            yield vertex_of(shape, Rule.VIEW, shown)


def _offered(question: Question | None) -> list[Compiled | None]:
    itemset = question.itemset if question is not None else None
    return [itemset.rows, itemset.value] if itemset is not None else []


def _shown(shape: Shape, translations: Translations, expressions: Expressions) -> Iterator[Compiled | None]:
    bind = shape.bind
    yield from (bind.required, bind.readonly, bind.constraint)
    yield from (argument for call in bind.validators for argument in call.arguments)
    messages = [bind.constraint_message, bind.required_message]
    if shape.question is not None:
        messages += [shape.question.label, shape.question.hint]
        messages += [item.label for item in shape.question.items]
        yield shape.question.itemset.label if shape.question.itemset is not None else None
    if shape.repeat is not None:
        messages.append(shape.repeat.label)
    for message in messages:
        if message is not None:
            yield from expressions.outputs(message, translations, shape)
