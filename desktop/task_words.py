"""What a task says, in the language of the screen.

A task travels with the rule's words in Chinese, because the platform speaks Chinese.
The rule pack on this computer has them in English too; a rule it does not know is
shown as it came.
"""

from dataclasses import dataclass
from functools import cache

from desktop.operations.casework import TaskCard
from employment import shipped_rule_pack
from employment.rule_pack import RulePack


@dataclass(frozen=True, slots=True)
class TaskWords:
    """Why somebody is asked, and what."""

    title: str
    explanation: str
    question: str


def card_words(card: TaskCard, *, language: str) -> TaskWords:
    """Give the words of a task in a list."""
    return in_language(
        TaskWords(card.title, card.explanation, card.question), card.rule_id, language=language
    )


def in_language(sent: TaskWords, rule_id: str, *, language: str) -> TaskWords:
    """Give the words of the task's rule in this language, or as they were sent."""
    if language != "en":
        return sent
    rule = rule_pack().rules.get(rule_id)
    if rule is None:
        return sent
    return TaskWords(rule.name_en, rule.explanation_en, rule.question_en)


@cache
def rule_pack() -> RulePack:
    """Give the rules of this program; they are read once."""
    return shipped_rule_pack()
