"""A card under a poor camera: where it lies, what the light does to it, and what the camera makes of that.

The order is that of the world: the card is printed, bent and covered; it is lit; a lens blurs it; a sensor
adds noise; a file is squeezed. Every value is one dial; a picture is one setting of all of them.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from bench.scan_bench.drawn_codes import DrawnCode
from desktop.capture.frame_source import Pixels

_WIDTH, _HEIGHT = 960, 720
_PRINT: Final = 12  # pixels a module on the card
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Setting:
    """All dials; lengths are in modules of the code unless they say otherwise."""

    pixels_a_module: float = 5.0
    quiet: float = 4.0  # light border before other print begins
    turn_degrees: float = 0.0
    tilt_degrees: float = 0.0
    bend_degrees: float = 0.0  # of the cylinder the card lies on
    covered: float = 0.0  # share of the code under something
    worn: float = 0.0  # share of modules whose ink is gone or smeared
    ink: float = 0.08  # light the dark modules give back
    paper: float = 0.9
    is_inverted: bool = False
    glare: float = 0.0  # share of the code under a reflection
    shade: float = 1.0  # light on the dark side of the card, of that on the bright one
    exposure: float = 1.0
    ripple: float = 0.0  # of a screen that is photographed
    blur: float = 0.0
    motion: float = 0.0
    electrons: float = 0.0  # of a white pixel; 0 is a camera without noise
    jpeg: int = 0  # quality; 0 is not squeezed


def photograph(code: DrawnCode, setting: Setting, dice: np.random.Generator) -> Pixels:
    """Take the picture, gray, 960x720."""
    card = _print(code, setting, dice)
    scene = _lay(card, setting, dice)
    scene = _light(scene, setting, dice, size=max(code.modules.shape) * setting.pixels_a_module)
    return _take(scene, setting, dice)


def _print(code: DrawnCode, setting: Setting, dice: np.random.Generator) -> Floats:
    dark, light = setting.ink, setting.paper
    if setting.is_inverted:
        dark, light = light, dark
    modules = np.where(code.modules < 128, dark, light).astype(np.float32)
    if setting.worn:
        gone = dice.random(modules.shape) < setting.worn
        modules = np.where(gone, dice.uniform(dark, light, modules.shape), modules).astype(np.float32)
    drawn = np.kron(modules, np.ones((_PRINT, _PRINT), dtype=np.float32))
    if setting.covered:
        _cover(drawn, setting.covered, dice)
    quiet = round(setting.quiet * _PRINT)
    bordered = np.pad(drawn, quiet, constant_values=light)
    return np.pad(bordered, 2 * _PRINT, constant_values=0.25)


def _cover(drawn: Floats, share: float, dice: np.random.Generator) -> None:
    """Lay one thing over it, away from the three corners where a reader looks first."""
    height, width = drawn.shape
    side = int((share * height * width) ** 0.5)
    left = int(dice.integers(width // 3, max(width // 3 + 1, width - side)))
    top = int(dice.integers(height // 3, max(height // 3 + 1, height - side)))
    drawn[top : top + side, left : left + side] = dice.uniform(0.2, 0.8)


def _lay(card: Floats, setting: Setting, dice: np.random.Generator) -> Floats:
    """Put the card into the scene: bent, turned, tilted, small or large."""
    height, width = card.shape
    scale = setting.pixels_a_module / _PRINT
    ys, xs = np.mgrid[0:_HEIGHT, 0:_WIDTH].astype(np.float32)
    middle = (_WIDTH / 2 + dice.uniform(-30, 30), _HEIGHT / 2 + dice.uniform(-30, 30))
    right, down = (xs - middle[0]) / scale, (ys - middle[1]) / scale
    turn = np.deg2rad(setting.turn_degrees)
    u, v = right * np.cos(turn) + down * np.sin(turn), down * np.cos(turn) - right * np.sin(turn)
    if setting.tilt_degrees:
        u, v = _tilted(u, v, np.deg2rad(setting.tilt_degrees), distance=3.0 * max(height, width))
    if setting.bend_degrees:
        radius = width / np.deg2rad(setting.bend_degrees)
        u = (radius * np.arcsin(np.clip(u / radius, -1, 1))).astype(np.float32)
    ground = _ground(dice)
    mapped_x, mapped_y = (u + width / 2).astype(np.float32), (v + height / 2).astype(np.float32)
    # Many print pixels fall into one of the camera: without this every small code would be a moiré.
    sharp = cv2.GaussianBlur(card, (0, 0), max(0.3, 0.4 / scale))
    laid = cv2.remap(
        sharp, mapped_x, mapped_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=-1
    )
    on_card = (mapped_x >= 0) & (mapped_x < width - 1) & (mapped_y >= 0) & (mapped_y < height - 1)
    return np.where(on_card, laid, ground).astype(np.float32)


def _tilted(u: Floats, v: Floats, angle: float, *, distance: float) -> tuple[Floats, Floats]:
    """Give where on a card tilted about its middle a point of the picture lies."""
    depth = np.cos(angle) - u * np.sin(angle) / distance
    depth = np.maximum(depth, 1e-3)
    along = u / depth
    return along.astype(np.float32), (v * (1 + along * np.sin(angle) / distance)).astype(np.float32)


def _ground(dice: np.random.Generator) -> Floats:
    """A wall: large soft stains, with finer ones over them."""
    coarse = cv2.resize(
        dice.random((6, 8), dtype=np.float32), (_WIDTH, _HEIGHT), interpolation=cv2.INTER_CUBIC
    )
    fine = cv2.resize(
        dice.random((90, 120), dtype=np.float32), (_WIDTH, _HEIGHT), interpolation=cv2.INTER_LINEAR
    )
    return np.asarray(0.25 + 0.3 * coarse + 0.15 * fine, dtype=np.float32)


def _light(scene: Floats, setting: Setting, dice: np.random.Generator, *, size: float) -> Floats:
    ys, xs = np.mgrid[0:_HEIGHT, 0:_WIDTH].astype(np.float32)
    lit = scene
    if setting.shade < 1:
        angle = dice.uniform(0, 2 * np.pi)
        side = ((xs - _WIDTH / 2) * np.cos(angle) + (ys - _HEIGHT / 2) * np.sin(angle)) / size
        lit = lit * (setting.shade + (1 - setting.shade) / (1 + np.exp(-12 * side)))
    if setting.ripple:
        lines = np.sin(xs * dice.uniform(0.5, 1.3) + ys * dice.uniform(0.2, 0.9))
        lit = lit * (1 + setting.ripple * 0.5 * lines)
    if setting.glare:
        radius = size * (setting.glare / np.pi) ** 0.5
        at = (_WIDTH / 2 + dice.uniform(-0.3, 0.3) * size, _HEIGHT / 2 + dice.uniform(-0.3, 0.3) * size)
        far = ((xs - at[0]) ** 2 + (ys - at[1]) ** 2) / radius**2
        lit = lit + 1.5 * np.exp(-(far**2))
    return np.asarray(lit * setting.exposure, dtype=np.float32)


def _take(scene: Floats, setting: Setting, dice: np.random.Generator) -> Pixels:
    seen = scene
    if setting.blur:
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), setting.blur * setting.pixels_a_module), np.float32)
    if setting.motion:
        seen = _moved(seen, setting.motion * setting.pixels_a_module, dice.uniform(0, np.pi))
    if setting.electrons:
        counted = dice.poisson(np.clip(seen, 0, 2) * setting.electrons) + dice.normal(0, 1.5, seen.shape)
        seen = (counted / setting.electrons).astype(np.float32)
    taken: Pixels = np.clip(255 * np.clip(seen, 0, 1) ** (1 / 2.2), 0, 255).astype(np.uint8)
    if not setting.jpeg:
        return taken
    _, squeezed = cv2.imencode(".jpg", taken, [cv2.IMWRITE_JPEG_QUALITY, setting.jpeg])
    return np.asarray(cv2.imdecode(squeezed, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def _moved(seen: Floats, length: float, angle: float) -> Floats:
    side = int(length) // 2 * 2 + 3
    path = np.zeros((side, side), dtype=np.float32)
    middle, reach = side // 2, length / 2
    ends = [
        (middle + sign * reach * np.cos(angle), middle + sign * reach * np.sin(angle)) for sign in (-1, 1)
    ]
    points = [(round(16 * x), round(16 * y)) for x, y in ends]
    cv2.line(path, points[0], points[1], 1.0, 1, cv2.LINE_AA, shift=4)
    return np.asarray(cv2.filter2D(seen, -1, path / path.sum()), dtype=np.float32)
