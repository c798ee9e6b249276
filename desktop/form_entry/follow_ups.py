"""Which questions depend on an earlier answer, so that they can be shown as belonging to it.

The engine says whether a question is relevant now; whether it could ever not be is in
the form itself.
"""

import re
from typing import Final

from forms import FormDefinition

_POSITION: Final = re.compile(r"\[[0-9]+\]")


def is_conditional(definition: FormDefinition, reference: str) -> bool:
    """Say whether the question, or a group around it inside its section, has a condition."""
    names = _POSITION.sub("", reference).strip("/").split("/")
    shape = definition.root
    conditions = []
    for name in names[1:]:
        found = shape.children.get(name)
        if found is None:
            return False
        shape = found
        conditions.append(shape.bind.relevant is not None)
    # The first name is the section itself: its condition hides the whole page, not a question on it.
    return any(conditions[1:]) if len(conditions) > 1 else any(conditions)
