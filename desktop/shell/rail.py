"""The left rail: where one can go, how much waits there, who is working, and the lock.

Wide, an item is icon and word in a line with its count; compact, the word stands
under the icon and the count on its corner.
"""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.components.labels import ElidedLabel, Label
from desktop.components.page import ScrollBody
from desktop.components.restyled import Restyled
from desktop.icons import paint_icon
from desktop.shell.brand_mark import BrandMark
from desktop.shell.operator_plate import OperatorPlate
from desktop.theme import Theme, current_theme
from desktop.tokens import RADIUS_CONTROL, RAIL_COMPACT, RAIL_WIDE, TextRole, Tone
from resources.words import Words


class RailItem(Restyled, QPushButton):
    """One place to go."""

    def __init__(self, title: str, *, icon: str) -> None:
        super().__init__(title)
        self._icon, self._count, self._is_compact, self._is_low = icon, 0, False, False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(f"{self.text()} {count}" if count else self.text())
        self.update()

    @property
    def count(self) -> int:
        return self._count

    def set_compact(self, *, is_compact: bool, is_low: bool) -> None:
        self._is_compact, self._is_low = is_compact, is_low
        self.setToolTip(self.text() if is_compact else "")
        self.updateGeometry()

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        width = QFontMetrics(theme.font(TextRole.FLOOR, weight=700)).horizontalAdvance(self.text())
        heights = (44, 44) if self._is_low else (60, 48)
        return QSize(
            max(theme.px(60), width) if self._is_compact else theme.px(60),
            theme.px(heights[0] if self._is_compact else heights[1]),
        )

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        palette = theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.nav_selected if self.isChecked() else palette.nav_hover))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)
        ink = palette.on_primary if self.isChecked() else palette.nav_ink
        if self._is_compact:
            self._paint_column(painter, theme, ink)
        else:
            self._paint_line(painter, theme, ink)

    def _paint_line(self, painter: QPainter, theme: Theme, ink: str) -> None:
        side = theme.px(22)
        top = (self.height() - side) / 2
        paint_icon(painter, self._icon, ink, QRectF(theme.px(12), top, side, side))
        painter.setPen(QColor(ink))
        painter.setFont(theme.font(TextRole.LABEL, weight=700 if self.isChecked() else 400))
        left = theme.px(46)
        words = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._count:
            self._paint_count(painter, theme, right=self.width() - theme.px(10), middle=self.height() / 2)

    def _paint_column(self, painter: QPainter, theme: Theme, ink: str) -> None:
        side = theme.px(22)
        top = (self.height() - theme.px(42)) / 2
        paint_icon(painter, self._icon, ink, QRectF((self.width() - side) / 2, top, side, side))
        painter.setPen(QColor(ink))
        painter.setFont(theme.font(TextRole.FLOOR, weight=700 if self.isChecked() else 400))
        words = QRectF(0, top + theme.px(23), self.width(), theme.px(19))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        if self._count:
            self._paint_count(painter, theme, right=self.width() - theme.px(2), middle=theme.px(12))

    def _paint_count(self, painter: QPainter, theme: Theme, *, right: float, middle: float) -> None:
        text = str(self._count) if self._count < 100 else "99+"
        painter.setFont(theme.font(TextRole.FLOOR, weight=700))
        width = max(theme.px(26), painter.fontMetrics().horizontalAdvance(text) + theme.px(14))
        height = theme.px(22)
        pill = QRectF(right - width, middle - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tone(Tone.BRICK).text))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(theme.palette.on_primary))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


class Rail(Restyled, QFrame):
    """The column of places; pages are added in the order they stand."""

    chosen = Signal(str)
    lock_chosen = Signal()
    operator_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setProperty("surface", "rail")
        self.setAccessibleName(words.text("screens.shell.navigation"))
        self._items: dict[str, RailItem] = {}
        self._group = QButtonGroup(self)
        self._is_compact = self._is_low = False
        self._names = QWidget()
        names = QVBoxLayout(self._names)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(0)
        product = Label(words.text("screens.shell.product"), role=TextRole.H3, tone="on-primary")
        names.addWidget(product)
        line = ElidedLabel(words.text("screens.shell.product_line"), role=TextRole.FLOOR, tone="nav")
        names.addWidget(line)
        brand = QHBoxLayout()
        brand.setContentsMargins(6, 0, 0, 0)
        brand.setSpacing(12)
        brand.addWidget(BrandMark(), 0, Qt.AlignmentFlag.AlignCenter)
        brand.addWidget(self._names, 1)
        self._plate = OperatorPlate(words)
        self._plate.lock_chosen.connect(self.lock_chosen)
        self._plate.operator_chosen.connect(self.operator_chosen)
        self._upper, self._lower = QVBoxLayout(), QVBoxLayout()
        # Large text in a low window: then the places scroll, and whoever works here stays in sight.
        self._places = ScrollBody(spacing=6)
        self._places.body.addLayout(self._upper)
        self._places.body.addStretch(1)
        self._places.body.addLayout(self._lower)
        self._column = QVBoxLayout(self)
        self._column.addLayout(brand)
        self._column.addWidget(self._places, 1)
        self._column.addWidget(self._plate)
        self.restyle(current_theme())

    def add_item(self, key: str, title: str, *, icon: str, is_at_bottom: bool = False) -> RailItem:
        item = RailItem(title, icon=icon)
        item.clicked.connect(lambda: self.chosen.emit(key))
        item.set_compact(is_compact=self._is_compact, is_low=self._is_low)
        self._items[key] = item
        self._group.addButton(item)
        (self._lower if is_at_bottom else self._upper).addWidget(item)
        self._fit_width()
        return item

    def show_selected(self, key: str) -> None:
        self._items[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        self._items[key].set_count(count)

    def count(self, key: str) -> int:
        return self._items[key].count

    def show_operator(self, name: str, *, place: str) -> None:
        self._plate.show_operator(name, place=place)

    def take_focus(self) -> None:
        """Put the focus on the place where one is."""
        chosen = self._group.checkedButton()
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_compact(self, *, is_compact: bool, is_low: bool = False) -> None:
        self._is_compact, self._is_low = is_compact, is_low
        self._names.setVisible(not is_compact)
        self._plate.set_compact(is_compact=is_compact)
        for item in self._items.values():
            item.set_compact(is_compact=is_compact, is_low=is_low)
        self.restyle(current_theme())

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        side = 4 if self._is_compact else 14
        self._column.setContentsMargins(side, *((8, side, 6) if self._is_low else (16, side, 14)))
        self._column.setSpacing(6 if self._is_low else 12)
        for part in (self._upper, self._lower):
            part.setSpacing(2 if self._is_low else 6)
        self._fit_width()

    def _fit_width(self) -> None:
        """Keep to one width, unless the longest word beside a scroll bar needs more."""
        width = current_theme().px(RAIL_COMPACT if self._is_compact else RAIL_WIDE)
        margins = self._column.contentsMargins()
        needed = self._places.minimumSizeHint().width() + margins.left() + margins.right()
        self.setFixedWidth(max(width, needed))
