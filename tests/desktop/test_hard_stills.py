"""Photographs the first attempts give up on, and what another reader is believed for."""

from dataclasses import dataclass

import numpy as np
import pytest

from bench.scan_bench.camera_model import Setting, photograph
from bench.scan_bench.drawn_codes import DrawnCode
from desktop.capture.barcode_decoder import decode_still
from desktop.capture.clearing import level, undo_blur
from desktop.capture.frame_source import Pixels
from desktop.capture.second_reader import InTurn, Reading, TapirReader, find_second_reader
from desktop.capture.text_decoding import DecodedText
from tests.desktop.test_barcode_decoder import code_picture, only

NAME = "林秀梅"


@dataclass
class Item:
    """What another reader says of one code."""

    text: str
    payload_bytes: bytes | None
    format: str = "QRCode"


@dataclass
class Result:
    barcodes: tuple[Item, ...]


class GivesUp:
    def read(self, gray: Pixels) -> tuple[Reading, ...]:
        return ()


def tapir_saying(*items: Item) -> TapirReader:
    return TapirReader(lambda image, *, formats: Result(items))


def code_of(text: str) -> DrawnCode:
    modules = code_picture(text, scale=1)[4:-4, 4:-4]  # without its own border
    return DrawnCode(text, modules)


def taken(setting: Setting) -> Pixels:
    return photograph(code_of("h-350582001014-0921"), setting, np.random.default_rng(3))


@pytest.mark.parametrize(
    "setting",
    [
        Setting(blur=0.55, electrons=400, turn_degrees=7),
        Setting(ink=0.46, paper=0.62, electrons=150, turn_degrees=7),
        Setting(is_inverted=True, quiet=2, blur=0.45, electrons=80, turn_degrees=7),
    ],
    ids=["blurred", "pale", "inverted and blurred"],
)
def test_a_picture_that_is_hard_to_see_is_made_clearer_and_read(setting: Setting) -> None:
    assert only(decode_still(taken(setting))).text == "h-350582001014-0921"


def test_undoing_a_blur_keeps_the_size_and_the_place_of_everything() -> None:
    gray = np.full((97, 211), 200, dtype=np.uint8)
    gray[40:50, 100:120] = 20

    sharper = list(undo_blur(gray))

    assert {one.shape for one in sharper} == {(97, 211)}
    assert {bool(one[45, 110] < one[10, 10]) for one in sharper} == {True}


def test_levelling_brings_a_shaded_half_to_the_brightness_of_the_other() -> None:
    stripes = np.tile(np.repeat(np.array([60, 200], dtype=np.uint8), 6), (120, 20))
    stripes[:, 120:] //= 5

    levelled = level(stripes)

    assert abs(float(levelled[:, 20:80].mean()) - float(levelled[:, 160:220].mean())) < 12


def test_a_second_reader_believes_bytes_not_guesses() -> None:
    guessed = tapir_saying(Item(NAME.encode("gbk").decode("latin-1"), NAME.encode("gbk")))

    [reading] = guessed.read(np.zeros((8, 8), dtype=np.uint8))

    assert reading.decoded == DecodedText(NAME, is_certain=False)


def test_a_character_set_the_code_declares_is_beyond_doubt() -> None:
    declared = tapir_saying(Item(NAME, NAME.encode("gb18030")))

    [reading] = declared.read(np.zeros((8, 8), dtype=np.uint8))

    assert reading.decoded == DecodedText(NAME, is_certain=True)


def test_a_reader_that_breaks_reads_nothing() -> None:
    def breaks(image: Pixels, *, formats: tuple[str, ...]) -> Result:
        raise RuntimeError("native")

    assert TapirReader(breaks).read(np.zeros((8, 8), dtype=np.uint8)) == ()


def test_readers_are_asked_in_turn_until_one_reads() -> None:
    last = tapir_saying(Item("YS1:LAST", b"YS1:LAST"))

    [reading] = InTurn((GivesUp(), last)).read(np.zeros((8, 8), dtype=np.uint8))

    assert reading.decoded.text == "YS1:LAST"


def test_whatever_this_computer_has_reads_a_plain_code_and_nothing_in_none() -> None:
    reader = find_second_reader()

    assert {one.decoded.text for one in reader.read(code_picture("YS1:PLAIN"))} <= {"YS1:PLAIN"}
    assert reader.read(np.full((120, 160), 230, dtype=np.uint8)) == ()
