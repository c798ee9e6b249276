import numpy as np
import pytest
import zxingcpp

from desktop.capture.barcode_decoder import LiveDecoder, Scan, decode_still
from desktop.capture.frame_source import Pixels
from desktop.capture.second_reader import Reading
from desktop.capture.text_decoding import DecodedText

ADDRESS = "象山路 12 号"


def code_picture(content: str | bytes, *, scale: int = 5) -> Pixels:
    barcode = zxingcpp.create_barcode(content, zxingcpp.QRCode, ec_level="M")
    return np.array(barcode.to_image(scale=scale), dtype=np.uint8)


def written_without_a_label(text: str) -> Pixels:
    """As cheap printers do it: GBK bytes in a byte segment that names no character set."""
    return code_picture(text.encode("gbk").decode("latin-1"))


def only(scans: tuple[Scan, ...]) -> Scan:
    [scan] = scans
    return scan


def test_an_ascii_code_is_read_as_it_stands() -> None:
    scan = only(decode_still(code_picture("YS1:6BF%+A")))

    assert (scan.text, scan.symbology, scan.is_certain) == ("YS1:6BF%+A", "QRCode", True)


def test_utf8_is_believed() -> None:
    scan = only(decode_still(code_picture(ADDRESS.encode())))

    assert (scan.text, scan.is_certain) == (ADDRESS, True)


@pytest.mark.parametrize("name", ["欧阳建国", "林秀梅", "王静"])
def test_an_unlabelled_gbk_name_is_right_and_asks_to_be_confirmed(name: str) -> None:
    scan = only(decode_still(written_without_a_label(name)))

    assert (scan.text, scan.is_certain) == (name, False)


def test_a_name_in_kanji_mode_is_not_turned_into_other_hanzi() -> None:
    scan = only(decode_still(code_picture("象山村")))

    assert scan.text == "象山村"


def test_the_corners_lie_around_the_code() -> None:
    picture = np.full((400, 600), 255, dtype=np.uint8)
    code = code_picture("YS1:ABC")
    picture[50 : 50 + code.shape[0], 300 : 300 + code.shape[1]] = code

    scan = only(decode_still(picture))

    assert all(300 <= x <= 300 + code.shape[1] and 50 <= y <= 50 + code.shape[0] for x, y in scan.corners)


def test_a_huge_photograph_gives_corners_in_its_own_pixels() -> None:
    picture = np.full((3000, 4000), 255, dtype=np.uint8)
    code = code_picture("YS1:ABC", scale=8)
    picture[2000 : 2000 + code.shape[0], 3000 : 3000 + code.shape[1]] = code

    scan = only(decode_still(picture))

    assert min(x for x, _ in scan.corners) >= 3000


def test_a_picture_without_a_code_gives_nothing() -> None:
    clutter = np.random.default_rng(7).integers(0, 255, (480, 640, 3), dtype=np.uint8)

    assert decode_still(clutter) == ()
    assert LiveDecoder().decode(clutter) == ()


def test_a_bar_code_is_seen_on_one_of_three_live_frames() -> None:
    barcode = zxingcpp.create_barcode("350582001005", zxingcpp.Code128)
    picture = np.array(barcode.to_image(scale=3), dtype=np.uint8)
    decoder = LiveDecoder()

    seen = [decoder.decode(picture) for _ in range(3)]

    assert [scan.text for scans in seen for scan in scans] == ["350582001005"]


class AnotherReader:
    """Reads the same in every picture."""

    def read(self, gray: Pixels) -> tuple[Reading, ...]:
        return (Reading(DecodedText("YS1:SECOND", is_certain=True), "QRCODE"),)


def test_the_second_reader_is_asked_only_when_the_first_found_nothing() -> None:
    blank = np.full((100, 100), 255, dtype=np.uint8)

    read_first = decode_still(code_picture("YS1:FIRST"), second=AnotherReader())
    read_second = decode_still(blank, second=AnotherReader())

    assert only(read_first).text == "YS1:FIRST"
    assert only(read_second).text == "YS1:SECOND"
