"""Gives the focus of a page as a whole to one of its controls, and leaves those before it to Tab.

A focus proxy does the first as well, but Qt leads Tab from outside straight to the proxy: what stands
before it in the page (names over a passphrase, a choice over a field) is never come to that way.
"""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


def hand_focus_on(page: QWidget, control: QWidget) -> None:
    """Have the page, given the focus, give it to this control; Tab passes the page itself by."""
    page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page.installEventFilter(_HandsOn(page, control))


class _HandsOn(QObject):
    def __init__(self, page: QWidget, control: QWidget) -> None:
        super().__init__(page)
        self._control = control

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if isinstance(event, QFocusEvent) and event.gotFocus() and shiboken6.isValid(self._control):
            self._control.setFocus(event.reason())
        return super().eventFilter(watched, event)
