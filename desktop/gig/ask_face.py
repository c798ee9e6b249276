"""One question over the whole sheet: a form's own widget, a remark of the rules, or a few choices."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.components.card import divider
from desktop.components.choice_card import ChoiceRadio
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.option_card import OptionGrid, OptionRadio
from desktop.components.page import RING_ROOM, ScrollBody
from desktop.form_entry.form_screen import QuestionCard, RemarkCard
from desktop.form_entry.questions.question_input import QuestionInput
from desktop.form_entry.questions.select_one import SelectOneList
from desktop.form_entry.remark_panel import RemarkPanel
from desktop.gig.ask_input import ask_input
from desktop.gig.gig_screen import Ask, QuickChoice
from desktop.tokens import TextRole, Tone
from forms import Choice, QuestionKind, QuestionView
from resources.words import Words

_KEYS: Final = 9
_NOTHING: Final = frozenset({"none", "0"})


class AskFace(ScrollBody):
    """Built anew for every question, because the next one is of another kind."""

    answered = Signal(str, bool)  # the answer, and whether it needs no Enter
    chosen = Signal(str)
    onward = Signal()
    note_written = Signal(str, str, str)
    confirmed = Signal(str, str)
    mend_chosen = Signal(str)
    gone_back = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__(margins=RING_ROOM, spacing=14)
        self._words = words
        self._content: QWidget | None = None
        self._focus: QuestionInput | OptionGrid | RemarkPanel | None = None
        self._zero: Choice | None = None
        self._keys = Label("", role=TextRole.CAPTION, tone="ink3")
        self._key_words: list[str] = []
        self.body.addStretch(1)

    def show_ask(self, ask: Ask) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._focus, self._zero, self._key_words = None, None, []
        self._keys = Label("", role=TextRole.CAPTION, tone="ink3")
        if ask.remark is not None:
            column.addLayout(self._head(ask, ask.title))
            column.addWidget(self._remark(ask.remark))
        elif ask.choices:
            column.addWidget(self._choices(ask))
        elif ask.question is not None:
            column.addLayout(self._head(ask, ask.question.question.label))
            self._add_question(column, ask.question)
        column.addWidget(self._keys)
        if ask.notice:
            column.addWidget(divider())
            column.addWidget(Label(ask.notice, role=TextRole.CAPTION, tone="ink2", wrap=True))
        self._replace(content)
        self.show_way_back(is_there=False)
        self.verticalScrollBar().setValue(0)

    def show_way_back(self, *, is_there: bool) -> None:
        """Name the keys that matter now in one quiet line."""
        back = [self._words.text("screens.gig.keys_back")] if is_there else []
        keys = " · ".join((*self._key_words, *back))
        self._keys.setText(keys)
        self._keys.setVisible(bool(keys))

    def take_focus(self) -> None:
        focus = self._focus
        if isinstance(focus, OptionGrid):
            focus.cards[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif isinstance(focus, QuestionInput):
            focus.take_focus()
        elif isinstance(focus, RemarkPanel) and focus.note is not None:
            focus.note.input.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        inner = self.widget()
        if inner is not None:
            inner.setMaximumWidth(self.viewport().width())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.onward.emit()
        elif event.key() == Qt.Key.Key_Backspace and not event.isAutoRepeat():
            self.gone_back.emit()
        elif event.key() == Qt.Key.Key_0 and self._zero is not None and not event.isAutoRepeat():
            self.answered.emit(self._zero.value, True)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        """Let Backspace lead back from a line in which nothing stands any more."""
        is_empty = isinstance(watched, QLineEdit) and not watched.text()
        if is_empty and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_back = event.key() == Qt.Key.Key_Backspace and not event.isAutoRepeat()
            if is_back:
                self.gone_back.emit()
                return True
        return super().eventFilter(watched, event)

    def _replace(self, content: QWidget) -> None:
        if self._content is not None:
            self.body.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        self.body.insertWidget(0, content)
        content.show()

    def _head(self, ask: Ask, asked: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Label(asked, role=TextRole.H3, wrap=True), 1)
        why = " · ".join(part for part in (ask.title, ask.note) if part and part != asked)
        if why:
            row.addWidget(Label(why, role=TextRole.SMALL, tone="primary"), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _add_question(self, column: QVBoxLayout, card: QuestionCard) -> None:
        question = card.question
        if question.hint:
            column.addWidget(Label(question.hint, role=TextRole.SMALL, tone="ink2", wrap=True))
        is_whole = False
        if question.kind is not QuestionKind.NOTE:
            field = ask_input(question, self._words)
            field.name(question.label)
            field.show_text(card.text)
            # In a closed list a key chooses what nobody has seen yet: it is looked at, then Enter.
            is_whole = question.kind is QuestionKind.SELECT_ONE and not isinstance(field, SelectOneList)
            field.answered.connect(lambda text: self.answered.emit(text, is_whole))
            self._hear_again(field)
            self._focus = field
            column.addWidget(field)
        if card.problem:
            column.addWidget(IconLabel(card.problem, icon="circle-alert", tone=Tone.DANGER))
        self._zero = _chosen_by_zero(question)
        if self._zero is not None:
            self._key_words.append(self._words.text("screens.gig.zero", label=self._zero.label))
        elif not is_whole:
            self._key_words.append(self._words.text("screens.gig.enter_goes_on"))

    def _hear_again(self, field: QuestionInput) -> None:
        """Go on when the answer that stands is given once more, and back when a line is empty."""
        for line in field.findChildren(QLineEdit):
            line.installEventFilter(self)
        for card in field.findChildren(OptionRadio):
            if card.isChecked():
                card.clicked.connect(self.onward)

    def _choices(self, ask: Ask) -> QWidget:
        holder = QWidget()
        cards = [_quick_card(choice, number) for number, choice in enumerate(ask.choices, start=1)]
        for card, choice in zip(cards, ask.choices, strict=True):
            card.clicked.connect(lambda _on, value=choice.value: self.chosen.emit(value))
        grid = OptionGrid(cards, columns=2)
        grid.setAccessibleName(ask.title)
        self._focus = grid
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(Label(ask.title, role=TextRole.H3, wrap=True))
        if ask.note:
            column.addWidget(Label(ask.note, role=TextRole.SMALL, tone="ink2", wrap=True))
        column.addWidget(grid)
        return holder

    def _remark(self, card: RemarkCard) -> QWidget:
        panel = RemarkPanel(card, self._words)
        panel.note_written.connect(lambda note: self.note_written.emit(card.code, card.reference, note))
        panel.confirmed.connect(lambda: self.confirmed.emit(card.code, card.reference))
        panel.mend_chosen.connect(self.mend_chosen)
        self._focus = panel
        return panel


def _quick_card(choice: QuickChoice, number: int) -> OptionRadio:
    if choice.detail:
        return ChoiceRadio(choice.label, by=choice.detail, mark="", key_number=number)
    return OptionRadio(choice.label, key_number=number)


def _chosen_by_zero(question: QuestionView) -> Choice | None:
    """Give what key 0 chooses: nothing of the list, or the tenth; the first nine have keys of their own."""
    nothing = next((choice for choice in question.choices if choice.value in _NOTHING), None)
    if question.kind is QuestionKind.SELECT_MANY and nothing is not None:
        return nothing
    is_long = len(question.choices) > _KEYS and question.kind is QuestionKind.SELECT_ONE
    return question.choices[_KEYS] if is_long and "minimal" not in question.appearance else None
