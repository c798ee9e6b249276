"""Titles as authors write them, with a number in front; the outline counts for itself."""

from typing import Final

_LONGEST_NUMBER: Final = 2  # 十二、


def plain_title(label: str) -> str:
    """Take "二、" or "2. " off a section's title."""
    head, separator, tail = label.partition("、")
    if separator and len(head) <= _LONGEST_NUMBER:
        return tail.strip()
    head, separator, tail = label.partition(". ")
    return tail.strip() if separator and head.isdigit() else label
