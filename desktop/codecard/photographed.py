"""Makes a printed card look photographed: held askew, in uneven light, not quite sharp.

Real photographs cannot be shipped, so these variants stand in for them in tests and in
the demonstration. Chance comes from the generator that is passed in: the same seed
gives the same picture.
"""

from collections.abc import Callable, Mapping
from typing import Final

import cv2
import numpy as np

from desktop.capture.frame_source import Pixels

Grain = np.random.Generator
Variant = Callable[[Pixels, Grain], Pixels]

_FRAME: Final = (960, 1280)  # height, width
_WALL: Final = (52, 56, 60)


def hold_before_camera(card: Pixels, grain: Grain, *, tilt: float = 0.06) -> Pixels:
    """Place the card on a dim wall, turned and tilted as a hand would hold it."""
    height, width = card.shape[:2]
    scale = _FRAME[0] * 0.78 / height
    centre = np.array([_FRAME[1] / 2, _FRAME[0] / 2])
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) * scale / 2
    angle = grain.uniform(-0.12, 0.12)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    target = corners @ turn.T + centre + grain.uniform(-tilt, tilt, size=(4, 2)) * width * scale
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(source, target.astype(np.float32))
    wall = np.full((*_FRAME, 3), _WALL, dtype=np.uint8)
    size = (_FRAME[1], _FRAME[0])
    placed = cv2.warpPerspective(card, warp, size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((height, width), 255, dtype=np.uint8), warp, size)
    return np.asarray(np.where(mask[..., None] > 127, placed, wall), dtype=np.uint8)


def light_unevenly(picture: Pixels, grain: Grain) -> Pixels:
    """A window at one side: bright there, dim at the other."""
    height, width = picture.shape[:2]
    direction = grain.uniform(0, 2 * np.pi)
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    slope = (x * np.cos(direction) + y * np.sin(direction)) / np.sqrt(2)
    return _clipped(picture * (0.68 + 0.38 * slope)[..., None])


def dim(picture: Pixels, grain: Grain) -> Pixels:
    """A stairwell without a lamp, with the noise a small sensor adds to it."""
    return add_noise(_clipped(picture * 0.30), grain, strength=3.0)


def blur(picture: Pixels, grain: Grain) -> Pixels:
    """Slightly out of focus."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), float(grain.uniform(1.2, 1.9))), dtype=np.uint8)


def shake(picture: Pixels, grain: Grain) -> Pixels:
    """A hand that moved while the shutter was open."""
    length = int(grain.integers(5, 8))
    kernel = np.zeros((length, length), dtype=np.float32)
    kernel[length // 2, :] = 1 / length
    return np.asarray(cv2.filter2D(picture, -1, kernel), dtype=np.uint8)


def add_noise(picture: Pixels, grain: Grain, *, strength: float = 9.0) -> Pixels:
    return _clipped(picture + grain.normal(0.0, strength, picture.shape))


def compress(picture: Pixels, grain: Grain) -> Pixels:
    """Sent twice through a chat program."""
    _, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(grain.integers(28, 40))])
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), dtype=np.uint8)


def photograph(card: Pixels, grain: Grain) -> Pixels:
    """The everyday photograph: a little of everything."""
    picture = light_unevenly(hold_before_camera(card, grain), grain)
    softened = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.9), dtype=np.uint8)
    return compress(add_noise(softened, grain, strength=4.0), grain)


def _held(change: Variant) -> Variant:
    return lambda card, grain: change(hold_before_camera(card, grain), grain)


VARIANTS: Final[Mapping[str, Variant]] = {
    "held": hold_before_camera,
    "tilted": lambda card, grain: hold_before_camera(card, grain, tilt=0.12),
    "uneven-light": _held(light_unevenly),
    "dim": _held(dim),
    "blurred": _held(blur),
    "shaken": _held(shake),
    "noisy": _held(add_noise),
    "compressed": _held(compress),
    "everyday": photograph,
}


def _clipped(values: "np.ndarray[tuple[int, ...], np.dtype[np.floating]]") -> Pixels:
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)
