"""What a form reaches on its way to paper: the log of disclosures, who prints, the chosen printer."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.form_entry.draft_saving import Failed
from desktop.form_entry.form_printing import PrintPorts, print_on_paper
from desktop.form_entry.printed_form import PrintedForm
from desktop.form_surroundings import FormSurroundings
from desktop.moments import local_time
from store.disclosures import Disclosure, note_disclosure


class FormPaper:
    """Lives as long as the program; `chosen_printer` names the one of the settings when it is asked."""

    def __init__(self, desk: Desk, around: FormSurroundings) -> None:
        self._desk, self._around = desk, around
        self.chosen_printer: Callable[[], str] = str

    def ports(self, kind: str, record_id: str, *, is_open: Callable[[], bool]) -> PrintPorts:
        """Give one form its way to paper; of a form that was left meanwhile nothing is printed."""

        def disclose(purpose: str, *, done: Callable[[], None], failed: Failed) -> None:
            operator, now_ms = self._around.author().operator, self._desk.clock.now_ms()
            look = Disclosure(kind, record_id, operator, now_ms, purpose, seconds=0)
            note = partial(note_disclosure, disclosure=look)
            self._desk.run(note, done=lambda _: done() if is_open() else None, failed=failed)

        return PrintPorts(disclose, self._stamp, print_form=self._print)

    def _print(self, parent: QWidget, form: PrintedForm) -> bool:
        return print_on_paper(parent, form, chosen=self.chosen_printer())

    def _stamp(self) -> str:
        now = local_time(self._desk.clock.now_ms())
        return f"{self._around.author().operator} {now:%Y-%m-%d %H:%M}"
