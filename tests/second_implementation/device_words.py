"""Section 7: what a computer says of itself (`report`) and what the office wants of it (`order`)."""

from typing import Any

from tests.second_implementation import shapes
from tests.second_implementation.refused import insist

MAX_DIAGNOSTICS = 64 * 1024
WISHES = {"require-update", "diagnostics"}


def check_device_words(item: dict[str, Any]) -> None:
    """Refuse a report or an order with a member of another kind than the page gives it."""
    if item["is"] == "report":
        _check_report(item)
    if item["is"] == "order":
        shapes.number(item["number"])
        insist(shapes.text(item["wish"]) in WISHES, "message-malformed", "a wish")
        shapes.text(item["argument"])


def _check_report(item: dict[str, Any]) -> None:
    for name in ("at_ms", "free_mib", "unsent", "last_sync_ms", "order"):
        shapes.number(item[name])
    for name in ("program", "system"):
        shapes.text(item[name])
    for name in ("forms", "troubles"):
        for one in shapes.sequence(item[name] or []):
            shapes.text(one)
    insist(len(shapes.octets(item["diagnostics"])) <= MAX_DIAGNOSTICS, "message-too-large", "a diagnosis")
