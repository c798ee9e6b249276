"""What every answer widget has in common, so that the question around it need not know its kind."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget


class QuestionInput(QWidget):
    """An answer widget: text in, text out."""

    answered = Signal(str)
    attached = Signal(object)  # FileContent, or None when the file is taken away
    left = Signal()

    can_answer = True  # False for words of the form, and for answers that stand already
    is_wide = True  # whether it wants the whole width of the page

    def show_text(self, text: str) -> None:
        """Show an answer that was not typed here; never while it is being typed."""

    def show_file(self, content: bytes) -> None:
        """Show the file that stands as the answer; empty where there is none."""

    def show_problem(self, sentence: str) -> None:
        """Mark the answer as wrong, or right again when the sentence is blank."""

    def take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def name(self, label: str) -> None:
        """Tell the screen reader which question this answers."""

    def watch(self, widget: QWidget) -> None:
        """Announce when this inner widget loses the focus to something else."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)


def mark_invalid(widget: QWidget, *, is_invalid: bool) -> None:
    """Let the stylesheet draw the widget as wrong; polishing one widget is cheap."""
    if bool(widget.property("invalid")) != is_invalid:
        widget.setProperty("invalid", is_invalid)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
