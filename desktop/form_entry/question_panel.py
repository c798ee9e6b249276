"""One question: its label and marks, a hint, the answer widget, and the problem under it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.icon_label import Icon, IconLabel
from desktop.components.labels import ElidedLabel, Label
from desktop.form_entry.form_screen import Before, QuestionCard
from desktop.form_entry.questions.by_type import build_input
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.questions.media import LabelMediaPanel
from desktop.form_entry.questions.question_input import QuestionInput
from desktop.form_entry.remark_panel import LOOKS
from desktop.tokens import TextRole, Tone
from forms import LabelMedia, QuestionKind, QuestionView, Strength
from resources.words import Words

_NO_MEDIA: Final = LabelMedia()


class QuestionPanel(QWidget):
    """Lives as long as its section is on the screen; hides while it is not relevant."""

    answered = Signal(str, str)  # reference, text
    left = Signal(str)
    attached = Signal(str, object)  # reference, FileContent or None

    def __init__(self, card: QuestionCard, words: Words, ports: InputPorts) -> None:
        super().__init__()
        self.reference = card.reference
        self._words, self._ports = words, ports
        self._label = Label(role=TextRole.LABEL, wrap=True)
        self.input = self._build(card.question)
        self._built_for = _shape(card.question)
        self._file = b""
        self._mark: Label | None = None
        self._hint: Label | None = None
        self._problem: IconLabel | None = None
        self._before: ElidedLabel | None = None
        self.media: LabelMediaPanel | None = None
        self._shown_media = _NO_MEDIA
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self._label)
        self._head.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addLayout(self._head)
        self._column.addWidget(self.input)
        self._column.addStretch(1)
        self.is_wanted = True
        self.show_card(card)

    @property
    def is_wide(self) -> bool:
        return self.input.is_wide or self.media is not None

    def show_card(self, card: QuestionCard) -> None:
        question = card.question
        self.is_wanted = question.is_relevant
        self._label.setText(question.label)
        self._label.setWordWrap(len(question.label) > 20)
        if _shape(question) != self._built_for:
            self._build_anew(question)
        self._show_mark(is_shown=question.is_required and not question.is_readonly)
        self._show_media(question)
        self._show_hint(question.hint if question.kind is not QuestionKind.ACKNOWLEDGE else "")
        self._show_before(card.before)
        self.input.show_text(card.text)
        if card.file is not self._file:
            self._file = card.file
            self.input.show_file(card.file)
        self._show_problem(card)
        self.input.show_problem(card.problem if card.strength is Strength.STOP else "")

    def focus_stops(self) -> list[QWidget]:
        """Give the widgets in here that Tab comes to, in reading order."""
        inside = self.findChildren(QWidget)
        # A list that opens is a window of its own.
        here = (each for each in inside if each.window() is self.window())
        return [each for each in here if each.focusPolicy() & Qt.FocusPolicy.TabFocus]

    # What most questions never show is made when it is first needed: a page opens the quicker for it.

    def _show_mark(self, *, is_shown: bool) -> None:
        if is_shown and self._mark is None:
            words = self._words.text("screens.form.required")
            self._mark = Label(words, role=TextRole.CAPTION, tone=Tone.BRICK)
            self._head.insertWidget(1, self._mark, 0, Qt.AlignmentFlag.AlignBottom)
        if self._mark is not None:
            self._mark.setVisible(is_shown)

    def _show_hint(self, hint: str) -> None:
        if hint and self._hint is None:
            self._hint = Label(role=TextRole.CAPTION, tone="ink2", wrap=True)
            # Under a short field, so that it stands level with its neighbour; over cards, to be read first.
            place = self._column.indexOf(self.input) + (not self.input.is_wide)
            self._column.insertWidget(place, self._hint)
        if self._hint is not None:
            self._hint.setText(hint)
            self._hint.setVisible(bool(hint))

    def _show_media(self, question: QuestionView) -> None:
        if question.media == self._shown_media:
            return
        self._shown_media, former = question.media, self.media
        if former is not None:
            former.hide()
            former.deleteLater()
        self.media = LabelMediaPanel(question.media, question.label, self._words, self._ports.read_picture)
        self._column.insertWidget(1, self.media)

    def _show_problem(self, card: QuestionCard) -> None:
        if card.problem and self._problem is None:
            self._problem = IconLabel("", icon="circle-alert", tone=Tone.DANGER)
            self._column.insertWidget(self._column.count() - 1, self._problem)
        if self._problem is not None:
            icon, tone = LOOKS[card.strength]
            self._problem.show_status(card.problem, icon=icon, tone=tone)
            self._problem.setVisible(bool(card.problem))

    def _show_before(self, before: Before) -> None:
        if before.words and self._before is None:
            self._before_icon = Icon("history", size=16)
            self._before = ElidedLabel(role=TextRole.CAPTION, tone="ink2")
            self._head.addWidget(self._before_icon)
            self._head.addWidget(self._before)
        if self._before is None:
            return
        tone = Tone.INFO if before.is_changed else "ink2"
        self._before_icon.show_icon("check" if before.is_same else "history", tone=tone)
        self._before.setText(before.words)
        self._before.set_tone(tone)
        for widget in (self._before_icon, self._before):
            widget.setVisible(bool(before.words))

    def _build(self, question: QuestionView) -> QuestionInput:
        built = build_input(question, self._words, self._ports)
        built.name(question.label)
        built.answered.connect(lambda text: self.answered.emit(self.reference, text))
        built.left.connect(lambda: self.left.emit(self.reference))
        built.attached.connect(lambda given: self.attached.emit(self.reference, given))
        self._label.setBuddy(built)
        return built

    def _build_anew(self, question: QuestionView) -> None:
        """Other answers decided that something else is offered here, or that the form keeps the answer."""
        had_focus = self.input.hasFocus() or self.input.isAncestorOf(QApplication.focusWidget() or self)
        former, self.input = self.input, self._build(question)
        self._built_for, self._file = _shape(question), b""
        self._column.replaceWidget(former, self.input)
        QWidget.setTabOrder(former, self.input)
        former.hide()
        former.deleteLater()
        self.input.show()
        if had_focus:
            self.input.take_focus()

    @property
    def before(self) -> str:
        return self._before.text() if self._before is not None else ""

    @property
    def problem(self) -> str:
        return self._problem.text() if self._problem is not None else ""


def _shape(question: QuestionView) -> tuple[object, ...]:
    """What a widget is built from; while it stays, the widget stays."""
    return question.kind, question.choices, question.is_readonly
