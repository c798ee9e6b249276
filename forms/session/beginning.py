"""How a filling begins, and how saved answers come back.

A new filling takes its defaults, what the device knows, what is prefilled, then
the form's own first values, and computes everything. Saved answers are taken as
they are; only what can be seen of them is decided anew. In another version of the
form they are placed where they fit, and all is computed again.
"""

from collections.abc import Mapping

from forms.errors import QuestionUnknownError
from forms.instance.chance import Chance
from forms.instance.growth import complete
from forms.instance.node import Node
from forms.instance.reference import find_node
from forms.instance.values import spell
from forms.ports import Clock, DeviceProperties
from forms.session.actions import preload, run_entry_actions, run_load_actions
from forms.session.audit_log import open_log
from forms.session.drafts import Draft
from forms.session.filling import Filling
from forms.session.moving import Placement, find_displaced, preview
from forms.session.recalculation import Recalculation
from forms.session.storing import keep_written_items, spell_answer
from forms.session.wording import Wording
from forms.views import MovePreview, QuestionKind
from forms.xform.actions import Event
from forms.xform.definition import FormDefinition
from forms.xform.lists import read_list
from forms.xpath.context import World


def open_filling(
    definition: FormDefinition,
    document: Node,
    *,
    clock: Clock,
    device: DeviceProperties,
    chance: Chance,
    last_saved: bytes | None = None,
) -> Filling:
    """Put answers into a world; `last_saved` is the submission before this one, if the form looks at it.

    Raises:
        FormError: the form has faults; it can be looked at but not started.

    """
    if definition.faults:
        raise definition.faults[0]
    complete(document.children[0])
    instances = {definition.instance_id: document, **definition.instances}
    if last_saved is not None:
        instances |= dict.fromkeys(definition.last_saved_instances, read_list("last-saved.xml", last_saved))
    world = World(document, instances, clock, device, chance, definition.version)
    filling = Filling(definition, document, world, definition.default_language, open_log(definition.root))
    world.phrases = Wording(filling)
    return filling


def begin(filling: Filling, prefill: Mapping[str, str]) -> None:
    """Give a new filling its first values and compute the rest."""
    _blank_what_cannot_be_answered(filling.root)
    preload(filling)
    work = Recalculation(filling)
    for event in (Event.FIRST_LOAD, Event.LOAD):
        run_load_actions(filling, work, event)
    for reference, text in prefill.items():
        node = find_node(filling.document, reference)
        if not node.shape.is_leaf:
            raise QuestionUnknownError(reference=reference)
        node.text = spell_answer(node, text, reference=reference)
    work.mark_everything()
    settle(filling, work)
    filling.log("form start")


def restore(filling: Filling) -> None:
    """Decide what is relevant among saved answers, and nothing else."""
    Recalculation(filling).settle_relevance()


def move_draft(
    draft: Draft, definition: FormDefinition, *, clock: Clock, device: DeviceProperties
) -> tuple[Filling, MovePreview]:
    """Put a draft of any version into this one and compute everything anew."""
    placement = Placement(definition)
    placement.place(draft.root)
    filling = open_filling(definition, placement.document, clock=clock, device=device, chance=draft.chance)
    if draft.language in definition.languages:
        filling.language = draft.language
    work = Recalculation(filling)
    work.mark_everything()
    settle(filling, work)
    lost = (*placement.left_over, *find_displaced(filling, placement.placed))
    filling.left_over = (*draft.left_over, *lost)
    filling.audit.events.extend(draft.audit_events)
    filling.log("form resume")
    return filling, preview(filling, placement.placed, left=lost, moved_from=draft.version)


def settle(filling: Filling, work: Recalculation) -> None:
    """Settle an act, and what the form does about entries that came with it."""
    work.settle()
    while work.added:
        run_entry_actions(filling, work, work.added.pop(0))
        work.settle()


def _blank_what_cannot_be_answered(root: Node) -> None:
    """A default of another type, or none of the choices, counts as not given, in both reference engines."""
    for node in root.walk_all():
        if node.text and not node.children:
            spelled = spell(node.text, node.shape.bind.value_type) or ""
            question = node.shape.question
            is_choice = question is not None and question.kind is QuestionKind.SELECT_ONE
            node.text = keep_written_items(node, node.text if is_choice and spelled else spelled)
