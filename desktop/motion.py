"""Whether this computer's user wishes still pictures; what moves here asks before it does.

Movement helps nobody to understand anything: whoever has switched it off in the system (or whose
system cannot say) sees the same end without the way.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication


def is_motion_wanted() -> bool:
    """Say whether something may move; False where the system asks for less."""
    hints = QGuiApplication.styleHints()
    wishes = hints.accessibility()
    return wishes.motionPreference() is not Qt.MotionPreference.ReducedMotion
