"""Which questions depend on an earlier answer, so that they can be shown as belonging to it.

The engine says whether a question is relevant now; whether it could ever not be is in
the form itself.
"""

import re
from typing import Final

from forms import FormDefinition

_POSITION: Final = re.compile(r"\[[0-9]+\]")


def is_conditional(definition: FormDefinition, reference: str, *, page: str = "") -> bool:
    """Say whether the question, or a group around it inside its page, has a condition.

    `page` names a group that is a page of its own inside an entry; else the section is the page.
    """
    names = _POSITION.sub("", reference).strip("/").split("/")
    shape = definition.root
    conditions = []
    for name in names[1:]:
        found = shape.children.get(name)
        if found is None:
            return False
        shape = found
        conditions.append(shape.bind.relevant is not None)
    # The page itself is left out: its condition hides the whole page, not a question on it.
    depth = max(1, len(_POSITION.sub("", page).strip("/").split("/")) - 1)
    return any(conditions[depth:]) if len(conditions) > depth else any(conditions[-1:])
