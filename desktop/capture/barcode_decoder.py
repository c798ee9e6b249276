"""Reads codes from one picture: a quick chain for live frames, a patient one for stills.

The chains are the measured ones: zxing-cpp first; on a live frame one more attempt
that rotates from frame to frame, and every kind of code only on each third frame; on
a still CLAHE, gamma, double size and a global threshold, then blur undone, contrast
levelled and edges sharpened, one after the other until something is read; a second
reader comes last. OpenCV prepares pictures, its own QR detectors are never used.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import zxingcpp

from desktop.capture.clearing import level, sharpen, undo_blur
from desktop.capture.frame_source import Pixels
from desktop.capture.second_reader import SecondReader
from desktop.capture.text_decoding import decode_text

# By name: zxing's own objects, kept in a module, are reported as leaks when the program ends.
_QR: Final = "QRCode"
_ALL: Final = "QRCode,MicroQRCode,RMQRCode,Code128,Code39,EAN13,EAN8,UPCA,ITF,Codabar,PDF417,DataMatrix,Aztec"
# Whose own check would not let a wrong reading of a picture we have changed so much pass.
_CHECKED: Final = "QRCode,MicroQRCode,RMQRCode,DataMatrix,Aztec,PDF417,Code128"
_LOCAL: Final = "LocalAverage"
_GLOBAL: Final = "GlobalHistogram"
_EVERY_KIND_EACH: Final = 3
_SMALL_SIDE: Final = 1300
_USUAL_SIDE: Final = 1600
_GAMMA: Final = np.array([round(255 * (level / 255) ** 0.45) for level in range(256)], dtype=np.uint8)

Corner = tuple[int, int]
Preparation = Callable[[Pixels], Pixels]


@dataclass(frozen=True, slots=True)
class Scan:
    """One code as read: its text, its kind, and where in the picture it lies."""

    text: str
    symbology: str
    is_certain: bool  # False: the character set had to be guessed, so a person confirms the text
    corners: tuple[Corner, ...] = ()


class LiveDecoder:
    """Reads frames of a stream; remembers only whose turn it is."""

    def __init__(self) -> None:
        self._turn = 0

    def decode(self, pixels: Pixels) -> tuple[Scan, ...]:
        gray = _to_gray(pixels)
        formats = _ALL if self._turn % _EVERY_KIND_EACH == 0 else _QR
        prepare, binarizer = _LIVE_RETRIES[self._turn % len(_LIVE_RETRIES)]
        self._turn += 1
        return _read(gray, formats=formats) or _read(prepare(gray), formats=_QR, binarizer=binarizer)


def decode_still(pixels: Pixels, *, second: SecondReader | None = None) -> tuple[Scan, ...]:
    """Read every code of a photograph, trying harder as long as nothing is found."""
    gray = _to_gray(pixels)
    found = next((scans for scans in _still_attempts(gray) if scans), ())
    if found or second is None:
        return found
    readings = second.read(_fit(gray, longest=_USUAL_SIDE))
    return tuple(Scan(one.decoded.text, one.symbology, one.decoded.is_certain) for one in readings)


def _still_attempts(gray: Pixels) -> Iterator[tuple[Scan, ...]]:
    usual = _fit(gray, longest=_USUAL_SIDE)
    yield _read(gray, formats=_ALL)
    if usual is not gray:
        yield _rescaled(_read(usual, formats=_ALL), gray.shape[1] / usual.shape[1])
    scale = gray.shape[1] / usual.shape[1]
    yield _rescaled(_read(_clahe(usual), formats=_ALL), scale)
    yield _rescaled(_read(_brighten(usual), formats=_ALL), scale)
    if max(usual.shape) <= _SMALL_SIDE:
        yield _rescaled(_read(_double(usual), formats=_ALL), scale / 2)
    yield _rescaled(_read(usual, formats=_ALL, binarizer=_GLOBAL), scale)
    for cleared in undo_blur(usual):
        yield _rescaled(_read(cleared, formats=_CHECKED), scale)
    yield _rescaled(_read(level(usual), formats=_CHECKED), scale)
    for binarizer in (_LOCAL, _GLOBAL):
        yield _rescaled(_read(sharpen(usual), formats=_CHECKED, binarizer=binarizer), scale)


def _read(gray: Pixels, *, formats: str, binarizer: str = _LOCAL) -> tuple[Scan, ...]:
    found = zxingcpp.read_barcodes(
        np.ascontiguousarray(gray),
        formats=zxingcpp.barcode_formats_from_str(formats),
        binarizer=getattr(zxingcpp.Binarizer, binarizer),
        text_mode=zxingcpp.TextMode.HexECI,
    )
    return tuple(_scan(barcode) for barcode in found if barcode.bytes)


def _scan(barcode: zxingcpp.Barcode) -> Scan:
    decoded = decode_text(barcode.bytes, labelled_hex=barcode.text)
    place = barcode.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return Scan(
        text=decoded.text,
        symbology=barcode.format.name,
        is_certain=decoded.is_certain,
        corners=tuple((int(corner.x), int(corner.y)) for corner in corners),
    )


def _rescaled(scans: tuple[Scan, ...], scale: float) -> tuple[Scan, ...]:
    return tuple(
        Scan(
            scan.text,
            scan.symbology,
            is_certain=scan.is_certain,
            corners=tuple((round(x * scale), round(y * scale)) for x, y in scan.corners),
        )
        for scan in scans
    )


def _to_gray(pixels: Pixels) -> Pixels:
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def _fit(gray: Pixels, *, longest: int) -> Pixels:
    side = max(gray.shape)
    if side <= longest:
        return gray
    factor = longest / side
    return np.asarray(cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)


def _clahe(gray: Pixels) -> Pixels:
    return np.asarray(cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(gray), dtype=np.uint8)


def _brighten(gray: Pixels) -> Pixels:
    return np.asarray(cv2.LUT(gray, _GAMMA), dtype=np.uint8)


def _double(gray: Pixels) -> Pixels:
    return np.asarray(cv2.resize(gray, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _double_centre(gray: Pixels) -> Pixels:
    height, width = gray.shape[:2]
    return _double(gray[height // 4 : height - height // 4, width // 4 : width - width // 4])


def _unchanged(gray: Pixels) -> Pixels:
    return gray


_LIVE_RETRIES: Final[tuple[tuple[Preparation, str], ...]] = (
    (_brighten, _LOCAL),
    (_clahe, _LOCAL),
    (_unchanged, _GLOBAL),
    (_double_centre, _LOCAL),
)
