"""The theme in force: one palette at one text size, worn by the whole application.

The application carries its theme the way it carries its style and palette, so a
widget that paints itself asks for it when it paints and is never handed colours.
Changing the text size replaces the theme and the stylesheet in one go; widgets hear
about it through Qt's own style-change event.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from desktop.fonts import load_family
from desktop.stylesheet import build_stylesheet
from desktop.tokens import LIGHT, SCALES, TYPE, Pair, Palette, TextRole, Tone

STYLE: Final = "Fusion"
IS_IN_STYLE: Final = "quancai_is_in_style"  # on an application that got its style with its arguments, or here
_PROPERTY: Final = "quancai_theme"


@dataclass(frozen=True)
class Theme:
    """Colours and sizes for one text scale, in per cent."""

    palette: Palette = LIGHT
    percent: int = 100
    family: str = ""

    def px(self, size: float) -> int:
        """Scale a length of the design to the chosen text size."""
        return round(size * self.percent / 100)

    def tone(self, tone: Tone) -> Pair:
        return self.palette.tones[tone]

    def font(self, role: TextRole, *, weight: int | None = None) -> QFont:
        size, own_weight = TYPE[role]
        font = QFont(self.family)
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight(weight or own_weight))
        return font

    @cached_property
    def stylesheet(self) -> str:
        return build_stylesheet(self.palette, scale=self.px)


def apply_theme(application: QApplication, *, palette: Palette = LIGHT, percent: int = 100) -> Theme:
    """Dress the application; every open widget follows."""
    theme = Theme(palette=palette, percent=percent, family=load_family())
    if application.property(_PROPERTY) == theme:
        return theme
    # Once: with a stylesheet on, another style would polish every widget a second time.
    if not application.property(IS_IN_STYLE):
        application.setStyle(STYLE)
        application.setProperty(IS_IN_STYLE, True)
    application.setProperty(_PROPERTY, theme)
    application.setFont(theme.font(TextRole.BODY))
    application.setPalette(_qt_palette(theme.palette))
    # First none: in the place of another sheet Qt dresses every widget once for itself and once more for each
    # that it lies in; where there was none, each once. With every page open: 0.2 s instead of 1.0 s.
    application.setStyleSheet("")
    application.setStyleSheet(theme.stylesheet)
    return theme


def current_theme() -> Theme:
    """Give the theme the application wears.

    Raises:
        RuntimeError: no application has been dressed yet (a mistake in the order of calls).

    """
    application = QApplication.instance()
    theme = application.property(_PROPERTY) if application is not None else None
    if not isinstance(theme, Theme):
        raise RuntimeError("apply_theme() comes before the first widget")  # noqa: TRY004 — an order of calls
    return theme


def step_scale(percent: int, *, steps: int) -> int:
    """Give the text size a number of steps larger or smaller, staying within what is offered."""
    nearest = min(range(len(SCALES)), key=lambda index: abs(SCALES[index] - percent))
    return SCALES[max(0, min(len(SCALES) - 1, nearest + steps))]


def _qt_palette(palette: Palette) -> QPalette:
    colours = {
        QPalette.ColorRole.Window: palette.canvas,
        QPalette.ColorRole.Base: palette.surface,
        QPalette.ColorRole.AlternateBase: palette.surface2,
        QPalette.ColorRole.Button: palette.surface,
        QPalette.ColorRole.WindowText: palette.ink,
        QPalette.ColorRole.Text: palette.ink,
        QPalette.ColorRole.ButtonText: palette.ink,
        QPalette.ColorRole.PlaceholderText: palette.ink3,
        QPalette.ColorRole.Highlight: palette.primary,
        QPalette.ColorRole.HighlightedText: palette.on_primary,
        QPalette.ColorRole.ToolTipBase: palette.ink,
        QPalette.ColorRole.ToolTipText: palette.surface,
        QPalette.ColorRole.Link: palette.primary,
    }
    qt_palette = QPalette()
    for role, colour in colours.items():
        qt_palette.setColor(role, QColor(colour))
    return qt_palette
