"""Makes a dim, blurred or glaring photograph clearer before it is read once more.

Blur is undone as an optician would: what a lens of this softness did to the picture is divided out of its
spectrum, as far as the noise allows (Wiener, 1949). A few softnesses are tried, because nobody says which it
was. Contrast that changes across the card is levelled against its own surroundings.
"""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from desktop.capture.frame_source import Pixels

_SOFTNESSES: Final = (2.0, 3.0, 4.5)  # standard deviation of the blur, in pixels
_NOISE: Final = 0.01  # power of the noise, as a share of that of the picture
_MARGIN: Final = 32  # mirrored around the picture, so that its edges ring outside of it
_MIDDLE, _SPREAD, _LEAST_SPREAD = 128, 50, 4


def undo_blur(gray: Pixels) -> Iterator[Pixels]:
    """Give the picture with each softness taken back; the spectrum is made once."""
    height, width = gray.shape
    tall, wide = (cv2.getOptimalDFTSize(side + 2 * _MARGIN) for side in (height, width))
    below, right = tall - height - _MARGIN, wide - width - _MARGIN
    framed = cv2.copyMakeBorder(gray, _MARGIN, below, _MARGIN, right, cv2.BORDER_REFLECT)
    spectrum = np.fft.rfft2(np.asarray(framed, dtype=np.float32))
    across, down = np.fft.rfftfreq(wide), np.fft.fftfreq(tall)[:, np.newaxis]
    for softness in _SOFTNESSES:
        lens = np.exp(-2 * (np.pi * softness) ** 2 * (across**2 + down**2))
        cleared = np.fft.irfft2(spectrum * lens / (lens * lens + _NOISE), s=(tall, wide))
        inner = cleared[_MARGIN : _MARGIN + height, _MARGIN : _MARGIN + width]
        yield np.clip(inner, 0, 255).astype(np.uint8)


def level(gray: Pixels, *, softness: float = 1.5, reach: float = 30.0) -> Pixels:
    """Smooth away the noise, then give every place the same brightness and contrast."""
    soft = np.asarray(cv2.GaussianBlur(gray, (0, 0), softness), dtype=np.float32)
    around = cv2.GaussianBlur(soft, (0, 0), reach)
    spread = np.sqrt(cv2.GaussianBlur((soft - around) ** 2, (0, 0), reach))
    levelled = _MIDDLE + _SPREAD * (soft - around) / (spread + _LEAST_SPREAD)
    return np.asarray(np.clip(levelled, 0, 255), dtype=np.uint8)


def sharpen(gray: Pixels) -> Pixels:
    """Bring out edges: twice what a soft copy of the picture lacks is added to it."""
    return np.asarray(cv2.addWeighted(gray, 3, cv2.GaussianBlur(gray, (0, 0), 4), -2, 0), dtype=np.uint8)
