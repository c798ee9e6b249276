"""The set: every damage in three strengths, around where readers begin to fail, each with every kind of code.

The strengths were chosen once, before any chain was tried on them, from what is known of readers: about half
of the pictures are beyond zxing-cpp alone.
"""

import random
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bench.scan_bench.camera_model import Setting, photograph
from bench.scan_bench.drawn_codes import draw_bars, draw_codes
from desktop.capture.frame_source import Pixels

_USUAL: Final = Setting(electrons=400, turn_degrees=7)
DAMAGES: Final[dict[str, tuple[Setting, ...]]] = {
    "clean": (_USUAL,),
    "blur": tuple(replace(_USUAL, blur=blur) for blur in (0.4, 0.5, 0.6)),
    "motion": tuple(replace(_USUAL, motion=motion) for motion in (1.2, 1.6, 2.0)),
    "dark": tuple(replace(_USUAL, electrons=electrons) for electrons in (14, 8, 5)),
    "tilt": tuple(replace(_USUAL, tilt_degrees=tilt) for tilt in (55, 62, 68)),
    "turn": tuple(replace(_USUAL, turn_degrees=turn) for turn in (30, 45, 100)),
    "glare": tuple(replace(_USUAL, glare=glare) for glare in (0.06, 0.1, 0.15)),
    "covered": tuple(replace(_USUAL, covered=covered) for covered in (0.04, 0.07, 0.1)),
    "worn": tuple(replace(_USUAL, worn=worn) for worn in (0.05, 0.09, 0.13)),
    "tiny": tuple(replace(_USUAL, pixels_a_module=size, electrons=200) for size in (2.0, 1.6, 1.35)),
    "bent": tuple(replace(_USUAL, bend_degrees=bend) for bend in (80, 100, 120)),
    "ripple": tuple(replace(_USUAL, ripple=ripple, ink=0.2) for ripple in (0.6, 0.9, 1.2)),
    "overexposed": tuple(replace(_USUAL, exposure=exposure, blur=0.25, ink=0.12) for exposure in (3, 5, 7)),
    "shaded": tuple(replace(_USUAL, shade=shade) for shade in (0.15, 0.07, 0.04)),
    "pale": tuple(replace(_USUAL, ink=ink, paper=0.62, electrons=150) for ink in (0.42, 0.48, 0.52)),
    "inverted": tuple(
        replace(_USUAL, is_inverted=True, quiet=2, blur=blur, electrons=80) for blur in (0.2, 0.35, 0.45)
    ),
    "no_margin": tuple(replace(_USUAL, quiet=quiet, blur=0.25) for quiet in (1, 0.5, 0)),
    "squeezed": tuple(replace(_USUAL, jpeg=quality, pixels_a_module=3, blur=0.2) for quality in (14, 9, 6)),
    "everything": tuple(
        replace(
            _USUAL,
            blur=0.25 + 0.05 * step,
            tilt_degrees=30 + 6 * step,
            turn_degrees=20,
            shade=0.35 - 0.08 * step,
            electrons=60 - 15 * step,
            jpeg=50,
            pixels_a_module=4 - 0.5 * step,
        )
        for step in range(3)
    ),
}
_WITH_BARS: Final = frozenset(
    {"clean", "blur", "motion", "dark", "glare", "pale", "shaded", "tilt", "squeezed"}
)


@dataclass(frozen=True, slots=True)
class HardPicture:
    """One picture, and what is to be read in it."""

    damage: str
    strength: int
    text: str
    pixels: Pixels


def make_pictures(seed: int, *, damages: AbstractSet[str]) -> Iterator[HardPicture]:
    """Make the set of these damages, another one for every seed, one picture after the other."""
    for damage, strengths in DAMAGES.items():
        if damage not in damages:
            continue
        for strength, setting in enumerate(strengths, start=1):
            name = f"{damage}-{strength}-{seed}"
            dice, noise = random.Random(name), np.random.default_rng([seed, strength, *damage.encode()])
            codes = draw_codes(dice) + ([draw_bars(dice)] if damage in _WITH_BARS else [])
            for code in codes:
                yield HardPicture(damage, strength, code.text, photograph(code, setting, noise))


def make_empty_pictures(seed: int, count: int) -> Iterator[Pixels]:
    """Make pictures of text, tiles and leaves, in which nothing is to be read."""
    dice = np.random.default_rng([seed, 99])
    for _ in range(count):
        grain = int(dice.integers(2, 9))
        tiles = dice.integers(0, 2, (720 // grain, 960 // grain)).astype(np.uint8) * 200 + 30
        yield np.kron(tiles, np.ones((grain, grain), dtype=np.uint8))
