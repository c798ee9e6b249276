"""What the bytes of a code say, decided by us and not by the reader library.

Readers guess: zxing shows an unlabelled GBK 林秀梅 as half-width katakana, pyzbar
invents plausible hanzi. So the raw bytes are taken: valid UTF-8 is believed, a
character set the code itself declares is believed, and anything else is the most
likely of the two double-byte sets that QR codes are written in, marked as uncertain
so that a person confirms it.
"""

import re
from dataclasses import dataclass
from typing import Final

# ECI numbers of AIM ITS/04-023 that QR codes in China carry; 899 is "binary", which declares nothing.
_DECLARED: Final = {20: "cp932", 25: "utf-16-be", 26: "utf-8", 28: "big5", 29: "gb18030", 32: "gb18030"}
_DESIGNATOR: Final = re.compile(rb"^\](?:[A-Za-z][0-9A-Za-z])\\([0-9]{6})(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text, and whether its characters are beyond doubt."""

    text: str
    is_certain: bool


def decode_text(raw: bytes, *, labelled_hex: str = "") -> DecodedText:
    """Decode the bytes of one code; `labelled_hex` is zxing's HexECI form, which names a declared set."""
    declared = _declared_charset(raw, labelled_hex)
    for charset in (declared, "utf-8"):
        text = _strictly(raw, charset)
        if text is not None:
            return DecodedText(text, is_certain=True)
    candidates = [
        (_share_of_common(text, charset), text)
        for charset in ("gb18030", "cp932")
        if (text := _strictly(raw, charset)) is not None
    ]
    if not candidates:
        return DecodedText(raw.decode("latin-1"), is_certain=False)
    # max() keeps the first of equals: GB18030 wins a tie, because the people we register are in China.
    return DecodedText(max(candidates, key=lambda candidate: candidate[0])[1], is_certain=False)


def _strictly(raw: bytes, charset: str | None) -> str | None:
    if charset is None:
        return None
    try:
        return raw.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None


def _declared_charset(raw: bytes, labelled_hex: str) -> str | None:
    try:
        labelled = bytes.fromhex(labelled_hex)
    except ValueError:
        return None
    designator = _DESIGNATOR.match(labelled)
    # A second designator inside leaves the rest unequal to the raw bytes: then nothing is taken on trust.
    if designator is None or designator[2] != raw:
        return None
    return _DECLARED.get(int(designator[1]))


def _share_of_common(text: str, charset: str) -> float:
    """Say how much of the non-ASCII text lies in the everyday part of the set."""
    foreign = [character for character in text if ord(character) > 0x7F]
    if not foreign:
        return 1.0
    return sum(_is_common(character.encode(charset), charset) for character in foreign) / len(foreign)


def _is_common(encoded: bytes, charset: str) -> bool:
    if len(encoded) != 2:
        return False
    lead, trail = encoded
    if charset == "gb18030":
        return 0xA1 <= lead <= 0xF7 and trail >= 0xA1  # GB 2312
    return 0x82 <= lead <= 0x83 or 0x88 <= lead <= 0x97  # kana and the first level of JIS X 0208
