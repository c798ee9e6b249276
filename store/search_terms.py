"""What a person is found by, as words of an index, and what was typed, as a question to it.

Every term begins with a letter that says what it is, so that one word asks for one thing:

- b the name from its first character, n from a later one;
- p and q the same for what may be typed without Chinese (pinyin, initials);
- i the identity number and t the telephone from the back, u three digits of the telephone;
- c the household's code, d the same from the back; a two neighbouring characters of the address.

A word that asks for the end of a number asks for the beginning of the number turned
round, which is what an index can answer. Pure: text in, text out.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from store.fields import FieldValue
from store.readings import readings_of, ways_from_each, ways_to_type

# The shortest part of a telephone number that is looked for in its middle.
PART_DIGITS: Final = 3
# A code is asked for by its last digits, or from the front once it names a village (GB/T 10114, 12 digits).
VILLAGE_DIGITS: Final = 12
MOST_PARTS: Final = 6
_SIGNS: Final = re.compile(r"[\W_]+")
_NO_DIGITS: Final = re.compile(r"\D+")

Fields = Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a person is recognised by, folded: no spaces, no signs, small letters, half width."""

    name: str
    number: str
    phone: str
    codes: tuple[str, ...]
    address: str


def folded(value: FieldValue) -> str:
    """Reduce a text to the letters, digits and characters that count when searching."""
    if not isinstance(value, str):
        return ""
    # The same for letters and digits alone, which most of what is folded is.
    text = value.lower() if value.isascii() else unicodedata.normalize("NFKC", value).casefold()
    return text if text.isalnum() else _SIGNS.sub("", text)


def sought_of(person: Fields, household: Fields | None) -> Sought:
    house = household or {}
    own = _NO_DIGITS.sub("", folded(person.get("household_id")))
    codes = dict.fromkeys((own, folded(house.get("household_no"))))
    return Sought(
        name=folded(person.get("person_name")),
        number=folded(person.get("id_no")),
        phone=folded(person.get("phone")),
        codes=tuple(code for code in codes if code),
        address=folded(house.get("address")),
    )


def terms_of(sought: Sought) -> str:
    """Give every term of one person, for the index."""
    phone, address = sought.phone, sought.address
    terms = _name_terms(sought.name)
    if sought.number:
        terms.append("i" + sought.number[::-1])
    if phone:
        terms.append("t" + phone[::-1])
        terms += ["u" + phone[start : start + PART_DIGITS] for start in range(len(phone) - PART_DIGITS + 1)]
    for code in sought.codes:
        terms += ("c" + code, "d" + code[::-1])
    terms += ["a" + address[start : start + 2] for start in range(len(address))]
    return " ".join(dict.fromkeys(terms))


def question_parts(query: str) -> tuple[str, ...]:
    """Split what was typed at its spaces; each part must be found, the order does not matter."""
    parts = (folded(part) for part in unicodedata.normalize("NFKC", query).split())
    return tuple(part for part in parts if part)[:MOST_PARTS]


def questions(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Give FTS5 expressions, the strictest first; each later one also finds what the earlier ones find."""
    ranked = [_alternatives(part) for part in parts]
    asked = []
    for level in range(len(ranked[0]) if ranked else 0):
        found = [[one for alternatives in part[: level + 1] for one in alternatives] for part in ranked]
        if all(found):
            asked.append(" AND ".join(f"({' OR '.join(part)})" for part in found))
    return tuple(dict.fromkeys(asked))


def is_found(part: str, sought: Sought) -> bool:
    """Say whether a part truly is there: pairs of characters may all be, and still not stand together."""
    if part.isascii() and part.isalpha():
        return True  # asked for by whole terms only, which cannot be wrong
    return (
        part in sought.name
        or part in sought.phone
        or part in sought.address
        or sought.number.endswith(part)
        or any(code.startswith(part) or code.endswith(part) for code in sought.codes)
        or any(part in way for way in ways_to_type(readings_of(sought.name)))
    )


def _name_terms(name: str) -> list[str]:
    terms: list[str] = []
    written, typed = "b", "p"
    for start, ways in enumerate(ways_from_each(readings_of(name))):
        terms.append(written + name[start:])
        terms += [typed + way for way in ways]
        written, typed = "n", "q"
    return terms


def _alternatives(part: str) -> tuple[tuple[str, ...], ...]:
    """Give what one part may mean, in four ranks: exactly this, begins so, goes on so, is part of it."""
    if not part.isascii():
        return (_is("b", part),), (_begins("b", part),), (_begins("n", part),), _address(part)
    if part.isalpha():
        return (_is("p", part),), (_begins("p", part),), (_begins("q", part),), ()
    back = part[::-1]
    exactly = (_is("i", back), _is("t", back), _is("c", part))
    code = (_begins("c", part),) if len(part) >= VILLAGE_DIGITS else ()
    inside = (*code, *_phone(part), *_address(part))
    return exactly, (_begins("i", back),), (_begins("t", back), _begins("d", back)), inside


def _phone(part: str) -> tuple[str, ...]:
    if len(part) < PART_DIGITS or not part.isdigit():
        return ()
    pieces = {part[start : start + PART_DIGITS] for start in range(len(part) - PART_DIGITS + 1)}
    return (f"({' AND '.join(_is('u', piece) for piece in sorted(pieces))})",)


def _address(part: str) -> tuple[str, ...]:
    if len(part) == 1:
        return (_begins("a", part),)
    pieces = dict.fromkeys(part[start : start + 2] for start in range(len(part) - 1))
    return (f"({' AND '.join(_is('a', piece) for piece in pieces)})",)


def _is(kind: str, text: str) -> str:
    return f'"{kind}{text}"'


def _begins(kind: str, text: str) -> str:
    return f'"{kind}{text}"*'
