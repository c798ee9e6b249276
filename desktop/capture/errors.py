"""What can go wrong between the camera and a code; every other way in stays open when it does."""

from desktop.errors import DesktopError


class CaptureError(DesktopError):
    """Base of the failures of cameras and pictures."""

    code = "capture-failed"


class CameraUnavailableError(CaptureError):
    """There is no such camera, or another program holds it."""

    code = "camera-unavailable"


class CameraLostError(CaptureError):
    """The camera gave pictures and then stopped: unplugged, asleep, or taken away."""

    code = "camera-lost"


class PictureUnreadableError(CaptureError):
    """The file is no picture we can read, or far larger than any photograph."""

    code = "picture-unreadable"


class NothingToPasteError(CaptureError):
    """Nothing was copied that could hold a code: no picture, no short text."""

    code = "clipboard-without-code"
