"""What the bytes of a code say, decided by us and not by the reader library.

Readers guess: zxing shows an unlabelled GBK 林秀梅 as half-width katakana, pyzbar
invents plausible hanzi. So the raw bytes are taken: a character set the code itself
declares is believed, valid UTF-8 is believed unless it is GBK by another name, and
anything else is the most likely of the two double-byte sets that QR codes are written
in, marked as uncertain so that a person confirms it.
"""

import re
from dataclasses import dataclass
from typing import Final

# ECI numbers of AIM ITS/04-023 that QR codes in China carry; 899 is "binary", which declares nothing.
_DECLARED: Final = {20: "cp932", 25: "utf-16-be", 26: "utf-8", 28: "big5", 29: "gb18030", 32: "gb18030"}
# Half-width katakana that can be voiced, and the marks that voice them.
_VOICED: Final = re.compile("[ｶ-ﾄﾊ-ﾎｳ][ﾞﾟ]")
_MARK: Final = re.compile("[ﾞﾟ]")
_VOICED_ENOUGH: Final = 2
_LAST_OF_TWO_BYTES: Final = "\u07ff"
_BESIDE_LATIN: Final = re.compile(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]")
_DESIGNATOR: Final = re.compile(rb"^\](?:[A-Za-z][0-9A-Za-z])\\([0-9]{6})(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text, and whether its characters are beyond doubt."""

    text: str
    is_certain: bool


def decode_text(raw: bytes, *, labelled_hex: str = "") -> DecodedText:
    """Decode the bytes of one code; `labelled_hex` is zxing's HexECI form, which names a declared set."""
    declared = _strictly(raw, _declared_charset(raw, labelled_hex))
    if declared is not None:
        return DecodedText(declared, is_certain=True)
    universal = _strictly(raw, "utf-8")
    if universal is not None and not _is_gbk_in_disguise(raw, universal):
        return DecodedText(universal, is_certain=True)
    japanese = _strictly(raw, "cp932")
    if japanese is not None and _is_voiced_katakana(japanese):
        return DecodedText(japanese, is_certain=False)
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


def _is_gbk_in_disguise(raw: bytes, universal: str) -> bool:
    """Recognise 郑 or 联通 in GBK, whose bytes happen to be valid UTF-8 for two Hebrew or Greek signs.

    Only two-byte sequences can be meant; a sign beside a Latin letter (café) is what it says.
    """
    foreign = [sign for sign in universal if ord(sign) > 0x7F]
    if not foreign or max(foreign) > _LAST_OF_TWO_BYTES or _BESIDE_LATIN.search(universal):
        return False
    chinese = _strictly(raw, "gb18030")
    return chinese is not None and _share_of_common(chinese, "gb18030") == 1.0


def _is_voiced_katakana(text: str) -> bool:
    """Recognise Japanese by its voicing marks, each of which must stand behind a letter it can voice.

    Two such pairs in a row of GBK bytes would be a coincidence of one name in tens of thousands.
    """
    voiced = len(_VOICED.findall(text))
    return voiced >= _VOICED_ENOUGH and voiced == len(_MARK.findall(text))


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
