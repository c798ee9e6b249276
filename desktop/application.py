"""The one Qt application of this process; pictures need it as much as windows do."""

from PySide6.QtWidgets import QApplication


def make_application() -> QApplication:
    """Give the one Qt application of this process, dressed; it is made at the first call."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["quancai"])
    application.setApplicationName("Quancai")
    application.setOrganizationName("Quancai")
    return application
