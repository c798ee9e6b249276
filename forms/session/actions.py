"""The form's own writing: preloads and `setvalue`, at the moments that call for them."""

from typing import Final

from forms.instance.node import Node
from forms.instance.reference import nodes_below
from forms.instance.values import ValueType, write_moment
from forms.session.filling import Filling
from forms.session.recalculation import Recalculation
from forms.session.storing import keep_written_items, store_value
from forms.xform.actions import Event, SetValue

_MAX_CHAIN: Final = 32  # one changed value may change another; a circle of them must end


def preload(filling: Filling) -> None:
    """Fill what jr:preload asks for when a form starts."""
    for node in filling.root.walk_all():
        text = _preloaded(filling, node)
        if text is not None:
            node.text = text


def _preloaded(filling: Filling, node: Node) -> str | None:
    bind, world = node.shape.bind, filling.world
    match bind.preload, bind.preload_parameter:
        case "date", "today":
            return world.clock.now().date().isoformat()
        case "timestamp", "start":
            return _timestamp(filling, bind.value_type)
        case "property", name:
            return world.device.read(name) or None  # what the device does not know stays as written
        case "uid", _:
            return node.text or f"uuid:{world.chance.uuid()}"
        case _:
            return None


def stamp_end(filling: Filling) -> None:
    """Fill the end time, when a form is finished."""
    for node in filling.root.walk_all():
        if (node.shape.bind.preload, node.shape.bind.preload_parameter) == ("timestamp", "end"):
            node.text = _timestamp(filling, node.shape.bind.value_type)


def _timestamp(filling: Filling, kind: ValueType) -> str:
    now = filling.world.clock.now()
    return now.date().isoformat() if kind is ValueType.DATE else write_moment(now)


def run_load_actions(filling: Filling, work: Recalculation, event: Event) -> None:
    """Run the actions of a load event on every node they aim at."""
    for action in filling.definition.actions:
        if event in action.events:
            for target in list(filling.nodes_of(action.target)):
                _set(filling, work, action, target)


def run_entry_actions(filling: Filling, work: Recalculation, entry: Node) -> None:
    """Run the actions that wait for this new entry, inside it and nowhere else."""
    for action in filling.definition.actions:
        if Event.NEW_REPEAT in action.events and action.source in {None, entry.shape}:
            for target in list(nodes_below(entry, action.target)):
                _set(filling, work, action, target)


def run_change_actions(filling: Filling, work: Recalculation, node: Node, *, depth: int = 0) -> None:
    """Run the actions that wait for this question's value, and those their values set off."""
    if depth > _MAX_CHAIN:
        return
    for action in filling.definition.actions:
        if Event.VALUE_CHANGED in action.events and action.source is node.shape:
            for target in _targets_seen_from(node, action):
                if _set(filling, work, action, target):
                    run_change_actions(filling, work, target, depth=depth + 1)


def _targets_seen_from(node: Node, action: SetValue) -> list[Node]:
    """The targets in the same entry as the question that changed."""
    above: Node | None = node
    while above is not None and not action.target.is_within(above.shape):
        above = above.parent
    return list(nodes_below(above, action.target)) if above is not None else []


def _set(filling: Filling, work: Recalculation, action: SetValue, target: Node) -> bool:
    value = filling.evaluate(action.value, target) if action.value is not None else action.literal
    return work.write(target, keep_written_items(target, store_value(value, target.shape.bind.value_type)))
