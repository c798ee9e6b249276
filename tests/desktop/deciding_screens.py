"""The page of differences in its states: waiting, chosen and in full, refused, nothing left."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop.deciding.deciding_screen import Standing
from desktop.deciding.deciding_view import DecidingView
from desktop.shell.main_window import MainWindow
from resources.words import Words
from tests.desktop.deciding_story import CAI, DOUBT, PHONE, STATUS, words_for
from tests.fakes.clock import STORY_STARTS_MS


def shown(words: Words, *, is_revealed: bool = False) -> tuple[MainWindow, DecidingView]:
    window, view = MainWindow(words), DecidingView(words)
    window.show_full_screen_task(view)
    chosen = {STATUS.key: 1} if is_revealed else {}
    doubted = replace(STATUS, doubt=DOUBT if is_revealed else None)
    record = replace(CAI, differences=(doubted, PHONE))
    card = words_for(words.language).card(record, is_revealed=is_revealed, now_ms=STORY_STARTS_MS)
    view.show_records((card,))
    view.show_chosen(chosen)
    figures = words.text("screens.differences.figures", taken=len(chosen), total=2)
    view.show_standing(Standing(figures, can_confirm=bool(chosen), has_mine=True, has_theirs=True))
    return window, view


def deciding(words: Words) -> QWidget:
    return shown(words)[0]


def deciding_chosen(words: Words) -> QWidget:
    return shown(words, is_revealed=True)[0]


def deciding_unexplained(words: Words) -> QWidget:
    window, view = shown(words, is_revealed=True)
    view.show_reason_missing(CAI.record.id)
    return window


def deciding_refused(words: Words) -> QWidget:
    window, view = shown(words)
    told = words.error("store-unavailable")
    view.show_failure(told.title, f"{told.explanation} {told.next_step}")
    return window


def deciding_nothing(words: Words) -> QWidget:
    window, view = shown(words)
    view.show_nothing(words.text("screens.differences.none"), words.text("screens.differences.none_quiet"))
    return window


SCREENS = (deciding, deciding_chosen, deciding_unexplained, deciding_refused, deciding_nothing)
