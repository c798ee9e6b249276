"""A household's card from its signed code: printed, and as a hand would photograph it."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np

from desktop.application import make_application
from desktop.capture.picture_source import read_picture
from desktop.codecard.card_painter import CardFace, write_card
from desktop.codecard.errors import CardNotWrittenError
from desktop.codecard.photographed import VARIANTS
from resources.words import Words

_SEED: Final = 20261123
EVERYDAY: Final = "everyday"


def write_household_card(code_text: str, path: Path, *, address: str, number: str, words: Words) -> Path:
    """Print a card into a PNG file.

    Raises:
        CardNotWrittenError: the folder is missing, full or not ours.

    """
    make_application()  # fonts need one
    heading = words.text("screens.codecard.heading")
    caption = words.text("screens.codecard.caption", address=address, number=number)
    return write_card(CardFace(heading=heading, code_text=code_text, caption=caption), path)


def photograph_card(card: Path, path: Path, *, variant: str = EVERYDAY) -> Path:
    """Make a printed card look photographed; the same card gives the same photograph.

    Raises:
        PictureUnreadableError: no such card.
        CardNotWrittenError: the folder is missing, full or not ours.

    """
    picture = VARIANTS[variant](read_picture(card), np.random.default_rng(_SEED))
    is_encoded, encoded = cv2.imencode(path.suffix, picture)
    try:
        path.write_bytes(encoded.tobytes() if is_encoded else b"")
    except OSError as error:
        raise CardNotWrittenError(file=path.name) from error
    return path
