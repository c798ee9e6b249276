"""The page that offers to move a draft to another version, with something of everything on it."""

from PySide6.QtWidgets import QWidget

from desktop.form_entry.draft_move import LeftLine, MoveOffer
from desktop.form_entry.form_screen import FormHeader
from desktop.form_entry.move_view import MoveView
from desktop.shell.main_window import MainWindow
from resources.words import Words


def moving_draft(words: Words) -> QWidget:
    text, count = words.text, words.count
    offer = MoveOffer(
        title=text("screens.move.title"),
        reason=text("screens.move.newer", former="2026112301", newest="2026120101"),
        can_stay=True,
        kept=count("screens.move.kept", 18),
        left_heading=count("screens.move.left", 2),
        left=(
            LeftLine("上一份工作做什么", "在鞋厂开针车，做了三年", text("screens.move.reason.gone")),
            LeftLine("失业原因", "合同到期", text("screens.move.reason.not-offered")),
        ),
        asked_heading=count("screens.move.asked", 3),
        asked=("想去哪里上班", "能不能上夜班", "要不要住宿"),
    )
    header = FormHeader("蔡*明 · 男 · 46 岁", "象山路 12 号 · 就业状况简表")
    window = MainWindow(words)
    window.show_full_screen_task(MoveView(header, offer, words))
    return window


SCREENS = (moving_draft,)
