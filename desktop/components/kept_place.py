"""Where somebody is in a page that is built anew: the focus, the cursor, how far it is scrolled.

News of an exchange come while people work, and rows are built anew from them. Whoever is in the
middle of them finds the same control under the fingers: it is known again by its kind, its words and
its place among its like. Where it is gone, the next of its kind takes the focus. What is half typed
is for the owner of the field to carry over; here only the cursor is put back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QListView, QScrollArea, QScrollBar, QWidget


@contextmanager
def keeping_place(whole: QWidget) -> Iterator[None]:
    """Let what is inside `whole` be replaced; focus, cursor and scrolling are as before afterwards."""
    held = _held_in(whole)
    around = [(bar, bar.value()) for bar in map(QScrollArea.verticalScrollBar, _areas_around(whole))]
    inside = [bar.value() for bar in _bars_in(whole)]
    yield
    if held is not None:
        held.give_back(whole)
    for bar, value in around:
        bar.setValue(value)  # losing the focus had Qt bring another control into view
    for bar, value in zip(_bars_in(whole), inside, strict=False):
        _scroll_to(bar, value)


@contextmanager
def keeping_top_row(
    view: QListView, *, id_at: Callable[[QModelIndex], str | None], row_of: Callable[[str], int | None]
) -> Iterator[None]:
    """Let the rows of a long list change; whatever is on top of the screen stays there."""
    top = view.indexAt(QPoint(0, 0))
    seen, hidden_px = id_at(top), -view.visualRect(top).top()
    yield
    row = row_of(seen) if seen is not None else None
    model = view.model()
    if row is not None and model is not None:
        view.scrollTo(model.index(row, 0), QListView.ScrollHint.PositionAtTop)
        bar = view.verticalScrollBar()
        bar.setValue(bar.value() + hidden_px)


@dataclass(frozen=True, slots=True)
class _Held:
    """The control that has the focus, as it can be known again in what replaces it."""

    kind: type[QWidget]
    words: tuple[str, str, str]
    place: int  # among those of its kind with the same words
    place_of_kind: int
    cursor: tuple[int, int, int] | None  # of a line of text: position, start and length of what is chosen

    def give_back(self, whole: QWidget) -> None:
        kindred = _kindred(whole, self.kind)
        same = [one for one in kindred if _words(one) == self.words]
        among, place = (same, self.place) if same else (kindred, self.place_of_kind)
        if not among:
            return
        control = among[min(place, len(among) - 1)]
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        if same and self.cursor is not None and isinstance(control, QLineEdit):
            position, start, length = self.cursor
            control.setCursorPosition(position)
            if length:
                control.setSelection(start, length)


def _held_in(whole: QWidget) -> _Held | None:
    control = whole.window().focusWidget()
    if not whole.isAncestorOf(control):
        return None
    kindred = _kindred(whole, type(control))
    if control not in kindred:
        return None
    same = [one for one in kindred if _words(one) == _words(control)]
    cursor = None
    if isinstance(control, QLineEdit):
        cursor = (control.cursorPosition(), control.selectionStart(), control.selectionLength())
    return _Held(type(control), _words(control), same.index(control), kindred.index(control), cursor)


def _kindred(whole: QWidget, kind: type[QWidget]) -> list[QWidget]:
    found = whole.findChildren(kind)
    return [one for one in found if type(one) is kind and one.isVisibleTo(whole) and one.isEnabled()]


def _words(control: QWidget) -> tuple[str, str, str]:
    read = getattr(control, "text", None)
    text = "" if isinstance(control, QLineEdit) or not callable(read) else str(read())
    return text, control.accessibleName(), control.accessibleDescription()


def _areas_around(whole: QWidget) -> Iterator[QScrollArea]:
    parent = whole.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            yield parent
        parent = parent.parentWidget()


def _bars_in(whole: QWidget) -> list[QScrollBar]:
    areas = whole.findChildren(QScrollArea)
    return [area.verticalScrollBar() for area in areas if area.isVisibleTo(whole)]


def _scroll_to(bar: QScrollBar, value: int) -> None:
    """Scroll as far; what is new has no height before it is laid out, so wait for that."""
    bar.setValue(value)
    if bar.value() == value:
        return

    def laid_out(_low: int, high: int) -> None:
        if high > 0:
            bar.rangeChanged.disconnect(laid_out)
            bar.setValue(value)

    bar.rangeChanged.connect(laid_out)
