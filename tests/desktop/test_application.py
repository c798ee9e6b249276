"""Qt's own dialogs speak the language of the program."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from desktop.application import speak


def test_choosing_a_file_is_asked_in_chinese(qapp: QApplication) -> None:
    words = speak(qapp, "zh_CN")
    said = QCoreApplication.translate("QFileDialog", "Look in:")
    qapp.removeTranslator(words)

    assert said == "查找范围："
