"""Every screen of the shell at each size it must stand: nothing cut off, one next step, large targets."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest
import shiboken6
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop.components.buttons import Button, ButtonKind
from desktop.enrolment.compare_panel import FingerprintGroup
from desktop.lock_out import LockOut
from desktop.pages.rail_pages import TODAY
from desktop.shell.main_window import MainWindow
from desktop.shell.pin_pad import PinKey
from desktop.shell.sync_indicator import SyncStatus
from desktop.shell.unlock_presenter import OperatorCard
from desktop.shell.unlock_screen import DeviceFacts, UnlockScreen
from desktop.theme import apply_theme, current_theme
from desktop.today.today_page import Heading
from desktop.today.today_presenter import TodayPresenter
from desktop.today.today_view import TodayView
from desktop.tokens import HIGH_CONTRAST, LIGHT, TARGET_MINIMUM, Palette
from resources.words import Words
from sync.custody.key_file import SecretKind
from tests.desktop.computer_screens import SCREENS as COMPUTER_SCREENS
from tests.desktop.deciding_screens import SCREENS as DECIDING_SCREENS
from tests.desktop.enrolment_screens import SCREENS as ENROLMENT_SCREENS
from tests.desktop.enrolment_screens import enrolment_compare
from tests.desktop.exchange_screens import OFFLINE, framed
from tests.desktop.exchange_screens import SCREENS as EXCHANGE_SCREENS
from tests.desktop.gig_screens import SCREENS as GIG_SCREENS
from tests.desktop.moving_screens import SCREENS as MOVING_SCREENS
from tests.desktop.stage import settle
from tests.desktop.standing import covered, cut_words, is_in_sight, past_an_edge
from tests.desktop.stories import DAY, EMPTY_DAY, HOUR_MS
from tests.desktop.task_screens import SCREENS as TASK_SCREENS
from tests.desktop.whole_rail import at_work
from tests.fakes.clock import STORY_STARTS_MS, FakeClock

PICTURES = Path(__file__).resolve().parents[2] / "build" / "screens"
OPERATORS = (
    OperatorCard("lin", "林秀梅", "象山社区 网格员"),
    OperatorCard("chen", "陈建明", "象山社区 协理员"),
)
CROWD = (*OPERATORS, *(OperatorCard(str(number), f"093{number}", "用 PIN") for number in range(4)))


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    width: int
    height: int
    percent: int = 100
    language: str = "zh_CN"
    palette: Palette = LIGHT


SETTINGS = (
    Setting("1366x690", 1366, 690),
    Setting("1093x552", 1093, 552),
    Setting("130", 1366, 690, percent=130),
    Setting("150", 1366, 690, percent=150),
    Setting("150-1024x690", 1024, 690, percent=150),
    Setting("en", 1366, 690, language="en"),
    Setting("en-1024x552", 1024, 552, language="en"),
    Setting("en-150", 1366, 690, percent=150, language="en"),
    Setting("en-150-1024x690", 1024, 690, percent=150, language="en"),
    Setting("150-1366x768", 1366, 768, percent=150),
    Setting("en-150-1366x768", 1366, 768, percent=150, language="en"),
    Setting("contrast", 1366, 690, palette=HIGH_CONTRAST),
)


def today(words: Words) -> QWidget:
    return today_of(words, is_empty=False)


def today_empty(words: Words) -> QWidget:
    return today_of(words, is_empty=True)


def today_differing(words: Words) -> QWidget:
    return today_of(words, is_empty=False, differing=2)


def today_returned(words: Words) -> QWidget:
    window = today_of(words, is_empty=False, returned=2)
    window.show_sync(replace(OFFLINE, returned=2))
    window.set_badge("sync", 5)
    return window


def today_of(words: Words, *, is_empty: bool, differing: int = 0, returned: int = 0) -> MainWindow:
    view = TodayView(words)
    window = at_work(words, TODAY, view)

    def show_heading(heading: Heading) -> None:
        window.set_heading("today", title=heading.title, sentence=heading.sentence)
        scan = words.text("screens.today.scan")
        window.set_action("today", scan, icon="scan-qr-code", key_hint="F2", is_primary=heading.is_scan_next)

    view.heading_changed.connect(show_heading)
    presenter = TodayPresenter(view, clock=FakeClock(), words=words)
    presenter.greet("林秀梅", place="青阳街道象山社区")
    presenter.show_day(replace(EMPTY_DAY if is_empty else DAY, differing=differing, returned=returned))
    presenter.show_sync(SyncStatus() if is_empty else OFFLINE)
    window.show_sync(SyncStatus() if is_empty else OFFLINE)
    return window


def unlock_with(words: Words, kind: SecretKind, *, operators: Sequence[OperatorCard] = OPERATORS) -> QWidget:
    window = framed(words)
    lock_out = LockOut(clock=FakeClock())
    screen = UnlockScreen(words, operators=operators, kind=kind, try_secret=lambda _: None, lock_out=lock_out)
    screen.setParent(window)
    screen.show_facts(DeviceFacts(3, STORY_STARTS_MS - 15 * HOUR_MS), now_ms=STORY_STARTS_MS)
    window.show_lock_screen(screen.view)
    return window


def unlock_pin(words: Words) -> QWidget:
    window = unlock_with(words, SecretKind.PIN)
    screen = cast("UnlockScreen", window.findChild(UnlockScreen))
    screen.presenter.press_digit("1")
    screen.presenter.press_digit("2")
    return window


def unlock_wrong(words: Words) -> QWidget:
    window = unlock_with(words, SecretKind.PIN, operators=CROWD)
    screen = cast("UnlockScreen", window.findChild(UnlockScreen))
    screen.presenter.refused()
    return window


def unlock_passphrase(words: Words) -> QWidget:
    return unlock_with(words, SecretKind.PASSPHRASE)


SCREENS: tuple[Callable[[Words], QWidget], ...] = (
    *ENROLMENT_SCREENS,
    today,
    today_empty,
    today_differing,
    today_returned,
    *EXCHANGE_SCREENS,
    *TASK_SCREENS,
    unlock_pin,
    unlock_wrong,
    unlock_passphrase,
    *COMPUTER_SCREENS,
    *DECIDING_SCREENS,
    *GIG_SCREENS,
    *MOVING_SCREENS,
)


@pytest.fixture(scope="module", params=SETTINGS, ids=lambda setting: setting.name)
def setting(request: pytest.FixtureRequest, qapp: QApplication) -> Setting:
    chosen = cast("Setting", request.param)
    apply_theme(qapp, palette=chosen.palette, percent=chosen.percent)
    return chosen


@pytest.fixture(scope="module", params=SCREENS, ids=lambda screen: screen.__name__)
def screen(request: pytest.FixtureRequest, setting: Setting, qapp: QApplication) -> Iterator[QWidget]:
    window = cast("QWidget", request.param(Words(setting.language)))
    window.resize(setting.width, setting.height)
    window.show()
    settle()
    PICTURES.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(PICTURES / f"{request.param.__name__}-{setting.name}.png"))
    yield window
    window.close()
    shiboken6.delete(window)


def seen(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def test_no_words_are_cut_off(screen: QWidget) -> None:
    assert cut_words(screen) == []


def test_nothing_stands_past_an_edge(screen: QWidget) -> None:
    assert past_an_edge(screen) == []


def test_no_button_lies_over_another(screen: QWidget) -> None:
    assert covered(screen) == []


def test_there_is_at_most_one_next_step(screen: QWidget) -> None:
    buttons = cast("list[Button]", seen(screen, Button))

    primary = [button.text() for button in buttons if button.kind is ButtonKind.PRIMARY]

    assert len(primary) <= 1


def test_every_target_is_large_enough_for_a_thumb(screen: QWidget) -> None:
    least = current_theme().px(TARGET_MINIMUM) - 1

    small = [
        (button.accessibleName(), button.width(), button.height())
        for button in cast("list[QAbstractButton]", seen(screen, QAbstractButton))
        if button.width() < least or button.height() < least
    ]

    assert small == []


def test_every_control_has_a_name(screen: QWidget) -> None:
    nameless = [
        type(button).__name__
        for button in cast("list[QAbstractButton]", seen(screen, QAbstractButton))
        if not (button.accessibleName() or button.text())
    ]

    assert nameless == []


UNLOCKING = (unlock_pin, unlock_wrong)


@pytest.mark.parametrize("unlock", UNLOCKING, ids=lambda unlock: unlock.__name__)
def test_every_key_of_the_door_is_in_sight(
    unlock: Callable[[Words], QWidget], setting: Setting, qapp: QApplication
) -> None:
    window = unlock(Words(setting.language))
    window.resize(setting.width, setting.height)
    window.show()
    qapp.processEvents()

    hidden = [key.accessibleName() for key in window.findChildren(PinKey) if not is_in_sight(key, window)]
    window.close()
    shiboken6.delete(window)

    assert hidden == []


def test_the_fingerprint_is_in_sight_before_it_is_confirmed(setting: Setting, qapp: QApplication) -> None:
    window = enrolment_compare(Words(setting.language))
    window.resize(setting.width, setting.height)
    window.show()
    qapp.processEvents()

    groups = window.findChildren(FingerprintGroup)
    hidden = [group.text() for group in groups if not is_in_sight(group, window)]
    window.close()
    shiboken6.delete(window)

    assert len(groups) == 16
    assert hidden == []
