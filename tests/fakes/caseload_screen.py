"""The records pages without Qt: remembers what it was last shown."""

from dataclasses import dataclass

from desktop.caseload.caseload_screen import FilterPill, ListedPerson, RecordPage


@dataclass
class FakeCaseloadScreen:
    people: tuple[ListedPerson, ...] = ()
    pills: tuple[FilterPill, ...] = ()
    count: str = ""
    empty: tuple[str, str] | None = None
    record: RecordPage | None = None
    failure: tuple[str, str] | None = None

    def show_people(self, people: tuple[ListedPerson, ...]) -> None:
        self.people, self.empty, self.failure = people, None, None

    def show_filters(self, pills: tuple[FilterPill, ...]) -> None:
        self.pills = pills

    def show_count(self, text: str) -> None:
        self.count = text

    def show_empty(self, sentence: str, act: str) -> None:
        self.empty = (sentence, act)

    def show_record(self, page: RecordPage) -> None:
        self.record = page

    def show_list(self) -> None:
        self.record = None

    def show_failure(self, title: str, explanation: str) -> None:
        self.failure = (title, explanation)
