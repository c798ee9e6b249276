"""What can stand as a name on somebody's papers, rare characters and other peoples' names included.

Sources: GB 18030-2022 for the ideographs, as far as its third level goes; the middle dot
U+00B7 between the parts of Uyghur, Kazakh or Tibetan names as the household register writes
it; the Latin letters of passports with their accents. A space, a hyphen or an apostrophe
belongs to foreign names only. Whether a name is anybody's is not decided here.
"""

import re
import unicodedata
from typing import Final

from employment.errors import PersonNameShapeError

_LATIN: Final = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
# 〇 is the zero of given names; then the ideographs with their extensions A to H.
_HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_NAME: Final = re.compile(f"[{_HAN}{_LATIN}]+(?:·[{_HAN}{_LATIN}]+)*")
_FOREIGN_NAME: Final = re.compile(f"[{_LATIN}]+(?:(?:[ '’-]|\\. ?)[{_LATIN}]+)*\\.?")
_LENGTHS: Final = range(2, 61)


def parse_person_name(text: str) -> str:
    """Give a name in its composed spelling; nothing else about it is changed.

    Raises:
        PersonNameShapeError: digits, brackets, remarks, or spaces between ideographs.

    """
    name = unicodedata.normalize("NFC", text)
    looks_right = _NAME.fullmatch(name) or _FOREIGN_NAME.fullmatch(name)
    if not looks_right or len(name) not in _LENGTHS:
        raise PersonNameShapeError
    return name
