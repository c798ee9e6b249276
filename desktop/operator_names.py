"""What those who may open this computer are called on its screens.

A slot in the key file is named by a staff number. Who set the computer up has none there: their slot
is the first one, and a person reads that, not its 1.
"""

from desktop.who_may_come import FIRST_OPERATOR
from resources.words import Words


def say_operator(operator: str, words: Words) -> str:
    """Give the name a person reads."""
    return words.text("screens.unlock.first_operator") if operator == FIRST_OPERATOR else operator
