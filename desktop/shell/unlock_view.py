"""The locked door: who you are, and your PIN or passphrase.

Digits on the keyboard work without any focus; Escape clears.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.components.badge import Avatar
from desktop.components.buttons import Button, ButtonKind
from desktop.components.handing_on import hand_focus_on
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.components.rows import RowButton, TwoLines
from desktop.components.text_field import FieldFrame
from desktop.shell.brand_panel import BrandPanel
from desktop.shell.layout import WindowLayout
from desktop.shell.pin_pad import PinDots, PinPad
from desktop.shell.unlock_presenter import PIN_LENGTH, Mood, OperatorCard
from desktop.theme import current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words
from sync.custody.key_file_names import SecretKind

OTHER_LANGUAGES = {"zh_CN": (("en", "English"),), "en": (("zh_CN", "中文"),)}
_BRAND_NEEDS = 800  # logical pixels of window
_TONES = (Tone.BRICK, Tone.OFF, Tone.PRIMARY, Tone.INFO)


class UnlockView(QWidget):
    """Shows what the presenter says and reports what was pressed."""

    operator_chosen = Signal(str)
    digit_pressed = Signal(str)
    clear_pressed = Signal()
    delete_pressed = Signal()
    passphrase_entered = Signal(str)
    forgot_chosen = Signal()
    others_chosen = Signal()
    language_chosen = Signal(str)

    def __init__(self, words: Words, *, kind: SecretKind) -> None:
        super().__init__()
        self._words, self._kind = words, kind
        self.setProperty("surface", "canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.brand = BrandPanel(words)
        self._title = Label(role=TextRole.H1, wrap=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence = Label(role=TextRole.SMALL, tone="ink2", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._people = QGridLayout()
        self._people.setSpacing(12)
        self._cards: list[RowButton] = []
        self._is_beside = False
        self._others = self._link("others", icon="users")
        self._group = QButtonGroup(self)
        self._dots = PinDots(PIN_LENGTH) if kind is SecretKind.PIN else None
        self._pad = PinPad(words) if kind is SecretKind.PIN else None
        self._passphrase = QLineEdit()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.setPlaceholderText(words.text("screens.unlock.passphrase_example"))
        self._open = Button(words.text("screens.unlock.open"), kind=ButtonKind.PRIMARY, key_hint="Enter")
        self._middle = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._entry = QVBoxLayout()
        scroll = ScrollBody(margins=(0, 0, 0, 0), spacing=0)
        self._column = scroll.body
        self._fill_column()
        self._halves = QHBoxLayout(self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(0)
        self._halves.addWidget(self.brand, 10)
        self._halves.addWidget(scroll, 15)
        self._connect()
        if kind is SecretKind.PASSPHRASE:
            hand_focus_on(self, self._passphrase)

    def show_title(self, text: str) -> None:
        self._title.setText(text)

    def show_operators(self, operators: Sequence[OperatorCard], *, selected: str, has_others: bool) -> None:
        self._others.setVisible(has_others)
        while self._people.count():
            item = self._people.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._cards = []
        for place, operator in enumerate(operators):
            avatar = Avatar(operator.name, tone=_TONES[place % len(_TONES)], size=42)
            card = RowButton(TwoLines(operator.name, operator.place), leading=avatar, has_mark=True)
            card.setCheckable(True)
            card.setChecked(operator.id == selected)
            card.clicked.connect(lambda _=False, key=operator.id: self.operator_chosen.emit(key))
            self._group.addButton(card)
            self._cards.append(card)
        self._place_people()

    def show_dots(self, filled: int, *, is_wrong: bool) -> None:
        name = self._words.text("screens.unlock.dots", filled=0 if is_wrong else filled, length=PIN_LENGTH)
        if self._dots is not None:
            self._dots.show_filled(filled, is_wrong=is_wrong, name=name)

    def show_sentence(self, text: str, mood: Mood) -> None:
        self._sentence.setText(text)
        self._sentence.set_tone(Tone.DANGER if mood is Mood.WRONG else "ink2")

    def show_busy(self, *, is_busy: bool) -> None:
        # Before anything is switched off: Qt would hand the focus on, and a second Enter would press a link.
        self.setFocus()
        if self._pad is not None:
            self._pad.setEnabled(not is_busy)
        self._passphrase.setReadOnly(is_busy)
        if is_busy:
            self._open.set_busy(self._words.text("screens.unlock.opening"))
        else:
            self._open.set_idle()

    def clear_passphrase(self) -> None:
        self._passphrase.clear()

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        self.brand.show_facts(facts)

    def adapt(self, layout: WindowLayout) -> None:
        self.brand.set_low(is_low=layout.is_low)
        self._put_beside(is_beside=layout.is_low and self._kind is SecretKind.PIN)
        self._halves.setStretch(0, 7 if layout.is_low else 10)
        if self._pad is not None:
            self._pad.set_low(is_low=layout.is_low)
        side = 28 if layout.is_compact else 60
        top = 16 if layout.is_low else 24
        self._column.setContentsMargins(side, top, side, top)
        self._column.setSpacing(12 if layout.is_low else 18)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self.brand.setVisible(event.size().width() >= current_theme().px(_BRAND_NEEDS))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        if self._kind is not SecretKind.PIN:
            super().keyPressEvent(event)
        elif event.text().isdigit() and not event.isAutoRepeat():
            self.digit_pressed.emit(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self.delete_pressed.emit()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Delete):
            self.clear_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _fill_column(self) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        self._column.addStretch(1)
        self._column.addWidget(self._title)
        if self._dots is not None and self._pad is not None:
            self._entry.addWidget(self._dots, 0, centre)
            self._entry.addWidget(self._sentence)
            self._entry.addWidget(self._pad, 0, centre)
            self._middle.addLayout(self._people)
            self._middle.addLayout(self._entry)
            self._middle.setAlignment(self._people, Qt.AlignmentFlag.AlignVCenter)
            self._column.addLayout(self._middle)
        else:
            self._column.addLayout(self._people)
            label = self._words.text("screens.unlock.passphrase_label")
            self._column.addWidget(FieldFrame(label, field=self._passphrase))
            self._column.addWidget(self._sentence)
            self._column.addWidget(self._open)
        self._column.addLayout(self._links())
        self._column.addStretch(1)

    def _put_beside(self, *, is_beside: bool) -> None:
        """Where height is scarce the names stand beside the keys: the last row of keys must be seen."""
        direction = QBoxLayout.Direction
        self._middle.setDirection(direction.LeftToRight if is_beside else direction.TopToBottom)
        self._is_beside = is_beside
        self._place_people()

    def _place_people(self) -> None:
        """Place the cards; with two rows of them over the keys everything stands closer."""
        columns = 1 if self._is_beside else 2
        is_close = not self._is_beside and len(self._cards) > columns
        self._middle.setSpacing(28 if self._is_beside else 14 if is_close else 20)
        self._entry.setSpacing(10 if self._is_beside or is_close else 20)
        for place, card in enumerate(self._cards):
            self._people.addWidget(card, place // columns, place % columns)

    def _links(self) -> QHBoxLayout:
        forgot = self._link(f"forgot_{self._kind}")
        forgot.clicked.connect(self.forgot_chosen)
        self._others.clicked.connect(self.others_chosen)
        links = QHBoxLayout()
        links.setSpacing(12)
        links.addStretch(1)
        links.addWidget(forgot)
        links.addWidget(self._others)
        for language, name in OTHER_LANGUAGES[self._words.language]:
            button = Button(name, kind=ButtonKind.GHOST, icon="languages")
            button.clicked.connect(lambda _=False, chosen=language: self.language_chosen.emit(chosen))
            links.addWidget(button)
        links.addStretch(1)
        return links

    def _link(self, key: str, *, icon: str = "") -> Button:
        return Button(self._words.text(f"screens.unlock.{key}"), kind=ButtonKind.GHOST, icon=icon)

    def _connect(self) -> None:
        if self._pad is not None:
            self._pad.digit_pressed.connect(self.digit_pressed)
            self._pad.clear_pressed.connect(self.clear_pressed)
            self._pad.delete_pressed.connect(self.delete_pressed)
        self._passphrase.returnPressed.connect(self._enter)
        self._open.clicked.connect(self._enter)

    def _enter(self) -> None:
        self.passphrase_entered.emit(self._passphrase.text())
