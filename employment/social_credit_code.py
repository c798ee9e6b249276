"""Unified social credit codes of organisations, as GB 32100-2015 defines them.

Section 4 gives the parts: who registered it and what it is (2), the region (6), the
organisation code (9) and a check character; section 5 gives the alphabet, without I, O,
S, V and Z, and the check, ISO 7064 in the form MOD 31. Collectives of villages carry
codes whose first character is the letter N, which libraries that ask for eight leading
digits refuse; here a letter in the first two places is as good as a digit.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from employment.errors import (
    SocialCreditCodeCheckError,
    SocialCreditCodeOldError,
    SocialCreditCodeShapeError,
)

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"

# The first two characters that say what an organisation is; a code may carry others.
REGISTRATIONS: Final[Mapping[str, str]] = {
    "11": "机关",
    "12": "事业单位",
    "13": "编办直接管理机构编制的群众团体",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "54": "村（居）基层群众自治组织",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "N1": "村集体经济组织",
}

_MODULUS: Final = 31
_SHAPE: Final = re.compile(f"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
_OLD_SHAPE: Final = re.compile(r"[0-9]{15}")
_SPACING: Final = re.compile(r"[\s\-‐-―]")


@dataclass(frozen=True, slots=True)
class SocialCreditCode:
    """A code whose check character is right; `registration` is its first two characters."""

    code: str
    registration: str
    region_code: str
    organisation_code: str

    @property
    def is_rural_collective(self) -> bool:
        return self.registration.startswith("N")


def parse_social_credit_code(text: str) -> SocialCreditCode:
    """Read a code as people write it: full-width characters, spaces, dashes and small letters are accepted.

    Raises:
        SocialCreditCodeError: the class says what is wrong.

    """
    code = _SPACING.sub("", unicodedata.normalize("NFKC", text)).upper()
    if _OLD_SHAPE.fullmatch(code):
        raise SocialCreditCodeOldError
    if _SHAPE.fullmatch(code) is None:
        raise SocialCreditCodeShapeError
    if social_credit_check_character(code[:17]) != code[17]:
        raise SocialCreditCodeCheckError
    return SocialCreditCode(
        code=code, registration=code[:2], region_code=code[2:8], organisation_code=code[8:17]
    )


def social_credit_check_character(first17: str) -> str:
    """Compute the last character; the weight of each place is a power of three (GB 32100-2015, 5.2)."""
    total = sum(
        ALPHABET.index(character) * pow(3, place, _MODULUS) for place, character in enumerate(first17)
    )
    return ALPHABET[-total % _MODULUS]
