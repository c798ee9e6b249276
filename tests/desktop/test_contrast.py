"""Every pair of colours that meets on a screen can be read (WCAG 2: text 4.5, outlines and rings 3)."""

import pytest

from desktop.tokens import HIGH_CONTRAST, LIGHT, Palette, Tone

TEXT = 4.5
OUTLINE = 3.0

TEXT_PAIRS = (
    ("ink", "surface"),
    ("ink", "canvas"),
    ("ink", "surface2"),
    ("ink2", "surface"),
    ("ink2", "canvas"),
    ("ink2", "surface2"),
    ("ink2", "primary_soft"),
    ("ink3", "surface"),
    ("ink3", "canvas"),
    ("ink3", "sunken"),
    ("primary", "surface"),
    ("primary", "canvas"),
    ("primary", "primary_soft"),
    ("on_primary", "primary"),
    ("on_primary", "primary_hover"),
    ("on_primary", "primary_press"),
    ("primary_press", "primary_soft"),
    ("primary_press", "primary_soft_hover"),
    ("nav_ink", "nav"),
    ("nav_ink", "nav_hover"),
    ("on_primary", "nav"),
    ("on_primary", "nav_selected"),
    ("nav_ink", "brand_top"),
    ("nav_ink", "brand_bottom"),
    ("surface", "ink"),
    ("ink", "invalid_fill"),
)
OUTLINE_PAIRS = (
    ("border_strong", "surface"),
    ("border_strong", "canvas"),
    ("focus", "surface"),
    ("focus", "canvas"),
    ("primary", "sunken"),
)
PALETTES = pytest.mark.parametrize("palette", [LIGHT, HIGH_CONTRAST], ids=["light", "high-contrast"])


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@PALETTES
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(palette: Palette, ink: str, ground: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= TEXT


@PALETTES
@pytest.mark.parametrize(("line", "ground"), OUTLINE_PAIRS)
def test_outlines_and_rings_can_be_seen(palette: Palette, line: str, ground: str) -> None:
    assert contrast(getattr(palette, line), getattr(palette, ground)) >= OUTLINE


@PALETTES
@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_can_be_read_on_its_soft_fill_and_on_white(palette: Palette, tone: Tone) -> None:
    pair = palette.tones[tone]

    assert contrast(pair.text, pair.soft) >= TEXT
    assert contrast(pair.text, palette.surface) >= TEXT


@PALETTES
def test_counts_are_white_on_brick(palette: Palette) -> None:
    assert contrast(palette.on_primary, palette.tones[Tone.BRICK].text) >= TEXT
