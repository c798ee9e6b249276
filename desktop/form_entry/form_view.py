"""A form over the whole window: header, outline, one section, context, action bar.

On a narrow window, or with large text, the outline folds into one button and the
context into another, as everything that matters must stay beside the questions.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.components.banner import Banner
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.notice import Notice
from desktop.components.page import ScrollBody
from desktop.components.toast import Toast
from desktop.form_entry.action_bar import ActionBar
from desktop.form_entry.context_panel import ContextPanel
from desktop.form_entry.form_header import FormHeaderBar
from desktop.form_entry.form_screen import (
    ContextCard,
    Footer,
    FormHeader,
    Outline,
    QuestionCard,
    RepeatCards,
    ReviewPage,
    SaveState,
    SectionPage,
)
from desktop.form_entry.outline_panel import OutlinePanel
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.review_panel import ReviewPanel
from desktop.form_entry.section_panel import SectionPanel
from desktop.shell.layout import WindowLayout
from desktop.theme import current_theme
from desktop.tokens import Tone
from resources.words import Words

_PAGES: Final[dict[int, QAbstractSlider.SliderAction]] = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}
_OUTLINE_WIDTH = 236
_CONTEXT_WIDTH = 286


class FormView(QWidget):
    """The form itself; implements `FormScreen`."""

    answered = Signal(str, str)
    field_left = Signal(str)
    attached = Signal(str, object)
    onward_chosen = Signal()
    back_chosen = Signal()
    leave_chosen = Signal()
    out_chosen = Signal()
    save_chosen = Signal()
    mend_chosen = Signal()
    section_chosen = Signal(int)
    entry_opened = Signal(str)
    entry_added = Signal(str)
    entry_removed = Signal(str)
    undo_chosen = Signal()
    print_chosen = Signal()
    change_chosen = Signal(str)
    note_written = Signal(str, str, str)
    remark_confirmed = Signal(str, str)
    remark_reopened = Signal(str, str, str)

    def __init__(
        self, header: FormHeader, context: Sequence[ContextCard], words: Words, ports: InputPorts
    ) -> None:
        super().__init__()
        self._words, self._ports = words, ports
        self._is_compact, self.can_print = False, False
        self._outline_now: Outline | None = None
        self._section: SectionPanel | None = None
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = FormHeaderBar(header, words)
        self.header.back_chosen.connect(self.leave_chosen)
        self.outline = OutlinePanel(words)
        self.outline.section_chosen.connect(self.section_chosen)
        self.context = ContextPanel(context)
        self._has_context = bool(context)
        self._sections_button = Button("", icon="list-checks")
        self._sections_button.clicked.connect(self._open_sections_menu)
        context_words = words.text("screens.form.context", count=len(context))
        self._context_button = Button(context_words, icon="triangle-alert")
        self._context_button.setCheckable(True)
        self._context_button.toggled.connect(self._arrange_context)
        self.banner = Banner()
        self._scroll = ScrollBody(margins=(28, 22, 28, 22))
        self._content: QWidget = QWidget()
        self._scroll.body.addWidget(self._content)
        self.bar = ActionBar(words)
        self.bar.back.clicked.connect(self.back_chosen)
        self.bar.leave.clicked.connect(self.leave_chosen)
        self.bar.mend.clicked.connect(self.mend_chosen)
        self.bar.onward.clicked.connect(self.onward_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(self._middle(), 1)
        column.addWidget(self.bar)
        self.toast = Toast(self)
        self.toast.keep_between(self.bar.back, self.bar.onward)
        self.toast.undo_chosen.connect(self.undo_chosen)
        self._bind("Ctrl+Return", self.onward_chosen)
        self._bind("Ctrl+Enter", self.onward_chosen)
        self._bind("Ctrl+S", self.save_chosen)
        self.adapt(WindowLayout(is_compact=False, is_low=False))

    def show_outline(self, outline: Outline) -> None:
        self._outline_now = outline
        self.outline.show_outline(outline)
        self.header.show_share(outline.share)
        row = outline.rows[outline.current]
        self._sections_button.set_text(
            self._words.text(
                "screens.form.section_of", number=row.number, count=len(outline.rows), title=row.title
            )
        )

    def show_section(self, page: SectionPage) -> None:
        section = SectionPanel(page, self._words, self._ports)
        section.answered.connect(self.answered)
        section.left.connect(self.field_left)
        section.grew.connect(lambda: self.bar.follow(section))
        section.attached.connect(self.attached)
        section.entry_opened.connect(self.entry_opened)
        section.entry_added.connect(self.entry_added)
        section.entry_removed.connect(self.entry_removed)
        section.way_back_chosen.connect(self.back_chosen)
        self.toast.hide()
        self._section = section
        self._replace_content(section)
        section.focus_first()

    def update_cards(self, cards: tuple[QuestionCard, ...]) -> None:
        if self._section is None:
            return
        for card in cards:
            self._section.update_card(card)
        self._section.arrange()

    def update_entries(self, repeats: tuple[RepeatCards, ...]) -> None:
        if self._section is not None:
            self._section.show_entries(repeats)

    def offer_undo(self, sentence: str, act: str) -> None:
        # The next key of what is being typed hides the same: it is not said once more.
        if not self.toast.isVisible() or self.toast.text() != sentence:
            self.toast.say(sentence, undo=act)

    def withdraw_undo(self) -> None:
        self.toast.hide()

    def show_review(self, page: ReviewPage) -> None:
        self._section = None
        self.toast.hide()
        review = ReviewPanel(page, self._words)
        review.print_chosen.connect(self.print_chosen)
        review.print.setVisible(self.can_print)
        review.change_chosen.connect(self.change_chosen)
        review.note_written.connect(self.note_written)
        review.remark_confirmed.connect(self.remark_confirmed)
        review.remark_reopened.connect(self.remark_reopened)
        review.grew.connect(lambda: self.bar.follow(review))
        self._replace_content(review)
        field = review.first_note() or self.bar.onward
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if field is not self.bar.onward:
            self._scroll.ensureWidgetVisible(field)

    def show_footer(self, footer: Footer) -> None:
        self.bar.show_footer(footer)

    def show_saved(self, state: SaveState, text: str) -> None:
        self.header.show_saved(state, text)

    def show_failure(self, title: str, explanation: str) -> None:
        self.banner.show_notice(Notice(Tone.DANGER, "circle-alert", title, quiet=explanation))

    def focus_question(self, reference: str) -> None:
        if self._section is not None:
            self._section.focus(reference)
            panel = self._section.panels.get(reference)
            if panel is not None:
                # Once the page that was just put there has its sizes.
                QTimer.singleShot(0, panel, lambda: self._scroll.ensureWidgetVisible(panel))

    def focus_entry(self, reference: str) -> None:
        if self._section is not None:
            self._section.focus_entry(reference)

    @property
    def subject(self) -> str:
        """Whom the form is about, masked as it stands at the top."""
        return self.header.subject

    @property
    def section(self) -> SectionPanel | None:
        """The section on the screen; None on the review page."""
        return self._section

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 — Qt's name
        """Hand the focus on when the form as a whole is given it: to where a draft was left, or the first."""
        super().focusInEvent(event)
        if self._section is not None:
            self._section.focus_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        """Take what nothing inside wanted: a list, a sheet or a field of several lines comes first."""
        page = _PAGES.get(event.key())
        if page is not None:
            self._scroll.verticalScrollBar().triggerAction(page)
        elif event.key() == Qt.Key.Key_Escape and self.bar.leave.isEnabled():
            self.out_chosen.emit()
        else:
            super().keyPressEvent(event)

    def adapt(self, layout: WindowLayout) -> None:
        self._is_compact = layout.is_compact
        self.bar.set_narrow(is_narrow=layout.is_narrow)
        self.outline.setFixedWidth(current_theme().px(_OUTLINE_WIDTH))
        self.outline.setVisible(not layout.is_compact)
        self.outline.hint.setVisible(not layout.is_low)
        self.context.setFixedWidth(current_theme().px(_CONTEXT_WIDTH))
        self._sections_button.setVisible(layout.is_compact)
        self._context_button.setVisible(layout.is_compact and self._has_context)
        self._arrange_context()

    def _middle(self) -> QVBoxLayout:
        card = Card(padding=1, spacing=0)
        card.body.addWidget(self._scroll)
        narrow = QHBoxLayout()
        narrow.setSpacing(14)
        narrow.addWidget(self._sections_button)
        narrow.addStretch(1)
        narrow.addWidget(self._context_button)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.outline)
        row.addWidget(card, 1)
        row.addWidget(self.context)
        column = QVBoxLayout()
        column.setContentsMargins(20, 14, 20, 12)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addLayout(narrow)
        column.addLayout(row, 1)
        return column

    def _replace_content(self, content: QWidget) -> None:
        self._scroll.body.removeWidget(self._content)
        self._content.hide()
        self._content.deleteLater()
        self._content = content
        self._scroll.body.addWidget(content)
        content.show()
        self._scroll.verticalScrollBar().setValue(0)
        self.bar.follow(content)

    def _arrange_context(self) -> None:
        is_asked_for = not self._is_compact or self._context_button.isChecked()
        self.context.setVisible(self._has_context and is_asked_for)
        self._context_button.set_kind(
            ButtonKind.SOFT if self._context_button.isChecked() else ButtonKind.DEFAULT
        )

    def _open_sections_menu(self) -> None:
        if self._outline_now is None:
            return
        menu = QMenu(self)
        for index, row in enumerate(self._outline_now.rows):
            action = menu.addAction(f"{row.number}  {row.title} · {row.note}")
            action.triggered.connect(lambda _checked=False, index=index: self.section_chosen.emit(index))
        menu.popup(self._sections_button.mapToGlobal(self._sections_button.rect().bottomLeft()))

    def _bind(self, keys: str, signal: SignalInstance) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(signal)
