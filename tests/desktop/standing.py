"""What can be measured of a window as it stands: words cut off, widgets past an edge, one over another.

A window that is told its least size lays out below what its pages need without a word, so the size of the
window proves nothing: every widget is held against each frame around it. A scrolling body only gives way
up and down, so what runs past its side can never be reached.
"""

from itertools import combinations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QLineEdit, QScrollArea, QWidget

from desktop.components.labels import ElidedLabel

_SLACK = 1  # lengths are rounded to whole pixels


def cut_off(label: QLabel) -> bool:
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + _SLACK
    hint = label.sizeHint()
    return hint.width() > label.width() + _SLACK or hint.height() > label.height() + _SLACK


def cut_words(window: QWidget) -> list[str]:
    """Give the words that do not fit into their own label or button."""
    labels = [label for label in _seen(window, QLabel) if not isinstance(label, ElidedLabel)]
    cut = [label.text() for label in labels if isinstance(label, QLabel) and cut_off(label)]
    return cut + [name_of(button) for button in _own_buttons(window) if _is_squeezed(button)]


def past_an_edge(window: QWidget) -> list[str]:
    """Give what is cut by a frame around it, by its words."""
    kinds = (QLabel, QAbstractButton, QLineEdit)
    widgets = [widget for kind in kinds for widget in _seen(window, kind)]
    return [name_of(widget) for widget in widgets if not _stands_whole(widget, window)]


def covered(window: QWidget) -> list[tuple[str, str]]:
    """Give each two buttons that lie one over the other."""
    shown = [(button, _shown_part(button, window)) for button in _own_buttons(window)]
    return [
        (name_of(first), name_of(second))
        for (first, here), (second, there) in combinations(shown, 2)
        if here.intersects(there) and not first.isAncestorOf(second) and not second.isAncestorOf(first)
    ]


def is_in_sight(widget: QWidget, window: QWidget) -> bool:
    """Whether all of it can be seen without scrolling."""
    return widget.isVisible() and _shown_part(widget, window).size() == widget.size()


def name_of(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return text or widget.accessibleName() or type(widget).__name__


def _seen(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def _own_buttons(window: QWidget) -> list[QAbstractButton]:
    buttons = [each for each in window.findChildren(QAbstractButton) if each.isVisible()]
    return [each for each in buttons if type(each).__module__.startswith("desktop.")]


def _is_squeezed(button: QAbstractButton) -> bool:
    least = button.minimumSizeHint().boundedTo(button.maximumSize())
    return least.width() > button.width() + _SLACK or least.height() > button.height() + _SLACK


def _stands_whole(widget: QWidget, window: QWidget) -> bool:
    place, at = QRect(QPoint(0, 0), widget.size()), widget
    while at is not window and (frame := at.parentWidget()) is not None:
        place.translate(at.pos())
        room = frame.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        if _is_viewport(frame):
            if place.left() < room.left() or place.right() > room.right():
                return False
            place = place.intersected(frame.rect())
            if place.isEmpty():
                return True
        elif not room.contains(place):
            return False
        at = frame
    return True


def _shown_part(widget: QWidget, window: QWidget) -> QRect:
    place, at = QRect(QPoint(0, 0), widget.size()), widget
    while at is not window and (frame := at.parentWidget()) is not None:
        place = place.translated(at.pos()).intersected(frame.rect())
        at = frame
    return place


def _is_viewport(frame: QWidget) -> bool:
    area = frame.parentWidget()
    return isinstance(area, QScrollArea | QAbstractScrollArea) and area.viewport() is frame
