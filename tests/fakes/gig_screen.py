"""A counter's screen that remembers what it was last shown."""

from dataclasses import dataclass, field

from desktop.gig.gig_screen import Ask, Face, PersonHead, Sheet, Side


@dataclass
class FakeGigScreen:
    """What a clerk would see now."""

    face: Face = Face.IDLE
    problem: str = ""
    head: PersonHead | None = None
    ask: Ask | None = None
    sheet: Sheet | None = None
    focus: str | None = None
    side: Side | None = None
    elapsed: str = ""
    is_ready: bool = False
    leads_back: bool = False
    is_busy: bool = False
    said: list[tuple[str, bool]] = field(default_factory=list)

    def show_idle(self, problem: str) -> None:
        self.face, self.problem, self.head, self.ask, self.sheet = Face.IDLE, problem, None, None, None

    def show_person(self, head: PersonHead) -> None:
        self.head = head

    def show_no_person(self) -> None:
        self.head = None

    def show_ask(self, ask: Ask) -> None:
        self.face, self.ask, self.is_ready = Face.ASK, ask, False

    def show_sheet(self, sheet: Sheet, *, focus: str | None) -> None:
        self.face, self.sheet, self.focus, self.is_ready = Face.SHEET, sheet, focus, False

    def show_ready(self) -> None:
        self.is_ready = True

    def show_way_back(self, *, is_there: bool) -> None:
        self.leads_back = is_there

    def update_sheet(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def show_side(self, side: Side) -> None:
        self.side = side

    def show_elapsed(self, text: str) -> None:
        self.elapsed = text

    def show_busy(self, *, is_busy: bool) -> None:
        self.is_busy = is_busy

    def say(self, sentence: str, *, is_problem: bool = False) -> None:
        self.said.append((sentence, is_problem))
