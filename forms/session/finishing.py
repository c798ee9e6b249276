"""A filling becomes a submission: the last stamps, the files it carries, and what it means for entities.

Whether it may be finished was decided before; here nothing is checked any more.
"""

from collections.abc import Mapping, Sequence

from forms.instance.reference import find_node, reference_of
from forms.instance.serialisation import write_submission
from forms.session.actions import run_load_actions, stamp_end
from forms.session.audit_log import FILE_NAME, audit_shape
from forms.session.entities import read_entities
from forms.session.filling import Filling
from forms.session.recalculation import Recalculation
from forms.views import Confirmation, FormSubmission
from forms.xform.actions import Event


def finish(
    filling: Filling,
    *,
    instance_id: str,
    confirmations: Sequence[Confirmation] = (),
    judged_by: str = "",
) -> FormSubmission:
    """Stamp the filling and write it out, with what was verified about its answers, and by which rules."""
    work = Recalculation(filling)
    run_load_actions(filling, work, Event.FINISHING)
    work.settle()
    stamp_end(filling)
    find_node(filling.root, "meta/instanceID").text = instance_id
    attachments = _attach_audit(filling)
    definition = filling.definition
    return FormSubmission(
        instance_id=instance_id,
        form_id=definition.form_id,
        version=definition.version,
        xml=write_submission(filling.root, confirmations=confirmations, judged_by=judged_by),
        values=relevant_answers(filling),
        entities=read_entities(filling.root),
        attachments=attachments,
    )


def relevant_answers(filling: Filling) -> Mapping[str, str]:
    """Give the relevant answers by reference, blank ones left out."""
    return {
        reference_of(node): node.text
        for node in filling.root.walk()
        if node.is_relevant and not node.children and node.text
    }


def _attach_audit(filling: Filling) -> dict[str, bytes]:
    shape = audit_shape(filling.definition.root)
    if shape is None:
        return {}
    filling.log("form finalize")
    for node in filling.nodes_of(shape):
        node.text = FILE_NAME
    return {FILE_NAME: filling.audit.write_csv()}
