"""From the review to paper: asks how, keeps what a full print is for, and only then prints.

The purpose is in the log of the record before anything is shown in full; where that cannot be
kept, nothing is printed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QDialog, QWidget

from desktop.file_asking import FilePurpose, ask_where_to_save
from desktop.form_entry.draft_saving import Failed
from desktop.form_entry.form_presenter import FormPresenter
from desktop.form_entry.form_view import FormView
from desktop.form_entry.paper import draw, page_layout, save_pdf
from desktop.form_entry.print_sheet import PrintSheet
from desktop.form_entry.printed_form import PrintedForm
from desktop.settings.printers import fitting_printer
from resources.words import Words


class Disclose(Protocol):
    """Keeps in the record's log that it is shown in full, and what for."""

    def __call__(self, purpose: str, *, done: Callable[[], None], failed: Failed) -> None: ...


def ask_where(parent: QWidget, title: str, name: str) -> Path | None:
    return ask_where_to_save(parent, FilePurpose.PRINT, title, name=name, kinds="PDF (*.pdf)")


def print_on_paper(parent: QWidget, form: PrintedForm, *, chosen: str = "") -> bool:
    """Offer the chosen printer, let the person take another, and draw; False where it did not take it.

    The printing library is loaded here first.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo  # noqa: PLC0415 — see above

    name = fitting_printer(chosen)
    printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(page_layout())
    printer.setDocName(form.title)
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return True
    return draw(form, printer)


@dataclass(frozen=True, slots=True)
class PrintPorts:
    """What printing reaches: the log of disclosures, who prints and when, a place for a file, a printer."""

    disclose: Disclose
    stamp: Callable[[], str]
    choose_path: Callable[[QWidget, str, str], Path | None] = field(default=ask_where)
    print_form: Callable[[QWidget, PrintedForm], bool] = field(default=print_on_paper)


class FormPrinting:
    """One form's way to paper."""

    def __init__(self, view: FormView, presenter: FormPresenter, words: Words, ports: PrintPorts) -> None:
        self._view, self._presenter, self._words, self._ports = view, presenter, words, ports
        view.print_chosen.connect(self._ask)

    def _ask(self) -> None:
        sheet = PrintSheet(self._view, self._words)
        sheet.chosen.connect(self._chosen)
        sheet.open(sheet.masked)

    def _chosen(self, is_file: bool, purpose: str) -> None:  # noqa: FBT001 — a signal's slot
        if not purpose:
            self._print(is_file=is_file, purpose="")
            return
        self._ports.disclose(
            purpose,
            done=lambda: self._print(is_file=is_file, purpose=purpose),
            failed=lambda _error: self._view.show_failure(self._say("not_kept"), self._say("not_kept_next")),
        )

    def _print(self, *, is_file: bool, purpose: str) -> None:
        foot = self._say("foot_full", stamp=self._ports.stamp(), purpose=purpose)
        subject = self._view.header.subject
        if not purpose:
            foot = self._say("foot_masked", stamp=self._ports.stamp())
            subject = self._view.header.masked_subject
        form = self._presenter.printed(is_full=bool(purpose), subject=subject).signed_off(foot)
        if not is_file:
            if not self._ports.print_form(self._view, form):
                self._view.show_failure(self._say("not_printed"), self._say("not_printed_next"))
            return
        path = self._ports.choose_path(self._view, self._say("file"), f"{form.title}.pdf")
        if path is None:
            return
        try:
            save_pdf(form, path)
        except OSError:
            self._view.show_failure(self._say("not_written"), self._say("not_written_next"))
            return
        self._view.toast.say(self._say("written", name=path.name))

    def _say(self, key: str, **values: object) -> str:
        return self._words.text(f"screens.form.print.{key}", **values)
