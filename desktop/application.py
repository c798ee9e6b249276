"""The one Qt application of this process; pictures need it as much as windows do."""

import os
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.cycle_collection import CycleCollector
from desktop.preferences import Preferences
from desktop.theme import IS_IN_STYLE, STYLE, apply_theme
from desktop.tokens import HIGH_CONTRAST, LIGHT

# The style as an argument of the program: handed over as an object it makes PySide6 load what styles need.
_COMMAND_LINE: Final = ("quancai", "-style", STYLE)
# Qt cuts every fill of some height into pieces for other threads. Ours are small: the door alone woke threads
# a thousand times, for a quarter of its painting, and pictures as large as a camera's are no slower without.
_ALL_ON_ONE_THREAD: Final = "QT_NO_GUI_THREADPOOL"
_COLLECTOR: Final = "quancai_cycle_collector"


def make_application() -> QApplication:
    """Give the one Qt application of this process, dressed; it is made at the first call."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        os.environ.setdefault(_ALL_ON_ONE_THREAD, "1")
        application = QApplication(list(_COMMAND_LINE))
        application.setProperty(IS_IN_STYLE, True)
    application.setApplicationName("Quancai")
    application.setOrganizationName("Quancai")
    # Kept where it is found by name: to look among the children makes PySide6 load every class of Qt.
    if application.property(_COLLECTOR) is None:
        application.setProperty(_COLLECTOR, CycleCollector(application))
    return application


def speak(application: QApplication, language: str) -> QTranslator:
    """Let Qt's own dialogs (choosing a file) speak the language of the program; give the words back."""
    words = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load(QLocale(language), "qtbase", "_", folder):
        application.installTranslator(words)
    return words


def dress(application: QApplication, preferences: Preferences, *, language: str) -> None:
    """Give the application its language, its colours and its text size."""
    speak(application, language)
    palette = HIGH_CONTRAST if preferences.has_high_contrast else LIGHT
    apply_theme(application, palette=palette, percent=preferences.text_percent)


def end_application() -> None:
    """Take the windows down before the interpreter does, in the order Qt wants it.

    Left to the interpreter's exit, styles and event filters go in an arbitrary order, and
    a program that has done its work ends with a crash instead of its exit code.
    """
    application = QApplication.instance()
    if isinstance(application, QApplication):
        for widget in application.topLevelWidgets():
            if shiboken6.isValid(widget):
                widget.deleteLater()
        # Qt takes them down itself: shiboken 6.7 crashes when it is told to delete a whole window.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        application.shutdown()
