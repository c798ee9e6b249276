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
from forms.session.filling import Filling
from forms.xform.definition import FormDefinition
from forms.xform.reader import Element, read_xml

_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """What a saved session holds."""

    document: Node
    language: str
    chance: Chance


def encode_draft(filling: Filling) -> bytes:
    saved = {
        "format": _FORMAT,
        "form_id": filling.definition.form_id,
        "version": filling.definition.version,
        "language": filling.language,
        "seed": filling.world.chance.seed,
        "drawn": filling.world.chance.drawn,
        "answers": write_draft(filling.root).decode(),
    }
    return json.dumps(saved, ensure_ascii=False).encode()


def decode_draft(saved: bytes, definition: FormDefinition) -> Draft:
    """Read a saved session of this form.

    Raises:
        DraftUnreadableError: damaged, or written by a newer program.
        DraftOtherFormError: of another form or version.

    """
    try:
        content = json.loads(saved)
        if content["format"] != _FORMAT:
            raise DraftUnreadableError
        form, version = str(content["form_id"]), str(content["version"])
        language = str(content["language"])
        chance = Chance(str(content["seed"]), int(content["drawn"]))
        root = read_xml(str(content["answers"]).encode())
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DraftUnreadableError from error
    if (form, version) != (definition.form_id, definition.version):
        raise DraftOtherFormError(form=form, version=version)
    return Draft(_answers(root, definition), language, chance)


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
