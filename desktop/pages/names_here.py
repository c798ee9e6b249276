"""Who of the replica has a name, or has it typed like this: what the counter asks where no code is at hand.

A whole name is looked up at once. Letters ask the index of the page of records, on the store's thread,
because it may have to catch up first. While records are closed nobody has a name here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desktop.capture.code_resolution import CodeResolver
from desktop.capture.outcomes import Member
from desktop.desk import Desk
from store import Store, StoredRecord, find_records, read_records, search_persons

_MOST: Final = 8  # one key each, and one for somebody new


@dataclass(frozen=True, slots=True)
class NamesHere:
    """One desk's people, masked."""

    desk: Desk
    resolver: CodeResolver

    def named(self, name: str) -> tuple[Member, ...]:
        """Give those who have exactly this name."""
        reader = self.desk.reader
        if reader is None or not self.desk.shows_records():
            return ()
        return tuple(map(self.resolver.member, find_records(reader, "person", person_name=name)))

    def look_up(
        self,
        letters: str,
        *,
        done: Callable[[tuple[Member, ...]], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Find those whose name is typed like this (pinyin, initials), the best first; failing, nobody."""
        if not self.desk.shows_records():
            done(())
            return

        def found(records: tuple[StoredRecord, ...]) -> None:
            # Whoever locked meanwhile has closed the records, too.
            done(tuple(map(self.resolver.member, records)) if self.desk.shows_records() else ())

        def not_found(error: Exception) -> None:
            done(())
            failed(error)

        self.desk.run(lambda store: _find(store, letters), done=found, failed=not_found)


def _find(store: Store, letters: str) -> tuple[StoredRecord, ...]:
    ids = [hit.id for hit in search_persons(store, letters, limit=_MOST)]
    records = read_records(store, "person", ids)
    return tuple(records[name] for name in ids if name in records)
