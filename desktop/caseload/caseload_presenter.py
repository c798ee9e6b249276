"""Finds people by a few letters and opens their story; plain Python over a small screen.

The replica says who is found; the rows shown come from the list read before, masked. An
answer to a question that has been typed over meanwhile is dropped.
"""

from collections.abc import Callable
from typing import Final, Protocol

from desktop.caseload.caseload_screen import CaseloadScreen, FilterPill
from desktop.caseload.people import PersonRow, PersonState
from desktop.caseload.record_story import RecordStory
from desktop.caseload.record_words import RecordWords
from desktop.errors import RecordMissingError

Failed = Callable[[Exception], None]

_FILTERS: Final = {
    "all": None,
    "unsent": PersonState.UNSENT,
    "differs": PersonState.DIFFERS,
    "doubt": PersonState.DOUBT,
    "draft": PersonState.DRAFT,
}


class ReadPeople(Protocol):
    """Reads the list on the store thread."""

    def __call__(self, *, done: Callable[[tuple[PersonRow, ...]], None], failed: Failed) -> None: ...


class FindPeople(Protocol):
    """Asks the replica's search on the store thread; gives ids, the best matches first."""

    def __call__(self, query: str, *, done: Callable[[tuple[str, ...]], None], failed: Failed) -> None: ...


class ReadStory(Protocol):
    """Reads one person on the store thread."""

    def __call__(
        self, person_id: str, *, done: Callable[[RecordStory | None], None], failed: Failed
    ) -> None: ...


class CaseloadPresenter:
    """Steers the list and the page of one record."""

    def __init__(
        self,
        screen: CaseloadScreen,
        *,
        record_words: RecordWords,
        read_people: ReadPeople,
        find_people: FindPeople,
        read_story: ReadStory,
        now_ms: Callable[[], int],
        collect: Callable[[str, str], None],
        decide: Callable[[str], None],
        scan: Callable[[], None],
    ) -> None:
        self._screen, self._words, self._now_ms = screen, record_words, now_ms
        self._read_people, self._find_people, self._read_story = read_people, find_people, read_story
        self._collect, self._decide, self._scan = collect, decide, scan
        self._rows: tuple[PersonRow, ...] = ()
        self._query, self._filter = "", "all"
        self._found: tuple[str, ...] = ()
        self._open: str | None = None

    def refresh(self) -> None:
        """Read again: the page came to the front, or records changed."""
        self._read_people(done=self._show_rows, failed=self._close)
        if self._open is not None:
            self.open_record(self._open)

    def search(self, query: str) -> None:
        self._query = query.strip()
        if not self._query:
            self._show_list()
            return
        asked = self._query

        def show(found: tuple[str, ...]) -> None:
            if self._query == asked:
                self._found = found
                self._show_list()

        self._find_people(asked, done=show, failed=self._close)

    def choose_filter(self, key: str) -> None:
        self._filter = key
        self._show_list()

    def open_record(self, person_id: str) -> None:
        self._open = person_id

        def show(story: RecordStory | None) -> None:
            # Reading takes a moment; whoever went back to the list, or on to another person, stays there.
            if self._open == person_id:
                self._show_story(story)

        self._read_story(person_id, done=show, failed=self._fail)

    def close_record(self) -> None:
        self._open = None
        self._screen.show_list()

    def collect(self, form_id: str) -> None:
        """Fill this form about the person whose record is open."""
        if self._open is not None:
            self._collect(self._open, form_id)

    def decide(self) -> None:
        """Choose between the values that wait in the record that is open."""
        if self._open is not None:
            self._decide(self._open)

    def start_scanning(self) -> None:
        self._scan()

    def _show_rows(self, rows: tuple[PersonRow, ...]) -> None:
        self._rows = rows
        # Records changed, so who is found may have changed with them.
        self.search(self._query)

    def _show_list(self) -> None:
        found = [row for row in self._listed() if self._is_wanted(row)]
        now_ms = self._now_ms()
        self._screen.show_filters(self._pills())
        self._screen.show_people(tuple(self._words.listed(row, now_ms=now_ms) for row in found))
        key = "found" if self._query else "held"
        self._screen.show_count(self._words.words.count(f"screens.records.{key}", len(found)))
        if not found:
            self._show_empty()

    def _show_empty(self) -> None:
        words = self._words.words
        sentence = words.text("screens.records.empty")
        if self._query or self._filter != "all":
            sentence = words.text("screens.records.nothing", query=self._query)
        self._screen.show_empty(sentence, words.text("screens.records.empty_act"))

    def _is_wanted(self, row: PersonRow) -> bool:
        state = _FILTERS[self._filter]
        return state is None or row.state is state

    def _listed(self) -> list[PersonRow]:
        if not self._query:
            return list(self._rows)
        rows = {row.id: row for row in self._rows}
        return [rows[person_id] for person_id in self._found if person_id in rows]

    def _pills(self) -> tuple[FilterPill, ...]:
        return tuple(
            FilterPill(
                key,
                self._words.words.text(
                    f"screens.records.filter.{key}",
                    count=sum(state is None or row.state is state for row in self._rows),
                ),
                is_on=key == self._filter,
            )
            for key, state in _FILTERS.items()
        )

    def _show_story(self, story: RecordStory | None) -> None:
        if story is None:
            self._open = None
            self._fail(RecordMissingError())
            return
        self._screen.show_record(self._words.page(story, now_ms=self._now_ms()))

    def _close(self, error: Exception) -> None:
        """Show nobody: the records cannot be read, or are closed to this device for now."""
        self._open = None
        self._rows = ()
        self._show_list()
        self._fail(error)

    def _fail(self, error: Exception) -> None:
        code = getattr(error, "code", "")
        told = self._words.words.error(code if isinstance(code, str) else "")
        self._screen.show_failure(told.title, f"{told.explanation} {told.next_step}")
