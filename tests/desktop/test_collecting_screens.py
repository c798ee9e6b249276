"""The screens of collecting at each size they must stand: scanning, filling, reviewing, looking up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop.components.buttons import Button, ButtonKind
from desktop.theme import apply_theme, current_theme
from desktop.tokens import HIGH_CONTRAST, LIGHT, TARGET_MINIMUM, Palette
from tests.desktop.appearance_screens import SCREENS as APPEARANCE_SCREENS
from tests.desktop.collecting import SCREENS
from tests.desktop.form_screens import SCREENS as FORM_SCREENS
from tests.desktop.sheet_screens import SCREENS as SHEET_SCREENS
from tests.desktop.stage import Stage, in_front, on_stage
from tests.desktop.standing import covered, cut_words, past_an_edge

STAGED_SCREENS = (*SCREENS, *FORM_SCREENS, *APPEARANCE_SCREENS, *SHEET_SCREENS)
PICTURES = Path(__file__).resolve().parents[2] / "build" / "screens"


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
    Setting("en-1024x552", 1024, 552, language="en"),
    Setting("1093x552", 1093, 552),
    Setting("150", 1366, 690, percent=150),
    Setting("150-1024x690", 1024, 690, percent=150),
    Setting("en-150", 1366, 690, percent=150, language="en"),
    Setting("en-150-1024x690", 1024, 690, percent=150, language="en"),
    Setting("150-1366x768", 1366, 768, percent=150),
    Setting("en-150-1366x768", 1366, 768, percent=150, language="en"),
    Setting("contrast", 1366, 690, palette=HIGH_CONTRAST),
)


def dress(qapp: QApplication, setting: Setting) -> None:
    wanted = (setting.palette, setting.percent)
    worn = qapp.property("quancai_theme")
    if worn is None or (worn.palette, worn.percent) != wanted:
        apply_theme(qapp, palette=setting.palette, percent=setting.percent)


@pytest.fixture(
    scope="module",
    params=[(setting, show) for setting in SETTINGS for show in STAGED_SCREENS],
    ids=lambda pair: f"{pair[1].__name__}-{pair[0].name}",
)
def screen(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[QWidget]:
    """One screen at one size, drawn once and looked at by every test below."""
    setting, show = cast("tuple[Setting, Callable[[Stage], None]]", request.param)
    dress(qapp, setting)
    folder = tmp_path_factory.mktemp("screen")
    with on_stage(show, setting.language, folder, width=setting.width, height=setting.height) as window:
        PICTURES.mkdir(parents=True, exist_ok=True)
        window.grab().save(str(PICTURES / f"{show.__name__}-{setting.name}.png"))
        yield in_front(window)


def test_no_words_are_cut_off(screen: QWidget) -> None:
    assert cut_words(screen) == []


def test_nothing_stands_past_an_edge(screen: QWidget) -> None:
    assert past_an_edge(screen) == []


def test_no_button_lies_over_another(screen: QWidget) -> None:
    assert covered(screen) == []


def test_there_is_at_most_one_next_step(screen: QWidget) -> None:
    buttons = [button for button in screen.findChildren(Button) if button.isVisible()]

    assert sum(button.kind is ButtonKind.PRIMARY for button in buttons) <= 1


def test_every_target_is_large_enough_for_a_thumb(screen: QWidget) -> None:
    least = current_theme().px(TARGET_MINIMUM) - 1
    buttons = [button for button in screen.findChildren(QAbstractButton) if button.isVisible()]
    ours = [button for button in buttons if type(button).__module__.startswith("desktop.")]

    assert [button.accessibleName() for button in ours if min(button.width(), button.height()) < least] == []


def test_everything_that_can_be_pressed_has_a_name(screen: QWidget) -> None:
    buttons = [button for button in screen.findChildren(QAbstractButton) if button.isVisible()]
    ours = [button for button in buttons if type(button).__module__.startswith("desktop.")]

    assert all(button.accessibleName() for button in ours)
