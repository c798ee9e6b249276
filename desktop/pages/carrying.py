"""The stick on the page 同步: what its card asks for, and what is said of each visit."""

from pathlib import Path

from PySide6.QtCore import QObject

from desktop.desk import Desk
from desktop.error_report import report_error
from desktop.errors import WorkerStoppedError
from desktop.exchange.courier_words import say_failure, say_report, say_running, say_stopped
from desktop.exchange.couriering import CourierAct, Couriering, CourierReport
from desktop.exchange.exchange_view import ExchangeView
from resources.words import Words


class CourierPages(QObject):
    """Joins the card to what carries."""

    def __init__(self, desk: Desk, view: ExchangeView, words: Words) -> None:
        super().__init__()
        self._desk, self._view, self._words = desk, view, words
        self._act = CourierAct.EXPORT
        self.carrying = Couriering(desk)
        self.carrying.progressed.connect(self._progressed)
        self.carrying.ended.connect(self._ended)
        self.carrying.failed.connect(self._failed)
        view.courier.place_chosen.connect(self._start)
        view.courier.cancelled.connect(self.carrying.cancel)

    def _start(self, act: str, place: Path) -> None:
        self._act = CourierAct(act)
        self._progressed(0, 0)
        self.carrying.start(self._act, place)

    def _progressed(self, done: int, total: int) -> None:
        self._view.show_courier(say_running(self._act, done, total, words=self._words))

    def _ended(self, report: CourierReport) -> None:
        now_ms = self._desk.clock.now_ms()
        self._view.show_courier(say_report(report, now_ms=now_ms, words=self._words))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, WorkerStoppedError):
            self._view.show_courier(say_stopped(words=self._words))
            return
        told = report_error(error, words=self._words, entropy=self._desk.entropy)
        self._view.show_courier(say_failure(told.in_one_line(self._words)))
