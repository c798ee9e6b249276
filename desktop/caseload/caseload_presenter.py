"""Finds people by a few letters and opens their story; plain Python over a small screen.

The replica says who is found; lines are read when they are looked at. Of what is typed one
question is on its way at a time, and an answer that has been typed over meanwhile is dropped. What
is read again, because records changed, is shown where it stands: only who asks for a page is moved.
"""

from collections.abc import Callable
from dataclasses import replace

from desktop.caseload.caseload_filters import Choice
from desktop.caseload.caseload_screen import CaseloadScreen, RecordPage
from desktop.caseload.people import Caseload, PersonRow
from desktop.caseload.readings import Readings
from desktop.caseload.record_story import RecordStory
from desktop.caseload.record_words import RecordWords
from desktop.error_report import ErrorReport
from desktop.errors import RecordMissingError


class CaseloadPresenter:
    """Steers the list, the preview beside it and the page of one record."""

    def __init__(
        self,
        screen: CaseloadScreen,
        *,
        record_words: RecordWords,
        readings: Readings,
        now_ms: Callable[[], int],
        place_name: Callable[[str], str],
        collect: Callable[[str, str], None],
        decide: Callable[[str], None],
        scan: Callable[[], None],
        report: Callable[[Exception], ErrorReport],
    ) -> None:
        self._screen, self._words, self._now_ms = screen, record_words, now_ms
        self._readings, self._place_name = readings, place_name
        self._collect, self._decide, self._scan = collect, decide, scan
        self._report = report
        self._caseload: Caseload | None = None
        self._query, self._choice = "", Choice()
        self._found: tuple[str, ...] = ()
        self._is_asking = False
        self._listed: tuple[str, Choice] | None = None  # what was asked for when the list was shown
        self._open: str | None = None  # whose page is shown
        self._coming: str | None = None  # whose page was asked for, and is being read
        self._preview: str | None = None
        self._trail: list[str] = []
        self._shown: str | None = None  # whose record is in full, for the moment

    def refresh(self) -> None:
        """Read again: the page came to the front, or records changed."""
        if self._caseload is None:
            self._screen.show_loading()
        self._readings.caseload(done=self._take, failed=self._close)
        if self._open is not None:
            self._read_story(self._open)
        elif self._preview is not None:
            self.look_at(self._preview)

    def search(self, query: str) -> None:
        self._query = query.strip()
        if self._query:
            self._ask()
        else:
            self._show_list()

    def choose_filter(self, key: str) -> None:
        self._choice = replace(self._choice, key=key)
        self._show_list()

    def choose_village(self, code: str) -> None:
        """Keep to one village; an empty code means all."""
        self._choice = replace(self._choice, village=code)
        self._show_list()

    def want_rows(self, ids: tuple[str, ...]) -> None:
        """Give lines their words: somebody looks at them."""
        self._readings.rows(ids, done=self._show_rows, failed=self.fail)

    def look_at(self, person_id: str) -> None:
        """Show somebody beside the list."""
        if person_id != self._preview:
            self._shown = None
        self._preview = person_id

        def show(story: RecordStory | None) -> None:
            if self._preview == person_id and story is not None:
                self._screen.show_preview(self._page(story))

        self._readings.story(person_id, done=show, failed=self.fail)

    def open_member(self, person_id: str) -> None:
        """Open somebody of the same household; going back leads to whom one came from."""
        if self._open is not None:
            self._trail.append(self._open)
        self.open_record(person_id)

    def open_record(self, person_id: str) -> None:
        """Show somebody's page as soon as it is read, unless the officer goes elsewhere first."""
        if person_id not in (self._open, self._preview):
            self._shown = None
        self._coming = person_id
        self._read_story(person_id)

    def stay(self) -> None:
        """Something else of this page was opened: nothing that still comes is shown over it."""
        self._coming = None

    def close_record(self) -> None:
        """Go back: to the person one came from, or to the list."""
        if self._trail:
            self.open_record(self._trail.pop())
            return
        self._open = self._coming = None
        self.mask()
        self._screen.show_list()

    def reveal(self, purpose: str) -> None:
        """Show the record at hand in full, once it is written down who asked and what for."""
        person_id = self.at_hand
        if person_id is None or not purpose.strip():
            return

        def noted() -> None:
            if person_id == self.at_hand:
                self._shown = person_id
                self._show_again(person_id)

        self._readings.note_look(person_id, purpose.strip(), done=noted, failed=self.fail)

    def mask(self) -> None:
        """Mask again: the time is over, or the page is left."""
        person_id, self._shown = self._shown, None
        if person_id is not None:
            self._show_again(person_id)

    def collect(self, form_id: str) -> None:
        """Fill this form about the person at hand."""
        person_id = self.at_hand
        if person_id is not None:
            self._collect(person_id, form_id)

    def decide(self) -> None:
        """Choose between the values that wait in the record that is open."""
        if self._open is not None:
            self._decide(self._open)

    @property
    def at_hand(self) -> str | None:
        """Name whose page is open, or who is chosen in the list."""
        return self._open or self._preview

    def start_scanning(self) -> None:
        self._scan()

    def _take(self, caseload: Caseload) -> None:
        self._caseload = caseload
        if self._choice.village not in caseload.villages:
            self._choice = replace(self._choice, village="")
        # Records changed, so who is found may have changed with them.
        self.search(self._query)

    def _ask(self) -> None:
        if self._is_asking:
            return
        asked, self._is_asking = self._query, True

        def show(found: tuple[str, ...]) -> None:
            self._is_asking = False
            if self._query == asked:
                self._found = found
                self._show_list()
            elif self._query:
                self._ask()

        def fail(error: Exception) -> None:
            self._is_asking = False
            self._close(error)

        self._readings.find(asked, done=show, failed=fail)

    def _show_list(self) -> None:
        if self._caseload is None:
            return
        words, caseload = self._words.words, self._caseload
        listed = self._choice.keep(caseload, self._found if self._query else caseload.ids)
        self._screen.show_filters(
            self._choice.pills(caseload, words=words),
            self._choice.villages(caseload, words=words, place_name=self._place_name),
        )
        asked = (self._query, self._choice)
        if asked == self._listed:
            self._screen.update_ids(listed)
        else:
            self._screen.show_ids(listed)
        self._listed = asked
        key = "found" if self._query else "held"
        self._screen.show_count(words.count(f"screens.records.{key}", len(listed)))
        if not listed:
            self._show_empty()

    def _show_rows(self, rows: tuple[PersonRow, ...]) -> None:
        if self._caseload is not None:
            now_ms, state_of = self._now_ms(), self._caseload.state_of
            self._screen.show_rows(
                tuple(self._words.listed(row, state_of(row.id), now_ms=now_ms) for row in rows)
            )

    def _show_empty(self) -> None:
        words = self._words.words
        sentence = words.text("screens.records.empty")
        if self._query:
            sentence = words.text("screens.records.nothing", query=self._query)
        elif self._choice != Choice():
            sentence = words.text("screens.records.nothing_here")
        self._screen.show_empty(sentence, words.text("screens.records.empty_act"))

    def _show_again(self, person_id: str) -> None:
        if person_id == self._open:
            self._read_story(person_id)
        if person_id == self._preview:
            self.look_at(person_id)

    def _page(self, story: RecordStory) -> RecordPage:
        return self._words.page(story, now_ms=self._now_ms(), is_shown=self._shown == story.person.id)

    def _read_story(self, person_id: str) -> None:
        def show(story: RecordStory | None) -> None:
            if story is None:
                self._lose(person_id)
            elif self._coming == person_id:
                self._open, self._coming = person_id, None
                self._screen.show_record(self._page(story))
            elif self._open == person_id:
                self._screen.update_record(self._page(story))

        def fail(error: Exception) -> None:
            if self._coming == person_id:
                self._coming = None
            self.fail(error)

        self._readings.story(person_id, done=show, failed=fail)

    def _lose(self, person_id: str) -> None:
        """Say that somebody's record is not here any more, if anybody asked for it or looks at it."""
        if self._coming == person_id:
            self._coming = None
        elif self._open == person_id:
            self._open = None
            self._trail.clear()
            self._screen.leave_record()
        else:
            return
        self.fail(RecordMissingError())

    def _close(self, error: Exception) -> None:
        """Show nobody: the records cannot be read, or are closed to this device for now."""
        self._open = self._coming = self._preview = self._shown = None
        self._trail.clear()
        self._caseload = Caseload()
        self._found = ()
        self._screen.forget_people()
        self._show_list()
        self._listed = None
        self.fail(error)

    def fail(self, error: Exception) -> None:
        """Say in words what went wrong."""
        told = self._report(error)
        self._screen.show_failure(told.title, f"{told.explanation} {told.next_step}")
