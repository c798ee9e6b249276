"""The first run over the whole window: the steps at the left, one page, and a docked footer."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import surface
from desktop.components.labels import Label
from desktop.components.page import DockedFooter
from desktop.components.rows import TwoLines
from desktop.enrolment.compare_panel import ComparePanel
from desktop.enrolment.connect_panel import ConnectPanel
from desktop.enrolment.fill_panel import FillPanel
from desktop.enrolment.invitation_reading import InvitationFacts
from desktop.enrolment.secret_panel import SecretPanel
from desktop.enrolment.step_list import StepList
from desktop.enrolment.welcome_panel import WelcomePanel
from desktop.enrolment.wizard_page import FillAct, FillPage, StepLine, WizardStep
from desktop.shell.brand_mark import BrandMark
from desktop.shell.layout import WindowLayout
from desktop.theme import current_theme
from desktop.tokens import TextRole
from resources.words import Words

_STEPS_NEED = 800  # logical pixels of window; with less the page itself is worth more


class WizardView(QWidget):
    """Shows what the presenter says and reports what was pressed."""

    begun = Signal()
    gone_back = Signal()
    confirmed = Signal()
    denied = Signal()
    act_chosen = Signal(str)  # a FillAct
    language_chosen = Signal(str)
    text_entered = Signal(str)
    file_chosen = Signal(Path)
    camera_switched = Signal()
    secret_entered = Signal(str, object)

    def __init__(self, words: Words, *, has_keychain: bool, camera_count: int = 1) -> None:
        super().__init__()
        self._words = words
        self.setProperty("surface", "canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._step, self._has_invitation = WizardStep.WELCOME, False
        self._acts: tuple[FillAct, ...] = ()
        self.welcome, self.compare = WelcomePanel(words), ComparePanel(words)
        self.connect_panel = ConnectPanel(words, camera_count=camera_count)
        self.secret, self.fill = SecretPanel(words, has_keychain=has_keychain), FillPanel(words)
        self._pages = QStackedWidget()
        for page in (self.welcome, self.connect_panel, self.compare, self.secret, self.fill):
            self._pages.addWidget(page)
        self.steps = StepList(words)
        self._back = Button(words.text("screens.enrolment.back"), icon="arrow-left")
        self.go = Button("", kind=ButtonKind.PRIMARY, size=ButtonSize.BIG)
        self._others = [Button("", kind=ButtonKind.GHOST) for _ in range(2)]
        self._lay_out(words)
        self._connect()

    def show_steps(self, lines: Sequence[StepLine]) -> None:
        self.steps.show_steps(lines)

    def show_step(self, step: WizardStep) -> None:
        self._step = step
        page = self._page()
        self._pages.setCurrentWidget(page)
        self._show_footer()
        fields: dict[QWidget, QWidget] = {
            self.connect_panel: self.connect_panel.entry.input,
            self.secret: self.secret,
        }
        fields.get(page, self).setFocus()

    def show_invitation(self, facts: InvitationFacts | None) -> None:
        self._has_invitation = facts is not None
        if facts is not None:
            self.compare.show_facts(facts)
        self.show_step(self._step)

    def show_trouble(self, sentence: str) -> None:
        self.connect_panel.show_trouble(sentence)

    def show_provision(self, sentence: str, *, is_refused: bool) -> None:
        self.connect_panel.show_provision(sentence, is_refused=is_refused)

    def show_fill(self, page: FillPage) -> None:
        self.fill.show_page(page)
        if page.acts != self._acts:
            self._acts = page.acts
            self._show_footer()

    def ask_for_secret(self, *, is_asked: bool) -> None:
        self.secret.ask_for_secret(is_asked=is_asked)

    def show_making(self) -> None:
        self.go.set_busy(self._words.text("screens.enrolment.making"))
        self._back.setEnabled(False)

    def refuse_secret(self, sentence: str) -> None:
        """Say why no installation was made."""
        self.go.set_idle()
        self._back.setEnabled(True)
        self.secret.show_notice(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        """Let Enter press the next step where nothing has to be read first: never past the fingerprint."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
        if is_enter and self._step in (WizardStep.WELCOME, WizardStep.FILL) and self.go.isVisible():
            self.go.click()
        else:
            super().keyPressEvent(event)

    def adapt(self, layout: WindowLayout) -> None:
        self.steps.hint.setVisible(not layout.is_low)
        self.connect_panel.adapt(layout)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._beside.setVisible(event.size().width() >= current_theme().px(_STEPS_NEED))

    def _page(self) -> QWidget:
        if self._step is WizardStep.CONNECT:
            return self.compare if self._has_invitation else self.connect_panel
        return {
            WizardStep.WELCOME: self.welcome,
            WizardStep.SECRET: self.secret,
            WizardStep.FILL: self.fill,
        }[self._step]

    def _show_footer(self) -> None:
        self.go.set_idle()
        self._back.setEnabled(True)
        self._back.setVisible(self._step in (WizardStep.CONNECT, WizardStep.SECRET))
        texts = self._footer_words()
        self.go.setVisible(bool(texts))
        if texts:
            self.go.set_text(texts[0])
        for place, button in enumerate(self._others, start=1):
            button.setVisible(place < len(texts))
            if place < len(texts):
                button.set_text(texts[place])

    def _footer_words(self) -> tuple[str, ...]:
        """Give the words of the footer, the next step first."""
        text = self._words.text
        if self._step is WizardStep.FILL:
            return tuple(text(f"screens.enrolment.act_{act}") for act in self._acts)
        if self._step is WizardStep.WELCOME:
            return (text("screens.enrolment.begin"),)
        if self._step is WizardStep.SECRET:
            return (text("screens.enrolment.join"),)
        if self._has_invitation:
            return (text("screens.enrolment.matches"), text("screens.enrolment.differs"))
        return ()

    def _press(self, place: int) -> None:
        if self._step is WizardStep.FILL:
            if place < len(self._acts):
                self.act_chosen.emit(str(self._acts[place]))
        elif self._step is WizardStep.WELCOME:
            self.begun.emit()
        elif self._step is WizardStep.SECRET:
            self.secret.enter()
        elif self._has_invitation:
            (self.denied if place else self.confirmed).emit()

    def _connect(self) -> None:
        self._back.clicked.connect(self.gone_back)
        for place, button in enumerate((self.go, *self._others)):
            button.clicked.connect(lambda _=False, which=place: self._press(which))
        self.welcome.language_chosen.connect(self.language_chosen)
        self.connect_panel.text_entered.connect(self.text_entered)
        self.connect_panel.file_chosen.connect(self.file_chosen)
        self.connect_panel.camera_switched.connect(self.camera_switched)
        self.secret.entered.connect(self.secret_entered)

    def _lay_out(self, words: Words) -> None:
        header = surface("header")
        top = QHBoxLayout(header)
        top.setContentsMargins(24, 12, 24, 12)
        top.setSpacing(14)
        top.addWidget(BrandMark(size=40, is_on_light=True))
        product = f"{words.text('screens.shell.product')} · {words.text('screens.shell.product_line')}"
        top.addWidget(TwoLines(words.text("screens.enrolment.title"), product, role=TextRole.H3), 1)
        self._beside = QWidget()
        side = QVBoxLayout(self._beside)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        side.addWidget(Label(words.text("screens.enrolment.steps"), role=TextRole.SMALL, tone="ink2"))
        side.addWidget(self.steps, 1)
        self.steps.setFixedWidth(current_theme().px(232))
        body = QHBoxLayout()
        body.setContentsMargins(20, 18, 28, 18)
        body.setSpacing(20)
        body.addWidget(self._beside)
        body.addWidget(self._pages, 1)
        footer = DockedFooter()
        footer.row.addWidget(self._back)
        footer.row.addStretch(1)
        for button in reversed(self._others):
            footer.row.addWidget(button)
        footer.row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addLayout(body, 1)
        column.addWidget(footer)
