"""This computer as a member of the city, on its own page: alarms to look at, its keys, a new beginning.

The parts hear the same news as every page. Beginning anew waits for an exchange that runs:
nothing may be sealed under a name that is being forgotten.
"""

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.components.dialog import ScrimDialog
from desktop.desk import Desk
from desktop.error_report import report_error
from desktop.news import News
from desktop.operations.beginning_anew import begin_anew
from desktop.operations.new_keys import ask_for_keys
from desktop.settings.alarm_words import say_alarms
from desktop.settings.key_words import say_keys
from desktop.settings.settings_view import SettingsView
from desktop.shell.main_window import MainWindow
from resources.words import Words
from store.copies_new_device import WaitingWork
from store.trust import note_seen


class MembershipCards(QObject):
    """Two cards of the page 这台电脑 and the count beside it in the rail."""

    began_anew = Signal()  # this computer is nobody's member now, and asks to join

    def __init__(self, desk: Desk, window: MainWindow, words: Words, *, page: str) -> None:
        super().__init__()
        self._desk, self._window, self._words, self._page = desk, window, words, page
        self._view: SettingsView | None = None
        self._wants_anew = False
        desk.news_arrived.connect(self._show)
        desk.status_changed.connect(lambda *_: self._begin_if_quiet())

    def attach(self, view: SettingsView) -> None:
        """Take over the cards of a page that was just added."""
        self._view = view
        view.alarms.seen.connect(self._see)
        view.keys.rotate_chosen.connect(self._rotate)
        view.keys.anew_chosen.connect(self._ask_to_begin_anew)
        if self._desk.news is not None:
            self._show(self._desk.news)

    def _show(self, news: News) -> None:
        if self._view is None:
            return
        now_ms = self._desk.clock.now_ms()
        self._view.alarms.show_alarms(say_alarms(news.alarms, now_ms=now_ms, words=self._words))
        self._view.keys.show_keys(
            None if news.keys is None else say_keys(news.keys, now_ms=now_ms, words=self._words)
        )
        self._window.set_badge(self._page, sum(one.is_open for one in news.alarms))

    def _see(self, code: str, subject: str) -> None:
        membership = self._desk.news.membership if self._desk.news else None
        if membership is None:
            return
        at_ms = self._desk.clock.now_ms()
        note = partial(note_seen, code=code, subject=subject, operator=self._desk.operator, at_ms=at_ms)
        self._desk.run(note, done=lambda _: self._desk.refresh(), failed=self._refuse)

    def _rotate(self) -> None:
        ask = partial(ask_for_keys, suite=None, clock=self._desk.clock, entropy=self._desk.entropy)

        def asked(is_made: bool) -> None:  # noqa: FBT001 — the store worker hands the answer over as it is
            self._say("keys_asked" if is_made else "keys_asked_before")
            self._desk.refresh()
            self._desk.sync()

        self._desk.run(ask, done=asked, failed=self._refuse)

    def _ask_to_begin_anew(self) -> None:
        text, news = self._words.text, self._desk.news
        unsent = news.day.unsent if news else 0
        drafts = len(news.day.drafts) if news else 0
        dialog = ScrimDialog(
            self._window,
            question=text("screens.device.anew_question"),
            explanation=text("screens.device.anew_explanation", unsent=unsent, drafts=drafts),
            act=text("screens.device.anew_act"),
            safe=text("screens.device.anew_safe"),
        )
        dialog.answered.connect(lambda is_chosen: self._begin_anew() if is_chosen else None)
        dialog.answered.connect(dialog.deleteLater)
        dialog.ask()

    def _begin_anew(self) -> None:
        self._wants_anew = True
        self._desk.pause_sync()

    def _begin_if_quiet(self) -> None:
        """Begin once no exchange is under way; pausing tells the status, and so does the end of one."""
        if self._wants_anew and not self._desk.is_syncing:
            self._wants_anew = False
            begin = partial(begin_anew, wall_ms=self._desk.clock.now_ms())
            self._desk.run(begin, done=self._begun, failed=self._stay)

    def _begun(self, _waiting: WaitingWork) -> None:
        self._desk.refresh(done=lambda _news: self.began_anew.emit())

    def _stay(self, error: Exception) -> None:
        self._desk.resume_sync()
        self._refuse(error)

    def _refuse(self, error: Exception) -> None:
        told = report_error(error, words=self._words, entropy=self._desk.entropy)
        self._window.toast.say(told.in_one_line(self._words), icon="circle-alert")

    def _say(self, key: str) -> None:
        self._window.toast.say(self._words.text(f"screens.device.{key}"))
