"""The bar under a form: back, put aside, what is wrong, and the one way on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.icon_label import IconLabel
from desktop.components.page import DockedFooter
from desktop.form_entry.form_screen import Footer
from desktop.tokens import Tone
from resources.words import Words


class ActionBar(DockedFooter):
    """Docked at the bottom; its buttons are given out, the view listens to them."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.back = Button(words.text("screens.form.previous"), icon="arrow-left")
        self.leave = Button(words.text("screens.form.save_and_leave"), kind=ButtonKind.GHOST)
        self.mend = Button(words.text("screens.form.mend"), kind=ButtonKind.GHOST)
        self.onward = Button("", kind=ButtonKind.PRIMARY, size=ButtonSize.BIG, trailing_icon="arrow-right")
        self._problems = IconLabel("", icon="circle-alert", tone=Tone.DANGER, wrap=False)
        self._problems.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        for button in (self.back, self.leave):
            self.row.addWidget(button)
        self.row.addStretch(1)
        for widget in (self._problems, self.mend, self.onward):
            self.row.addWidget(widget)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Keep to what is not elsewhere: the way back on top of the form puts it aside, too."""
        self.leave.setVisible(not is_narrow)
        self.back.set_folded(is_folded=is_narrow)

    def show_footer(self, footer: Footer) -> None:
        self.back.setVisible(bool(footer.back))
        self._problems.set_text(footer.problems)
        self._problems.setVisible(bool(footer.problems))
        self.mend.setVisible(bool(footer.problems))
        self.onward.set_text(footer.onward)
        self.onward.set_key_hint(footer.onward_key)
        self.onward.setEnabled(not footer.is_busy)
        self.leave.setEnabled(not footer.is_busy)

    def follow(self, content: QWidget) -> None:
        """Let Tab go from the last question to this bar: what was built last would come last."""
        last: QWidget | None = None
        following = content.nextInFocusChain()
        while following is not None and content.isAncestorOf(following):
            if following.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                last = following
            following = following.nextInFocusChain()
        for button in (self.back, self.leave, self.mend, self.onward):
            if last is not None:
                QWidget.setTabOrder(last, button)
            last = button
