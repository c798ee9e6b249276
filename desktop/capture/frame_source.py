"""The port through which pictures arrive: a camera, a file, or a test's own frames.

A source is opened once and then asked for its newest frame as often as the screen
likes. Asking never waits: a camera that is slow, absent or pulled out must not hold
the window, so an opening that fails is told by the next `latest`, not by `open`.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture, gray (height x width) or BGR (height x width x 3), and when it was taken."""

    pixels: Pixels
    taken_at_s: float  # on the monotonic clock, for gaps only

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])


class FrameSource(Protocol):
    """A stream of frames of which only the newest matters."""

    @property
    def name(self) -> str:
        """What the officer would call it; blank while nothing is known."""
        ...

    def open(self) -> None:
        """Begin; opening twice changes nothing."""
        ...

    def latest(self) -> Frame | None:
        """Give the newest frame not given before, or None when there is none.

        Raises:
            CameraUnavailableError: the source could not be opened.
            CameraLostError: it was open and has stopped.

        """
        ...

    def close(self) -> None:
        """Let go of the device; closing twice, or before opening, changes nothing."""
        ...
