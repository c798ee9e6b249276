"""A session as bytes: everything needed to go on exactly where it stopped.

The answers are kept with all that is not relevant just now, and nothing computed
is computed again on the way back: a random number drawn yesterday stays drawn.
"""

import json
from dataclasses import dataclass
from typing import Final

from forms.errors import DraftOtherFormError, DraftUnreadableError
from forms.instance.chance import Chance
from forms.instance.node import Node
from forms.instance.serialisation import read_answers, write_draft
from forms.session.audit_log import AuditEvent
from forms.session.filling import Filling
from forms.views import LeftOver, LeftOverReason
from forms.xform.definition import FormDefinition
from forms.xform.reader import Element, read_xml

_FORMAT: Final = 1
_FORMAT_WITH_LEFT_OVER: Final = 2  # a program that knows only format 1 would lose what is left over


@dataclass(frozen=True, slots=True)
class Draft:
    """What a saved session holds."""

    root: Element
    version: str
    language: str
    chance: Chance
    left_over: tuple[LeftOver, ...]
    audit_events: tuple[AuditEvent, ...]


def encode_draft(filling: Filling) -> bytes:
    saved: dict[str, object] = {
        "format": _FORMAT_WITH_LEFT_OVER if filling.left_over else _FORMAT,
        "form_id": filling.definition.form_id,
        "version": filling.definition.version,
        "language": filling.language,
        "seed": filling.world.chance.seed,
        "drawn": filling.world.chance.drawn,
        "answers": write_draft(filling.root).decode(),
    }
    if filling.left_over:
        saved["left_over"] = [[each.reference, each.text, each.reason] for each in filling.left_over]
    if filling.audit.events:
        saved["audit"] = [[e.event, e.node, e.at_ms, e.old, e.new] for e in filling.audit.events]
    return json.dumps(saved, ensure_ascii=False).encode()


def decode_draft(saved: bytes, definition: FormDefinition) -> Draft:
    """Read a saved session of this form, of whatever version.

    Raises:
        DraftUnreadableError: damaged, or written by a newer program.
        DraftOtherFormError: of another form.

    """
    try:
        content = json.loads(saved)
        if content["format"] not in {_FORMAT, _FORMAT_WITH_LEFT_OVER}:
            raise DraftUnreadableError
        form, version = str(content["form_id"]), str(content["version"])
        language = str(content["language"])
        chance = Chance(str(content["seed"]), int(content["drawn"]))
        root = read_xml(str(content["answers"]).encode())
        left_over = tuple(
            LeftOver(str(reference), str(text), LeftOverReason(reason))
            for reference, text, reason in content.get("left_over", [])
        )
        audit_events = tuple(
            AuditEvent(str(event), str(node), int(at_ms), str(old), str(new))
            for event, node, at_ms, old, new in content.get("audit", [])
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DraftUnreadableError from error
    if form != definition.form_id:
        raise DraftOtherFormError(form=form, version=version)
    return Draft(root, version, language, chance, left_over, audit_events)


def answers_of(draft: Draft, definition: FormDefinition) -> Node:
    """Give the answers of a draft of this very version.

    Raises:
        DraftOtherFormError: the draft is of another version.

    """
    if draft.version != definition.version:
        raise DraftOtherFormError(form=definition.form_id, version=draft.version)
    return _answers(draft.root, definition)


def read_submission(xml: bytes, definition: FormDefinition) -> Node:
    """Read the answers of a submission of this form.

    Raises:
        FormError: no XML, over a limit, or of another form or version.

    """
    root = read_xml(xml)
    form, version = root.get("id", definition.form_id), root.get("version", "")
    if (form, version) != (definition.form_id, definition.version):
        raise DraftOtherFormError(form=form, version=version)
    return _answers(root, definition)


def _answers(root: Element, definition: FormDefinition) -> Node:
    document = read_answers(root, definition.document)
    if len(document.children) != 1:
        raise DraftOtherFormError(form=definition.form_id, version=definition.version)
    return document
