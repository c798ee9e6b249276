from pathlib import Path

import cv2
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.capture.barcode_decoder import decode_still
from desktop.capture.frame_source import Pixels
from desktop.capture.picture_source import read_picture
from desktop.codecard.card_painter import CardFace, code_matrix, write_card
from desktop.codecard.errors import CardNotWrittenError
from desktop.codecard.photographed import VARIANTS

# As long as a real signed code: header, ids, dates and a 64-byte signature in base45.
TEXT = "YS1:" + "6BFOXN%TS3DH0YOJAY UNF+PG9DLIMA5T68:QC-ZW" * 4
FACE = CardFace(heading="泉就业 · 户码", code_text=TEXT, caption="象山路 12 号  0921")


@pytest.fixture
def card(qtbot: QtBot, tmp_path: Path) -> Pixels:
    return read_picture(write_card(FACE, tmp_path / "户码.png"))


def test_a_printed_card_reads_back(card: Pixels) -> None:
    [scan] = decode_still(card)

    assert scan.text == TEXT


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("variant", VARIANTS)
def test_a_photographed_card_reads_back(card: Pixels, variant: str, seed: int) -> None:
    picture = VARIANTS[variant](card, np.random.default_rng(seed))

    [scan] = decode_still(picture)

    assert scan.text == TEXT


def test_the_same_seed_takes_the_same_photograph(card: Pixels) -> None:
    first = VARIANTS["everyday"](card, np.random.default_rng(9))
    second = VARIANTS["everyday"](card, np.random.default_rng(9))

    assert np.array_equal(first, second)


def test_the_code_has_its_quiet_zone() -> None:
    modules = code_matrix("YS1:ABC")

    assert not modules[:4].any()
    assert not modules[:, -4:].any()
    assert modules[4, 4:11].all()


def test_a_card_that_cannot_be_written_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(CardNotWrittenError):
        write_card(FACE, tmp_path / "missing" / "card.png")

    assert cv2.haveImageReader(str(tmp_path / "missing" / "card.png")) is False
