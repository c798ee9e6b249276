"""Two records of one person: what says so, which of them stands, and which values the other leaves behind.

Nothing is thrown away. The record that goes becomes a tombstone that points at the one that stays
(`merged_into`) and keeps all it ever said; the one that stays names whom it has taken in
(`absorbed`). Pointers make a forest: following them always ends at one record, so every device
that holds them shows the same person, in whatever order they arrived. Both ends ask these functions.
"""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import Final

from employment.errors import ResidentIdError
from employment.person import FieldValue
from employment.resident_id import parse_resident_id

MERGED_INTO: Final = "merged_into"
ABSORBED: Final = "absorbed"
# Where somebody lives decides who may hold the record, which is the office's to say.
NOT_CHOSEN: Final = frozenset({MERGED_INTO, ABSORBED, "household_id", "village"})

Fields = Mapping[str, FieldValue]
PointerOf = Callable[[str], str | None]


class Evidence(StrEnum):
    """Why two records may be of one person, the strongest first."""

    SAME_NUMBER = "same-number"
    SAME_NAME_AND_BIRTH = "same-name-and-birth"  # in one household
    SAME_NAME_AND_PHONE = "same-name-and-phone"


def evidence(one: Fields, other: Fields) -> Evidence | None:
    """Say why two records may be of one person; None where nothing says so."""
    if _both(one, other, "id_no"):
        return Evidence.SAME_NUMBER
    if not _both(one, other, "person_name"):
        return None
    births = birth_of(one), birth_of(other)
    if births[0] and births[0] == births[1] and _both(one, other, "household_id"):
        return Evidence.SAME_NAME_AND_BIRTH
    return Evidence.SAME_NAME_AND_PHONE if _both(one, other, "phone") else None


def birth_of(fields: Fields) -> str:
    """Give the day somebody was born (YYYY-MM-DD), by their number or as asked; empty if unknown."""
    number = fields.get("id_no")
    try:
        known = parse_resident_id(number) if isinstance(number, str) else None
    except ResidentIdError:
        known = None
    asked = fields.get("birth_manual")
    return known.born_on.isoformat() if known is not None else asked if isinstance(asked, str) else ""


def survivor_of(person_id: str, pointer_of: PointerOf) -> str:
    """Follow the pointers to the record that stands.

    A ring, which no city makes, ends at the least of its names, so that all who meet it agree.
    """
    seen = [person_id]
    while (following := pointer_of(seen[-1])) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def may_merge(duplicate: str, survivor: str, pointer_of: PointerOf) -> bool:
    """Say whether a record may point at another: both stand for themselves, or the way leads elsewhere."""
    return survivor_of(survivor, pointer_of) != duplicate and pointer_of(duplicate) is None


def absorbed_ids(fields: Fields) -> tuple[str, ...]:
    """Name whom a record has taken in."""
    said = fields.get(ABSORBED)
    return tuple(said.split()) if isinstance(said, str) else ()


def merging_edits(
    survivor: Fields, duplicate: Fields, *, duplicate_id: str, taken: Collection[str]
) -> dict[str, FieldValue]:
    """Give what the record that stays says from now on: the fields taken over, and whom it has taken in."""
    names = sorted({*absorbed_ids(survivor), duplicate_id})
    edits: dict[str, FieldValue] = {
        name: duplicate.get(name)
        for name in sorted(taken)
        if name not in NOT_CHOSEN and not _same(survivor.get(name), duplicate.get(name))
    }
    return {**edits, ABSORBED: " ".join(names)}


def parting_edits(before: Fields, merged: Fields, now: Fields, *, duplicate_id: str) -> dict[str, FieldValue]:
    """Give what undoes a merge in the record that stayed: `before` and just after it `merged`.

    What was changed since stays as it is: it was said of the person, not by the merge.
    """
    changed = {name for name in merged if not _same(merged.get(name), before.get(name))} - NOT_CHOSEN
    edits = {name: before.get(name) for name in sorted(changed) if _same(now.get(name), merged.get(name))}
    names = [one for one in absorbed_ids(now) if one != duplicate_id]
    return {**edits, ABSORBED: " ".join(names) or None}


def _both(one: Fields, other: Fields, name: str) -> bool:
    said = one.get(name)
    return isinstance(said, str) and bool(said) and said == other.get(name)


def _same(one: FieldValue, other: FieldValue) -> bool:
    # In Python 1 == True; as answers of a form they are different.
    return one == other and type(one) is type(other)
