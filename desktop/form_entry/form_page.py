"""Puts a filling together: session, view, presenter and the timer that keeps the draft.

Saving waits until typing pauses for a moment and happens at once when a field is left;
a save that failed is tried again by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QTimer

from desktop.error_report import ErrorReport
from desktop.form_entry.draft_document import DraftDocument
from desktop.form_entry.draft_saving import DraftKeeper, Submit
from desktop.form_entry.form_presenter import FormPresenter
from desktop.form_entry.form_printing import FormPrinting, PrintPorts
from desktop.form_entry.form_screen import ContextCard, FormHeader
from desktop.form_entry.form_view import FormView
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.remarks import Judge, nothing_to_remark
from forms import FormDefinition, FormSession
from resources.words import Words

_PAUSE_MS: Final = 300
_TRY_AGAIN_MS: Final = 5_000
_SITTING_MS: Final = 10_000  # as long as the way back is offered


@dataclass(frozen=True, slots=True)
class FormPage:
    """What the program keeps of an open form; close it with `presenter.save_and_leave()`."""

    view: FormView
    presenter: FormPresenter
    printing: FormPrinting | None = None


def build_form_page(
    session: FormSession,
    words: Words,
    *,
    header: FormHeader,
    context: Sequence[ContextCard],
    keep_draft: DraftKeeper,
    submit: Submit,
    new_instance_id: Callable[[], str],
    finished: Callable[[], None],
    closed: Callable[[], None],
    report: Callable[[Exception], ErrorReport],
    kept: DraftDocument | None = None,
    judge: Judge = nothing_to_remark,
    judged_by: str = "",
    ports: InputPorts | None = None,
    last_time: Mapping[str, str] | None = None,
    printing: PrintPorts | None = None,
) -> FormPage:
    """Wire one filling and show its first page."""
    view = FormView(header, context, words, ports or InputPorts())
    presenter = FormPresenter(
        view,
        session,
        words=words,
        keep_draft=keep_draft,
        submit=submit,
        new_instance_id=new_instance_id,
        finished=finished,
        closed=closed,
        report=report,
        kept=kept,
        judge=judge,
        judged_by=judged_by,
        last_time=last_time or {},
    )
    _start_saving(view, presenter)
    view.answered.connect(presenter.answer)
    view.attached.connect(presenter.attach)
    view.field_left.connect(presenter.leave_field)
    view.onward_chosen.connect(presenter.go_on)
    view.back_chosen.connect(presenter.go_back)
    view.leave_chosen.connect(presenter.save_and_leave)
    view.out_chosen.connect(presenter.step_out)
    view.save_chosen.connect(presenter.save)
    view.mend_chosen.connect(presenter.mend_first)
    view.section_chosen.connect(presenter.go_to)
    view.entry_opened.connect(presenter.open_entry)
    view.entry_added.connect(presenter.add_entry)
    view.entry_removed.connect(presenter.remove_entry)
    view.undo_chosen.connect(presenter.taking_back.undo)
    view.change_chosen.connect(presenter.change_answer)
    view.note_written.connect(presenter.remark_acts.write_note)
    view.remark_confirmed.connect(presenter.remark_acts.confirm)
    view.remark_reopened.connect(presenter.remark_acts.reopen)
    view.can_print = printing is not None
    paper = FormPrinting(view, presenter, words, printing) if printing is not None else None
    presenter.begin()
    return FormPage(view, presenter, paper)


def form_language(definition: FormDefinition, language: str) -> str | None:
    """Find the form's own name for a language of ours: `English (en)` for `en`."""
    short = language.partition("_")[0]
    return next((name for name in definition.languages if name.endswith(f"({short})")), None)


def _start_saving(view: FormView, presenter: FormPresenter) -> None:
    pause = QTimer(view)
    pause.setSingleShot(True)
    pause.setInterval(_PAUSE_MS)
    pause.timeout.connect(presenter.save)
    view.answered.connect(lambda *_: pause.start())
    view.note_written.connect(lambda *_: pause.start())
    sitting = QTimer(view)
    sitting.setSingleShot(True)
    sitting.setInterval(_SITTING_MS)
    sitting.timeout.connect(presenter.taking_back.end_sitting)
    view.answered.connect(lambda *_: sitting.start())
    again = QTimer(view)
    again.setInterval(_TRY_AGAIN_MS)
    again.timeout.connect(presenter.save)
    again.start()
