"""How somebody belongs to a household, in a word that stands alone: 女儿, where the national list says 女.

The list (GB/T 4761) is made for a question that names the head of the household; beside a sex and an
age its 女 reads as a second sex.
"""

from typing import Final

from desktop.code_lists import CodeLists
from resources.words import Words

_SAYS_THE_SEX: Final = frozenset({"2", "3"})  # a son, a daughter


def say_relation(code: str, *, words: Words, lists: CodeLists) -> str:
    """Name a relation to the head; empty where none is known."""
    if not code:
        return ""
    own = f"screens.relation.{code}"
    return words.text(own) if words.knows(own) else lists.label("relation", code)


def says_the_sex(code: str) -> bool:
    """Say whether the relation tells already whether it is a man or a woman."""
    return code in _SAYS_THE_SEX
