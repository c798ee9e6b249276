"""Resident identity numbers as GB 11643-1999 defines them: region, birth date, order, check character.

Only what the standard lets us conclude is concluded. The region is the code of
the place at the day of issue, so neither a code younger than its holder nor one
missing from today's list is an error here. Demonstration residents carry order
numbers from 900 up; some real people do too, so the mark means something only
inside demonstration data.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from employment.errors import (
    ResidentIdBirthDateError,
    ResidentIdCheckError,
    ResidentIdOldError,
    ResidentIdShapeError,
)


class Sex(StrEnum):
    """Sex by its code in GB/T 2261.1."""

    MALE = "1"
    FEMALE = "2"


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A number whose check character and birth date are right."""

    number: str
    region_code: str
    born_on: date
    sex: Sex | None
    is_demo: bool

    def age_on(self, day: date) -> int:
        """Give the completed years of life on that day."""
        had_birthday = (day.month, day.day) >= (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - (0 if had_birthday else 1)


_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS: Final = "10X98765432"
_SHAPE: Final = re.compile(r"[1-9][0-9]{16}[0-9X]")
_OLD_SHAPE: Final = re.compile(r"[1-9][0-9]{14}")
_SPACING: Final = re.compile(r"[\s\-‐-―]")
_FIRST_DEMO_ORDER: Final = 900
_PERMANENT_RESIDENT_CARD: Final = "9"


def parse_resident_id(text: str) -> ResidentId:
    """Read a number as people write it: full-width digits, spaces, dashes and a small x are accepted.

    Raises:
        ResidentIdError: the class says which part is wrong.

    """
    number = normalise_resident_id(text)
    if _OLD_SHAPE.fullmatch(number):
        raise ResidentIdOldError
    if _SHAPE.fullmatch(number) is None:
        raise ResidentIdShapeError
    if check_character(number[:17]) != number[17]:
        raise ResidentIdCheckError
    order = int(number[14:17])
    return ResidentId(
        number=number,
        region_code=number[:6],
        born_on=_birth_date(number[6:14]),
        sex=_sex(number, order),
        is_demo=order >= _FIRST_DEMO_ORDER,
    )


def normalise_resident_id(text: str) -> str:
    return _SPACING.sub("", unicodedata.normalize("NFKC", text)).upper()


def has_resident_shape(number: str) -> bool:
    """Tell whether a normalised text has eighteen characters in the places of the standard."""
    return _SHAPE.fullmatch(number) is not None


def upgrade_old_number(number: str) -> str:
    """Spell a number of fifteen digits (GB 11643-1989) in eighteen: the century, then the check character.

    Raises:
        ResidentIdShapeError: not fifteen digits.

    """
    if _OLD_SHAPE.fullmatch(number) is None:
        raise ResidentIdShapeError
    first17 = f"{number[:6]}19{number[6:]}"
    return first17 + check_character(first17)


def check_character(first17: str) -> str:
    """Compute the last character (ISO 7064 MOD 11-2) from the first seventeen digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first17, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def _birth_date(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise ResidentIdBirthDateError from error


def _sex(number: str, order: int) -> Sex | None:
    # The foreign permanent resident card has this layout too; that its order tells the sex is not documented.
    if number.startswith(_PERMANENT_RESIDENT_CARD):
        return None
    return Sex.MALE if order % 2 == 1 else Sex.FEMALE
