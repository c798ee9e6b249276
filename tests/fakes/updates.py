"""A publisher's shelf in memory: says one word whenever somebody looks, and remembers what it was told."""

import threading
from collections.abc import Callable

from updates.choosing import Take, Wait
from updates.release import Release
from updates.version import parse_version


class Shelf:
    """A publisher's shelf in memory: says one word, and remembers what was switched to."""

    has_source = True
    brings_itself = True

    def __init__(self, word: Take | Wait | Exception) -> None:
        self.word = word
        self.looks = 0
        self.unsent: list[int] = []
        self.required: list[str | None] = []
        self.switched: list[Release] = []
        self.confirmed = 0
        self.gate = threading.Event()
        self.gate.set()

    def make_ready(
        self, *, unsent: int, required: str | None, progress: Callable[[int, int], None]
    ) -> Take | Wait:
        self.looks += 1
        self.required.append(required)
        self.unsent.append(unsent)
        progress(1, 4)
        self.gate.wait(10)
        progress(4, 4)
        if isinstance(self.word, Exception):
            raise self.word
        return self.word

    def confirm(self) -> None:
        self.confirmed += 1

    def switch(self, release: Release) -> None:
        self.switched.append(release)

    def carries(self, release: Release, *, unsent: int) -> bool:
        return unsent == 0 or release.carries_from <= parse_version("0.1.0")
