"""What those who may open this computer are called on its screens.

A slot in the key file is named by a staff number. Who set the computer up has none there: their slot
is the first one, and a person reads that, not its 1; once inside, the name this computer joined for.
"""

from desktop.who_may_come import FIRST_OPERATOR
from resources.words import Words


def say_operator(operator: str, words: Words, *, first: str = "") -> str:
    """Give the name a person reads; `first` is who is behind the first slot, where that is known."""
    if operator != FIRST_OPERATOR:
        return operator
    return first or words.text("screens.unlock.first_operator")
