"""Taking back what one item did in memory, and nothing else: a savepoint that costs no statement.

Ten thousand changes of one envelope each may be returned half-way. What they would write waits in
mappings until the envelope is done; each entry remembers here what it replaced.
"""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, Final, TypeVar

_ABSENT: Final = object()

Key = TypeVar("Key")
Value = TypeVar("Value")


class Attempts:
    """Entries of mappings that can be taken back, newest first."""

    def __init__(self) -> None:
        self._replaced: list[tuple[MutableMapping[Any, Any], Any, Any]] = []

    def put(self, entries: MutableMapping[Key, Value], key: Key, value: Value) -> None:
        """Make an entry that an attempt under way takes back if it fails."""
        self._replaced.append((entries, key, entries.get(key, _ABSENT)))
        entries[key] = value

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Leave nothing of what is put inside if anything is raised."""
        begun = len(self._replaced)
        try:
            yield
        except BaseException:
            self._take_back(begun)
            raise

    def forget(self) -> None:
        """Let everything put so far stand."""
        self._replaced.clear()

    def _take_back(self, begun: int) -> None:
        while len(self._replaced) > begun:
            entries, key, before = self._replaced.pop()
            if before is _ABSENT:
                del entries[key]
            else:
                entries[key] = before
