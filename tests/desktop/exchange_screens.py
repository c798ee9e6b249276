"""The page 同步 in its states, and the window around it."""

from dataclasses import replace
from typing import cast

from PySide6.QtWidgets import QWidget

from desktop.exchange.courier_words import say_report, say_running
from desktop.exchange.couriering import CourierAct, CourierReport
from desktop.exchange.exchange_presenter import DeviceMembership, ExchangePresenter
from desktop.exchange.exchange_view import ExchangeView
from desktop.pages.rail_pages import SYNC, TODAY
from desktop.shell.main_window import MainWindow
from desktop.shell.sync_indicator import Connection, SyncStatus
from desktop.traffic import Traffic
from resources.words import Words
from store.outbox import DeliveryState
from sync.courier.field import Carried
from sync.progress import SyncProgress, SyncStep
from tests.desktop.stories import HOUR_MS, QUEUE, queue_row
from tests.desktop.whole_rail import at_work
from tests.fakes.clock import STORY_STARTS_MS, FakeClock

OFFLINE = SyncStatus(Connection.OFFLINE, unsent=3, last_success_ms=STORY_STARTS_MS - 15 * HOUR_MS)


def framed(words: Words) -> MainWindow:
    window = at_work(words, TODAY, QWidget())
    window.show_sync(OFFLINE)
    return window


def exchange(words: Words) -> QWidget:
    window, presenter = exchange_page(words)
    running = SyncStatus(Connection.RUNNING, unsent=3, share=0.58, last_success_ms=OFFLINE.last_success_ms)
    presenter.show_status(running, SyncProgress(SyncStep.UPLOAD, 3, 5))
    presenter.show_queue(QUEUE)
    window.show_sync(running)
    return window


def exchange_waiting(words: Words) -> QWidget:
    window, presenter = exchange_page(words)
    presenter.show_status(OFFLINE)
    presenter.show_queue([queue_row(4, "吴*航", DeliveryState.QUEUED)])
    window.show_sync(OFFLINE)
    return window


def exchange_paused(words: Words) -> QWidget:
    window, presenter = exchange_page(words)
    paused = SyncStatus(Connection.PAUSED, unsent=1, last_success_ms=OFFLINE.last_success_ms)
    presenter.show_status(paused)
    presenter.show_queue([queue_row(4, "吴*航", DeliveryState.QUEUED)])
    window.show_sync(paused)
    view = cast("ExchangeView", window.page("sync"))
    view.show_courier(say_running(CourierAct.IMPORT, 34, 120, words=words))
    return window


def exchange_carried(words: Words) -> QWidget:
    window, presenter = exchange_page(words)
    presenter.show_status(OFFLINE)
    presenter.show_queue([queue_row(4, "吴*航", DeliveryState.QUEUED), QUEUE[4]])
    window.show_sync(OFFLINE)
    carried = Carried(moved=5, receipts=3, damaged=1, lost=2)
    report = CourierReport(CourierAct.IMPORT, "SHUANGLONG-32G", STORY_STARTS_MS, carried)
    view = cast("ExchangeView", window.page("sync"))
    view.show_courier(say_report(report, now_ms=STORY_STARTS_MS, words=words))
    return window


def exchange_returned(words: Words) -> QWidget:
    window, presenter = exchange_page(words)
    done = SyncStatus(Connection.OK, returned=2, last_success_ms=STORY_STARTS_MS)
    presenter.show_status(done)
    again = queue_row(6, "陈*华", DeliveryState.RETURNED, stops=2, code="record-missing")
    dealt_with = replace(again, id="uuid:7", subject="黄*珍", needs_person=False)
    presenter.show_queue([QUEUE[4], again, dealt_with, QUEUE[0]])
    window.set_badge(SYNC, done.returned)
    window.show_sync(done)
    return window


def exchange_empty(words: Words) -> QWidget:
    window, presenter = exchange_page(words)
    done = SyncStatus(Connection.OK, last_success_ms=STORY_STARTS_MS)
    presenter.show_status(done)
    presenter.show_queue([])
    window.show_sync(done)
    return window


def exchange_page(words: Words) -> tuple[MainWindow, ExchangePresenter]:
    view = ExchangeView(words)
    window = at_work(words, SYNC, view)
    window.show_sync(OFFLINE)
    presenter = ExchangePresenter(view, clock=FakeClock(), words=words)
    member = DeviceMembership("泉就业 · 泉州市", "3f9a·c07e", "青阳街道", STORY_STARTS_MS + 720 * HOUR_MS)
    presenter.show_membership(member)
    presenter.show_traffic(Traffic("2026-11-22", 310_000, 1_200_000, 9_400_000, 52_428_800))
    return window, presenter


SCREENS = (
    exchange,
    exchange_waiting,
    exchange_paused,
    exchange_carried,
    exchange_empty,
    exchange_returned,
)
