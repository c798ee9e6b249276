"""The screens of the first run, from the welcome to the first records."""

import numpy as np
from PySide6.QtWidgets import QWidget

from desktop.capture.frame_source import Frame
from desktop.enrolment.fill_presenter import Arrived, FillPresenter
from desktop.enrolment.wizard_presenter import WizardPresenter
from desktop.enrolment.wizard_view import WizardView
from desktop.shell.main_window import MainWindow
from resources.words import Words
from sync.errors import EnrolmentPendingError
from sync.keys.enrolment import Invitation
from sync.keys.identity import VerificationKey
from sync.keys.registry import TrustRoots
from sync.progress import SyncOutcome, SyncProgress, SyncState, SyncStep
from tests.fakes.clock import STORY_STARTS_MS

INVITATION = Invitation(
    relay_url="https://relay.quanzhou.example",
    org="quanzhou",
    realm="city/350500",
    roots=TrustRoots(tuple(VerificationKey(1, bytes([number]) * 32) for number in (3, 4, 5)), 2),
    code=bytes(16),
    scope=("350582001", "350582002"),
    expires_ms=STORY_STARTS_MS + 7 * 86_400_000,
)


def wizard(
    words: Words, *, is_installed: bool = False, has_keychain: bool = True
) -> tuple[MainWindow, WizardView, WizardPresenter]:
    window, view = MainWindow(words), WizardView(words, has_keychain=has_keychain, camera_count=2)
    window.show_full_screen_task(view)
    presenter = WizardPresenter(view, words=words, is_installed=is_installed)
    presenter.start()
    return window, view, presenter


def enrolment_welcome(words: Words) -> QWidget:
    return wizard(words)[0]


def enrolment_camera(words: Words) -> QWidget:
    window, view, presenter = wizard(words)
    presenter.begin()
    ramp = np.tile(np.linspace(40, 150, 640, dtype=np.uint8), (480, 1))
    view.connect_panel.show_frame(Frame(ramp, taken_at_s=0.0))
    return window


def enrolment_no_camera(words: Words) -> QWidget:
    window, _, presenter = wizard(words)
    presenter.begin()
    told = words.error("invitation-expired")
    presenter.refused(words.text("screens.enrolment.trouble", title=told.title, next_step=told.next_step))
    return window


def enrolment_compare(words: Words) -> QWidget:
    window, _, presenter = wizard(words)
    presenter.begin()
    presenter.invited(INVITATION)
    return window


def enrolment_secret(words: Words) -> QWidget:
    window, view, presenter = wizard(words, has_keychain=False)
    presenter.begin()
    presenter.invited(INVITATION)
    presenter.confirm()
    view.go.click()
    return window


def enrolment_name(words: Words) -> QWidget:
    window, _, presenter = wizard(words, is_installed=True)
    presenter.invited(INVITATION)
    presenter.confirm()
    return window


def enrolment_waiting(words: Words) -> QWidget:
    window, view, presenter = wizard(words)
    presenter.fill()
    fill = FillPresenter(words)
    for _ in range(20):
        fill.ended(SyncOutcome(SyncState.REFUSED, EnrolmentPendingError.code, 0, 0, at_ms=0))
    view.show_fill(fill.page())
    return window


def enrolment_refused(words: Words) -> QWidget:
    window, view, presenter = wizard(words)
    presenter.fill()
    fill = FillPresenter(words)
    fill.ended(SyncOutcome(SyncState.REFUSED, "invitation-used", 0, 0, at_ms=0))
    view.show_fill(fill.page())
    return window


def enrolment_offline(words: Words) -> QWidget:
    window, view, presenter = wizard(words)
    presenter.fill()
    fill = FillPresenter(words)
    fill.ended(SyncOutcome(SyncState.OFFLINE, "server-unreachable", 0, 0, at_ms=0))
    view.show_fill(fill.page())
    return window


def enrolment_filling(words: Words) -> QWidget:
    window, view, presenter = wizard(words)
    presenter.fill()
    fill = FillPresenter(words)
    fill.admitted()
    fill.progress(SyncProgress(SyncStep.FIRST_FILL, 34, 120))
    fill.arrived(Arrived(412, 1_203))
    view.show_fill(fill.page())
    return window


SCREENS = (
    enrolment_welcome,
    enrolment_camera,
    enrolment_no_camera,
    enrolment_compare,
    enrolment_secret,
    enrolment_name,
    enrolment_waiting,
    enrolment_refused,
    enrolment_offline,
    enrolment_filling,
)
