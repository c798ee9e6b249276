"""What every check of a promise gives: which one did not hold, and how a person sees it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that did not hold."""

    promise: str
    what: str
