"""What a submission creates and changes in entity lists, in the words of the ODK Entities specification.

A form says it with `meta/entity` and its attributes; which answers become which
properties stands on the binds (`entities:saveto`). Applying it is the server's
business: the engine only reads it out, so that nobody has to find it in the XML again.
"""

from collections.abc import Iterator
from typing import Final

from forms.instance.node import Node
from forms.views import EntityAction, EntityChange

SAVE_TO: Final = "entities:saveto"
_TRUE: Final = frozenset({"1", "true"})


def read_entities(root: Node) -> tuple[EntityChange, ...]:
    """Give the entities the relevant answers create or update, in document order."""
    found = (_read(holder, entity) for holder, entity in _entities(root))
    return tuple(change for change in found if change is not None)


def _entities(root: Node) -> Iterator[tuple[Node, Node]]:
    """Every `meta/entity` with the node whose answers it is about: the form, or an entry."""
    for holder in root.walk():
        entity = _entity_of(holder)
        if entity is not None and entity.is_relevant:
            yield holder, entity


def _entity_of(holder: Node) -> Node | None:
    entities = (entity for meta in holder.children_named("meta") for entity in meta.children_named("entity"))
    return next(entities, None)


def _read(holder: Node, entity: Node) -> EntityChange | None:
    action = _action(entity)
    if action is None:
        return None
    labels = entity.children_named("label")
    return EntityChange(
        action=action,
        dataset=_attribute(entity, "dataset"),
        entity_id=_attribute(entity, "id"),
        label=labels[0].read() if labels else "",
        base_version=_attribute(entity, "baseVersion"),
        trunk_version=_attribute(entity, "trunkVersion"),
        branch_id=_attribute(entity, "branchId"),
        properties={
            node.shape.bind.extras[SAVE_TO]: node.text for node in _own_answers(holder) if node.is_relevant
        },
    )


def _action(entity: Node) -> EntityAction | None:
    # Both may be asked for at once; an entity that is known is updated (specification, "update").
    if _attribute(entity, "update") in _TRUE:
        return EntityAction.UPDATE
    return EntityAction.CREATE if _attribute(entity, "create") in _TRUE else None


def _attribute(node: Node, name: str) -> str:
    attribute = node.attributes.get(name)
    return attribute.read() if attribute is not None else ""


def _own_answers(holder: Node) -> Iterator[Node]:
    """The answers that are saved to the entity of this holder, and not to one inside it."""
    for child in holder.children:
        if SAVE_TO in child.shape.bind.extras:
            yield child
        if _entity_of(child) is None:
            yield from _own_answers(child)
