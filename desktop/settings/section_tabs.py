"""The row of sections on top of the settings: one is open, arrows and the mouse choose."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.components.restyled import Restyled
from desktop.theme import Theme, current_theme
from desktop.tokens import RADIUS_CONTROL, TARGET_MINIMUM, TextRole
from resources.words import Words


class Section(StrEnum):
    """What belongs together on one sheet of the settings."""

    DISPLAY = "display"
    PEOPLE = "people"
    RECORDS = "records"
    DEVICES = "devices"
    ABOUT = "about"


class SectionTab(Restyled, QPushButton):
    """One section; chosen, it stands on the soft ground with an outline; in a list it is as wide as that."""

    def __init__(self, text: str, *, is_in_list: bool = False) -> None:
        super().__init__(text)
        self._is_in_list = is_in_list
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)  # Enter presses it, too
        wide = QSizePolicy.Policy.Expanding if is_in_list else QSizePolicy.Policy.Fixed
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        width = QFontMetrics(theme.font(TextRole.BODY, weight=700)).horizontalAdvance(self.text())
        return QSize(width + theme.px(28), theme.px(TARGET_MINIMUM))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        palette = theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            line = QPen(QColor(palette.primary), 2.0) if self.isChecked() else Qt.PenStyle.NoPen
            painter.setPen(line)
            painter.setBrush(QColor(palette.primary_soft if self.isChecked() else palette.sunken))
            ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ground, RADIUS_CONTROL, RADIUS_CONTROL)
        painter.setFont(theme.font(TextRole.BODY, weight=700 if self.isChecked() else 500))
        painter.setPen(QColor(palette.primary_press if self.isChecked() else palette.ink2))
        side = Qt.AlignmentFlag.AlignLeft if self._is_in_list else Qt.AlignmentFlag.AlignHCenter
        pad = theme.px(14) if self._is_in_list else 0
        painter.drawText(
            self.rect().adjusted(pad, 0, 0, 0), side | Qt.AlignmentFlag.AlignVCenter, self.text()
        )


class SectionTabs(QWidget):
    """One row; says which section was chosen."""

    chosen = Signal(str)  # a Section

    def __init__(self, words: Words, sections: Sequence[Section]) -> None:
        super().__init__()
        self.setAccessibleName(words.text("screens.settings.sections"))
        self._tabs = {section: SectionTab(words.text(f"screens.settings.{section}")) for section in sections}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(5, 5, 5, 5)
        row.setSpacing(8)
        for section, tab in self._tabs.items():
            self._group.addButton(tab)
            row.addWidget(tab)
            tab.clicked.connect(lambda _=False, it=section: self.chosen.emit(it))
        row.addStretch(1)

    def show_section(self, section: Section) -> None:
        self._tabs[section].setChecked(True)
        self.setFocusProxy(self._tabs[section])
