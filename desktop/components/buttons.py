"""Buttons of five kinds: primary, default, soft, ghost and danger.

A screen has exactly one primary button. The label may end in a quiet key hint
(`扫码采集  F2`); the key itself is bound by whoever owns the action. A button that is
busy keeps its width, so the row beside it does not jump.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.components.restyled import Restyled
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import (
    HEIGHT_CONTROL,
    HEIGHT_PRIMARY,
    HEIGHT_SMALL,
    RADIUS_CONTROL,
    RADIUS_SMALL,
    TextRole,
    Tone,
)


class ButtonKind(StrEnum):
    PRIMARY = "primary"
    DEFAULT = "default"
    SOFT = "soft"
    GHOST = "ghost"
    DANGER = "danger"


class ButtonSize(StrEnum):
    NORMAL = "normal"
    BIG = "big"
    SMALL = "small"


_HEIGHTS = {
    ButtonSize.NORMAL: HEIGHT_CONTROL,
    ButtonSize.BIG: HEIGHT_PRIMARY,
    ButtonSize.SMALL: HEIGHT_SMALL,
}
_PADDING = {ButtonSize.NORMAL: 20, ButtonSize.BIG: 28, ButtonSize.SMALL: 16}
_PADDING_GHOST = 12
_PADDING_FOLDED = 6


@dataclass(frozen=True, slots=True)
class _Looks:
    fill: str | None
    line: str | None
    ink: str


class Button(Restyled, QPushButton):
    """A push button that paints itself from the tokens."""

    def __init__(
        self,
        text: str,
        *,
        kind: ButtonKind = ButtonKind.DEFAULT,
        size: ButtonSize = ButtonSize.NORMAL,
        icon: str = "",
        trailing_icon: str = "",
        key_hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        # Not handed over above: there it might be an icon, and PySide6 would load all that icons need.
        self.setText(text)
        self._kind, self._size = kind, size
        self._icon, self._trailing_icon, self._key_hint = icon, trailing_icon, key_hint
        self._idle_text: str | None = None
        self._is_pointed = self._is_folded = self._had_focus = False
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)  # Enter presses it, too
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.restyle(current_theme())

    @property
    def kind(self) -> ButtonKind:
        return self._kind

    def set_kind(self, kind: ButtonKind) -> None:
        self._kind = kind
        self.updateGeometry()
        self.update()

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        if self._is_folded:
            self.setToolTip(text)
        self.updateGeometry()

    def set_icon(self, name: str) -> None:
        self._icon = name
        self.update()

    def set_key_hint(self, key_hint: str) -> None:
        self._key_hint = key_hint
        self.updateGeometry()

    def set_folded(self, *, is_folded: bool) -> None:
        """Show the icon without its words, which stay as name and tip; without an icon only close up."""
        if is_folded != self._is_folded:
            self._is_folded = is_folded
            self.setToolTip(self.text() if is_folded else "")
            self.updateGeometry()
            self.update()

    def width_when(self, *, is_folded: bool) -> int:
        """Give the width this button needs, folded or not, whichever it is now."""
        theme = current_theme()
        if is_folded and self._icon:
            return theme.px(HEIGHT_SMALL)
        pad = _PADDING_GHOST if self._kind is ButtonKind.GHOST else _PADDING[self._size]
        pad = _PADDING_FOLDED if is_folded else pad
        width = self._content_width(theme, self._texts(is_folded=is_folded)) + 2 * theme.px(pad)
        return max(width, theme.px(_HEIGHTS[self._size]))

    def set_busy(self, text: str) -> None:
        """Say what is being done and refuse presses until `set_idle`; the width stays, and one's place.

        Whoever pressed it by Enter has nobody under the keys meanwhile: Qt would hand the focus to the next
        control, which a second Enter would press.
        """
        if self._idle_text is None:
            self._idle_text = self.text()
            self.setMinimumWidth(self.width())
        if self.window().focusWidget() is self:
            self._had_focus = True
            self.clearFocus()
        self.setEnabled(False)
        self.set_text(text)

    def set_idle(self) -> None:
        """Take presses again, with the focus where it was unless it went somewhere meanwhile."""
        if self._idle_text is not None:
            self.setEnabled(True)
            self.set_text(self._idle_text)
            self._idle_text = None
            self.setMinimumWidth(0)
            if self._had_focus and self.isVisible() and self.window().focusWidget() is None:
                # As when a window comes back: a ring that was around it stays.
                self.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
            self._had_focus = False

    def refuse(self, reason: str) -> None:
        """Switch the button off and say why, to the mouse and to the screen reader."""
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)

    def restyle(self, theme: Theme) -> None:
        self.setMinimumHeight(theme.px(_HEIGHTS[self._size]))
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        height = current_theme().px(_HEIGHTS[self._size])
        return QSize(self.width_when(is_folded=self._is_folded), height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 — Qt's name
        self._is_pointed = True
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 — Qt's name
        self._is_pointed = False
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        looks = self._looks(theme)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, looks, theme)
        self._paint_content(painter, looks, theme)

    def _paint_ground(self, painter: QPainter, looks: _Looks, theme: Theme) -> None:
        radius = theme.px(RADIUS_SMALL if self._size is ButtonSize.SMALL else RADIUS_CONTROL)
        painter.setPen(QPen(QColor(looks.line), 1.0) if looks.line else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(looks.fill) if looks.fill else Qt.BrushStyle.NoBrush)
        inset = 0.5 if looks.line else 0.0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)

    def _paint_content(self, painter: QPainter, looks: _Looks, theme: Theme) -> None:
        font = self._font(theme)
        icon, gap = self._icon_size(theme), theme.px(10)
        texts = self._texts(is_folded=self._is_folded)
        left = (self.width() - self._content_width(theme, texts)) / 2
        middle = self.height() / 2
        if self._icon:
            paint_icon(painter, self._icon, looks.ink, QRectF(left, middle - icon / 2, icon, icon))
            left += icon + (gap if texts else 0)
        painter.setPen(QColor(looks.ink))
        for text in texts:
            painter.setFont(font)
            width = QFontMetrics(font).horizontalAdvance(text)
            painter.drawText(QRectF(left, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            left += width + gap
        if self._trailing_icon:
            paint_icon(painter, self._trailing_icon, looks.ink, QRectF(left, middle - icon / 2, icon, icon))

    def _texts(self, *, is_folded: bool) -> tuple[str, ...]:
        if is_folded and self._icon:
            return ()
        key_hint = "" if self._idle_text is not None else self._key_hint
        return tuple(text for text in (self.text(), key_hint) if text)

    def _content_width(self, theme: Theme, texts: tuple[str, ...]) -> int:
        metrics, gap = QFontMetrics(self._font(theme)), theme.px(10)
        parts = [metrics.horizontalAdvance(text) for text in texts]
        parts += [self._icon_size(theme) for name in (self._icon, self._trailing_icon) if name]
        return sum(parts) + gap * max(0, len(parts) - 1)

    def _icon_size(self, theme: Theme) -> int:
        return theme.px(18 if self._size is ButtonSize.SMALL or self._kind is ButtonKind.GHOST else 22)

    def _font(self, theme: Theme) -> QFont:
        if self._size is ButtonSize.BIG:
            return theme.font(TextRole.H3)
        weight = 700 if self._kind is ButtonKind.PRIMARY else 500
        return theme.font(TextRole.SMALL if self._size is ButtonSize.SMALL else TextRole.BODY, weight=weight)

    def _looks(self, theme: Theme) -> _Looks:
        palette, danger = theme.palette, theme.tone(Tone.DANGER)
        if not self.isEnabled():
            return _Looks(palette.sunken, None, palette.ink3)
        is_pressed, is_pointed = self.isDown() or self.isChecked(), self._is_pointed
        match self._kind:
            case ButtonKind.PRIMARY:
                hover = palette.primary_hover if is_pointed else palette.primary
                return _Looks(palette.primary_press if is_pressed else hover, None, palette.on_primary)
            case ButtonKind.SOFT:
                fill = palette.primary_soft_hover if is_pointed or is_pressed else palette.primary_soft
                # In high contrast the soft fill is white and needs its outline.
                line = palette.primary_line if palette.primary_soft == palette.surface else None
                return _Looks(fill, line, palette.primary_press)
            case ButtonKind.GHOST:
                is_lit = is_pointed or is_pressed
                return _Looks(palette.primary_soft if is_lit else None, None, palette.primary)
            case ButtonKind.DANGER:
                fill = danger.soft if is_pointed or is_pressed else palette.surface
                return _Looks(fill, danger.text, danger.text)
            case _:
                fill = palette.surface2 if is_pointed or is_pressed else palette.surface
                return _Looks(fill, palette.border_strong, palette.ink)


class IconButton(Button):
    """A square button with a picture only; its name is for the screen reader and the tip."""

    def __init__(self, icon: str, *, name: str, kind: ButtonKind = ButtonKind.GHOST) -> None:
        super().__init__("", kind=kind, icon=icon)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        side = current_theme().px(HEIGHT_SMALL)
        return QSize(side, side)

    def restyle(self, theme: Theme) -> None:
        side = theme.px(HEIGHT_SMALL)
        self.setFixedSize(side, side)
