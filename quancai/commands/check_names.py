"""The checks a computer makes of itself, as people call them; one of a newer program goes by its name."""

from collections.abc import Iterable

from resources.words import Words


def shown_checks(names: Iterable[str], words: Words) -> str:
    """Give checks in words, in the order they were reported."""
    return "、".join(_shown(name, words) for name in names)


def _shown(name: str, words: Words) -> str:
    key = f"terminal.checks.{name}"
    return words.text(key) if words.knows(key) else name
