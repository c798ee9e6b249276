"""Lets a widget follow a change of theme or text size.

Qt tells every widget with a style-change event; the widget answers by reading its
sizes anew in `restyle`. It must not set a stylesheet there, which would raise the
same event again.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from desktop.theme import Theme, current_theme

# PySide cannot combine two Qt bases in one class; the mixin is a QWidget only to the type checker.
if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object


class Restyled(_Base):
    """Mixed into a widget class in front of its Qt base."""

    def restyle(self, theme: Theme) -> None:
        """Take sizes, fonts and colours from the theme."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 — Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.restyle(current_theme())
