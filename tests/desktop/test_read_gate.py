from desktop.capture.barcode_decoder import Scan
from desktop.capture.read_gate import ReadGate

SIGNED = Scan("YS1:ABC", "QRCode", is_certain=True)
PHONE = Scan("13855075507", "QRCode", is_certain=True)
MISREAD = Scan("13855075501", "QRCode", is_certain=True)


def test_a_signed_code_is_believed_at_once() -> None:
    assert ReadGate().admits(SIGNED, at_s=0.0)


def test_an_unsigned_text_must_be_read_twice_alike() -> None:
    gate = ReadGate()

    assert not gate.admits(MISREAD, at_s=0.0)
    assert not gate.admits(PHONE, at_s=0.1)
    assert gate.admits(PHONE, at_s=0.2)


def test_a_code_that_stays_in_view_is_announced_once() -> None:
    gate = ReadGate()
    gate.admits(SIGNED, at_s=0.0)

    assert not gate.admits(SIGNED, at_s=1.9)
    assert not gate.admits(SIGNED, at_s=3.0)


def test_a_code_that_comes_back_later_is_announced_again() -> None:
    gate = ReadGate()
    gate.admits(SIGNED, at_s=0.0)

    assert gate.admits(SIGNED, at_s=5.0)


def test_scanning_again_accepts_the_same_code_at_once() -> None:
    gate = ReadGate()
    gate.admits(SIGNED, at_s=0.0)
    gate.reset()

    assert gate.admits(SIGNED, at_s=0.1)
