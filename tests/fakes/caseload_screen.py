"""The records pages without Qt: remembers what it was last shown, and looks at every line it lists."""

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.caseload.caseload_screen import FilterPill, ListedPerson, RecordPage, VillageChoice


@dataclass
class FakeCaseloadScreen:
    ids: tuple[str, ...] = ()
    known: dict[str, ListedPerson] = field(default_factory=dict)
    want: Callable[[tuple[str, ...]], None] = lambda ids: None
    pills: tuple[FilterPill, ...] = ()
    villages: tuple[VillageChoice, ...] = ()
    count: str = ""
    empty: tuple[str, str] | None = None
    is_loading: bool = False
    preview: RecordPage | None = None
    record: RecordPage | None = None
    failure: tuple[str, str] | None = None
    opened: int = 0  # how often a record took the place of whatever was in front

    @property
    def people(self) -> tuple[ListedPerson, ...]:
        return tuple(self.known[name] for name in self.ids if name in self.known)

    def show_ids(self, ids: tuple[str, ...]) -> None:
        self.ids, self.empty, self.failure, self.is_loading = ids, None, None, False
        self.want(ids)

    def update_ids(self, ids: tuple[str, ...]) -> None:
        self.ids, self.empty, self.is_loading = ids, None, False
        self.want(ids)

    def show_rows(self, people: tuple[ListedPerson, ...]) -> None:
        self.known.update((person.id, person) for person in people)

    def forget_people(self) -> None:
        self.known.clear()
        self.preview = self.record = None

    def show_loading(self) -> None:
        self.is_loading = True

    def show_filters(self, pills: tuple[FilterPill, ...], villages: tuple[VillageChoice, ...]) -> None:
        self.pills, self.villages = pills, villages

    def show_count(self, text: str) -> None:
        self.count = text

    def show_empty(self, sentence: str, act: str) -> None:
        self.empty = (sentence, act)

    def show_preview(self, page: RecordPage) -> None:
        self.preview = page

    def show_record(self, page: RecordPage) -> None:
        self.record = page
        self.opened += 1

    def update_record(self, page: RecordPage) -> None:
        self.record = page

    def leave_record(self) -> None:
        self.record = None

    def show_list(self) -> None:
        self.record = None

    def show_failure(self, title: str, explanation: str) -> None:
        self.failure = (title, explanation)
