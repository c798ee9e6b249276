"""The one Qt application of this process; pictures need it as much as windows do."""

import shiboken6
from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.cycle_collection import CycleCollector
from desktop.preferences import Preferences
from desktop.theme import apply_theme
from desktop.tokens import HIGH_CONTRAST, LIGHT


def make_application() -> QApplication:
    """Give the one Qt application of this process, dressed; it is made at the first call."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["quancai"])
    application.setApplicationName("Quancai")
    application.setOrganizationName("Quancai")
    if application.findChild(CycleCollector) is None:
        CycleCollector(application)
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
                shiboken6.delete(widget)
        application.shutdown()
