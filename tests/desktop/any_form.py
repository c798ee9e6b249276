"""A form of our own making on the screen: what tests of single questions and of entries start from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.form_entry.draft_document import read_document
from desktop.form_entry.form_page import FormPage, build_form_page
from desktop.form_entry.form_printing import PrintPorts
from desktop.form_entry.form_screen import FormHeader
from desktop.form_entry.question_panel import QuestionPanel
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.section_panel import SectionPanel
from forms import FormDefinition, FormSession, load_form
from resources.words import Words
from tests.desktop.filling import DEVICE, StoryClock, report
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.form_screen import FakeKeeper
from tests.scenario.form_scenario import form


def begin(definition: FormDefinition) -> FormSession:
    return FormSession.start(definition, clock=StoryClock(), device=DEVICE)


@dataclass
class OpenForm:
    """A form in its window, with what it keeps and what was submitted."""

    definition: FormDefinition
    page: FormPage
    session: FormSession
    keeper: FakeKeeper
    reopen: "Callable[[], OpenForm]"

    @property
    def section(self) -> SectionPanel:
        section = self.page.view.section
        assert section is not None
        return section

    def panel(self, reference: str) -> QuestionPanel:
        return self.section.panels[reference]

    def value(self, reference: str) -> str:
        return self.session.question(reference).value


def one_page(content: str, *lines: str, body: Sequence[str]) -> FormDefinition:
    """Load a form whose questions stand on one page."""
    return load_form(form(content, *lines, body=tuple(body)))


def type_in(field: QLineEdit, text: str) -> None:
    """Commit text as an input method does; key presses of the test library know no Chinese."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def show(
    qtbot: QtBot,
    definition: FormDefinition,
    *,
    kept: bytes | None = None,
    files: Mapping[str, bytes] | None = None,
    ports: InputPorts | None = None,
    last_time: Mapping[str, str] | None = None,
    printing: PrintPorts | None = None,
) -> OpenForm:
    """Open a form, anew or from what a draft kept."""
    document = None if kept is None else read_document(kept, files or {})
    session = (
        begin(definition)
        if document is None
        else FormSession.resume(definition, document.session, clock=StoryClock(), device=DEVICE)
    )
    keeper = FakeKeeper(STORY_STARTS_MS, files=dict(files or {}))
    page = build_form_page(
        session,
        Words("zh_CN"),
        header=FormHeader("蔡*明", "象山路 12 号", paper_detail="尾号 0035"),
        context=(),
        keep_draft=keeper.keep,
        submit=keeper.submit,
        new_instance_id=lambda: "uuid:story",
        finished=lambda: None,
        closed=lambda: None,
        report=report,
        kept=document,
        ports=ports,
        last_time=last_time,
        printing=printing,
    )
    qtbot.addWidget(page.view)
    page.view.resize(1366, 690)
    with qtbot.waitExposed(page.view):
        page.view.show()

    def reopen() -> OpenForm:
        page.presenter.save()
        return show(qtbot, definition, kept=keeper.drafts[-1], files=keeper.files, ports=ports)

    return OpenForm(definition, page, session, keeper, reopen)
