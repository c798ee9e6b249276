"""One record from a photographed code to the platform and back, through the real window.

Each method is one part of the journey, says what happened and leaves a picture of the
screen. What it claims is read from the replica, not from the screen alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from desktop.app import build_program, real_world
from desktop.components.buttons import Button
from desktop.journey.pilot import Pilot
from desktop.news import News
from desktop.operations.exchange import QueueRow
from desktop.paths import AppPaths
from desktop.program import Program
from desktop.task_words import card_words
from employment.privacy import mask_name
from resources.words import Words
from store import DeliveryState, find_records, read_record

_UNEMPLOYED: Final = {"zh_CN": "未就业", "en": "Not employed"}
_REASON: Final = {"zh_CN": "从各类用人单位就业转失业", "en": "Lost job with employer"}


class Say(Protocol):
    def __call__(self, key: str, **values: object) -> None: ...


@dataclass(frozen=True, slots=True)
class Cast:
    """Who appears."""

    operator: str
    passphrase: str
    household_id: str
    person_id: str
    unknown_number: str


class FirstLight:
    """The journey of one device; use as a context so that the program is closed in order."""

    def __init__(self, folder: Path, words: Words, *, cast: Cast, pictures: Path) -> None:
        self._paths = AppPaths(folder / "device")
        self._words, self._cast, self._pictures = words, cast, pictures
        self._program = self._build()
        self._pilot = Pilot(self._program.window)

    def __enter__(self) -> Self:
        self._program.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._picture("stuck")
        self._program.window.close()

    def join(self, invitation: Path, say: Say) -> None:
        """Make the installation, join, and wait for the first records."""
        pilot, text = self._pilot, self._words.text
        pilot.press(text("screens.enrolment.begin"))
        joining = self._program.joining
        if joining is None:
            raise RuntimeError("a new installation begins with the first run")
        joining.read_file(invitation)
        pilot.wait_for("comparing", lambda: pilot.sees(text("screens.enrolment.compare_title")))
        self._picture("01-joining")
        pilot.press(text("screens.enrolment.matches"))
        pilot.write(text("screens.joining.operator"), self._cast.operator)
        if pilot.sees(text("screens.secret.pin")):  # where a keychain works, a PIN is offered first
            pilot.press(text("screens.secret.passphrase"))
        pilot.write(text("screens.secret.first_passphrase"), self._cast.passphrase)
        pilot.write(text("screens.secret.again"), self._cast.passphrase)
        pilot.press(text("screens.enrolment.join"))
        pilot.press(text("screens.enrolment.act_enter"))
        pilot.wait_for("first records", lambda: self._households() > 0 and self._is_quiet())
        say("enrolled", count=self._households() + self._persons())
        self._picture("02-today")

    def scan(self, photograph: Path, say: Say) -> None:
        """Read the photographed card, then meet a code nobody knows."""
        program, pilot = self._program, self._pilot
        say("card", path=photograph)
        program.window.page_requested.emit("scan")
        scanning = program.scanning
        if scanning is None:
            raise RuntimeError("the scanning page comes with joining")
        pilot.write(self._words.text("screens.scan.manual_title"), self._cast.unknown_number)
        pilot.press(self._words.text("screens.scan.manual_find"))
        pilot.wait_for("unknown code", lambda: self._choices() > 1)
        say("unknown", count=self._choices())
        self._picture("03-scan-unknown")
        scanning.presenter.scan_again()
        scanning.view.picture_chosen.emit(photograph)
        address = self._address()
        pilot.wait_for("known household", lambda: pilot.sees(address))
        say("decoded")
        say("resolved", place=address, count=len(self._members()))
        self._picture("04-scan-known")

    def fill_offline(self, say: Say) -> None:
        """Fill and finish the form while there is no network, and find everything kept."""
        pilot, text = self._pilot, self._words.text
        language = self._words.language
        pilot.press(self._member_button())
        pilot.press(text("screens.scan.act.collect"))
        pilot.press({"zh_CN": "已告知并同意", "en": "Informed and agreed"}[language])
        self._picture("05-form-who")
        self._go_on()
        pilot.press(_UNEMPLOYED[language])
        pilot.pick({"zh_CN": "未就业（失业）原因", "en": "Reason"}[language], _REASON[language])
        pilot.press({"zh_CN": "是", "en": "Yes"}[language])
        self._picture("06-form-work")
        self._go_on()
        self._picture("07-form-review")
        pilot.press(text("screens.form.submit"))
        pilot.wait_for("saved", lambda: self._row() is not None)
        say("filled")
        pilot.wait_for("offline", lambda: self._is_quiet() and self._state() is DeliveryState.SEALED)
        say("offline", state=text("screens.exchange.state_queued"))
        self._program.window.go_to("sync")
        self._picture("08-sync-offline")

    def exchange(self, say: Say) -> str | None:
        """Exchange until the platform has applied the record and its task is here; give the task's id."""
        pilot = self._pilot
        self._sync_until("delivered", lambda: self._state() not in (None, DeliveryState.SEALED))
        say("delivered")
        self._sync_until("applied", lambda: self._state() is DeliveryState.APPLIED)
        say("applied")
        self._picture("09-sync-applied")
        self._sync_until("task", lambda: self._task_id() is not None)
        self._program.window.go_to("today")
        task = next((card for card in self._news().tasks if card.id == self._task_id()), None)
        title = card_words(task, language=self._words.language).title if task else "–"
        say("task", title=title)
        pilot.wait_for("task on screen", lambda: pilot.sees(title))
        self._picture("10-today-task")
        self._program.window.go_to("records")
        self._picture("11-records")
        return self._task_id()

    def _build(self) -> Program:
        return build_program(self._paths, language=self._words.language, world=real_world())

    def _sync_until(self, what: str, condition: Callable[[], bool]) -> None:
        def asked() -> bool:
            if not condition() and self._is_quiet():
                self._program.desk.sync()
            return condition()

        self._pilot.wait_for(what, asked)

    def _go_on(self) -> None:
        page = self._program.collecting.page
        if page is not None:
            page.presenter.go_on()

    def _picture(self, name: str) -> None:
        """Show a settled screen: the draft kept, no word floating over the page."""
        self._pilot.wait_for("kept", lambda: not self._pilot.sees(self._words.text("screens.form.saving")))
        self._program.window.toast.hide()
        self._pilot.picture(self._pictures / f"{name}.png")

    def _is_quiet(self) -> bool:
        return not self._program.desk.is_syncing

    def _news(self) -> News:
        news = self._program.desk.news
        if news is None:
            raise RuntimeError("nothing is known before the replica is open")
        return news

    def _row(self) -> QueueRow | None:
        rows = [row for row in self._news().queue if row.subject_id == self._cast.person_id]
        return rows[0] if rows else None

    def _state(self) -> DeliveryState | None:
        row = self._row()
        return row.state if row else None

    def _task_id(self) -> str | None:
        reader = self._program.desk.reader
        tasks = find_records(reader, "task", subject_id=self._cast.person_id) if reader else ()
        return tasks[0].id if tasks else None

    def _households(self) -> int:
        news = self._program.desk.news
        return 0 if news is None else news.day.progress.households

    def _persons(self) -> int:
        return self._news().day.progress.persons

    def _members(self) -> tuple[object, ...]:
        reader = self._program.desk.reader
        return find_records(reader, "person", household_id=self._cast.household_id) if reader else ()

    def _address(self) -> str:
        reader = self._program.desk.reader
        record = read_record(reader, "household", self._cast.household_id) if reader else None
        return str(record.fields.get("address")) if record else ""

    def _member_button(self) -> str:
        reader = self._program.desk.reader
        record = read_record(reader, "person", self._cast.person_id) if reader else None
        return mask_name(str(record.fields.get("person_name"))) if record else ""

    def _choices(self) -> int:
        scanning = self._program.scanning
        buttons = scanning.view.result.findChildren(Button) if scanning else []
        return sum(1 for button in buttons if button.isVisible())
