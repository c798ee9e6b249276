"""Qt without a screen, dressed once, and the story's words and clock."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtWidgets import QApplication

from desktop.theme import apply_theme
from resources.words import Words
from tests.fakes.clock import FakeClock


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["quancai-tests"]


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application in its theme at normal text size."""
    apply_theme(qapp)
    return qapp


@pytest.fixture
def words() -> Words:
    return Words("zh_CN")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()
