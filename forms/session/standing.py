"""What stands on the pages, remembered between two acts.

A screen asks for its pages after every key, and to spell hundreds of references anew costs more than
the key itself. They stay as they are until an entry comes or goes; `Recalculation` forgets them then.
"""

from dataclasses import dataclass

from forms.instance.node import Node
from forms.xform.shape import Shape


@dataclass(frozen=True, slots=True)
class Standing:
    """The questions and the repeats of one page, by reference."""

    questions: tuple[str, ...]
    repeats: tuple[str, ...]


Standings = dict[tuple[Node, Shape], Standing]  # by what holds the page, and the page's first shape
