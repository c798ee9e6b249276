from dataclasses import dataclass

import numpy as np

from desktop.capture.frame_source import Pixels
from desktop.capture.second_reader import ZbarItem, ZbarReader
from desktop.capture.text_decoding import DecodedText

BLANK: Pixels = np.full((10, 10), 255, dtype=np.uint8)


@dataclass(frozen=True)
class Item:
    data: bytes
    type: str = "QRCODE"


def reader_saying(*texts: bytes) -> ZbarReader:
    found: list[ZbarItem] = [Item(text) for text in texts]
    return ZbarReader(lambda image: found)


def test_ascii_from_zbar_is_believed() -> None:
    [reading] = reader_saying(b"YS1:ABC").read(BLANK)

    assert (reading.decoded, reading.symbology) == (DecodedText("YS1:ABC", is_certain=True), "QRCODE")


def test_a_plausible_wrong_name_from_zbar_is_dropped() -> None:
    assert reader_saying("韁栠膘弊".encode()).read(BLANK) == ()
