"""Going from house to house: which are in the register, which were visited this month, and what was met.

A visit is a finished form (`household_visit`) about the head of the household, or about the household
itself where nobody is registered in it, and any other form about
somebody who lives there counts as one at which people were met. Coverage is always said against
the register this computer holds, so that nobody mistakes a share for the whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.moments import local_time
from employment.privacy import mask_name
from store import Store, list_records, read_records
from store.listing import list_outlines
from store.submissions import visits_since

_HEAD: Final = "0"
_VISIT: Final = ("visited_on", "visit_outcome", "revisit_on")
_FIELDS: Final = ("household_id", "relation", *_VISIT)


class VisitOutcome(StrEnum):
    """What was met at a door; list `visit_outcome`."""

    MET = "1"
    ABSENT = "2"
    REFUSED = "3"
    AWAY = "4"
    MOVED = "5"
    EMPTY = "6"


# After these somebody goes there again.
COME_AGAIN: Final = frozenset({VisitOutcome.ABSENT, VisitOutcome.REFUSED, VisitOutcome.AWAY})


@dataclass(frozen=True, slots=True)
class RoundHouse:
    """One household of the register; names are masked, `visited_on` and `outcome` are of its last visit."""

    id: str
    address: str
    number: str
    village: str
    head_id: str  # whom a visit is recorded about; empty where nobody is registered, then it is the house
    head: str
    members: int
    outcome: VisitOutcome | None = None
    visited_on: date | None = None
    revisit_on: date | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """All households of the register, and how many of them were visited since the month began."""

    houses: tuple[RoundHouse, ...]
    since: date

    def was_visited(self, house: RoundHouse) -> bool:
        return house.visited_on is not None and house.visited_on >= self.since

    def is_due(self, house: RoundHouse, today: date) -> bool:
        """Say whether somebody meant to be there again by now."""
        return house.revisit_on is not None and house.revisit_on <= today


@dataclass(slots=True)
class _Living:
    """Who lives in a household, as far as a round needs it."""

    head_id: str = ""
    members: int = 0
    said: tuple[str, str, str] = ("", "", "")  # of the newest visit: day, outcome, next visit


def read_round(store: Store, *, now_ms: int) -> Round:
    """Read the register and what is known of visits, those of other devices included."""
    now = local_time(now_ms)
    midnight = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    living, home_of = _living(store)
    met: dict[str, date] = {}
    for subject_id, at_ms in visits_since(store, int(midnight.timestamp() * 1000), but="household_visit"):
        house_id = home_of.get(subject_id or "", subject_id or "")
        met[house_id] = max(met.get(house_id, date.min), local_time(at_ms).date())
    heads = read_records(store, "person", [one.head_id for one in living.values() if one.head_id])
    names = {one.id: mask_name(str(one.fields.get("person_name") or "")) for one in heads.values()}
    houses = [
        _house(
            record.id, record.fields, living.get(record.id, _Living()), names=names, met=met.get(record.id)
        )
        for record in list_records(store, "household")
    ]
    return Round(tuple(houses), midnight.date())


def _living(store: Store) -> tuple[dict[str, _Living], dict[str, str]]:
    found: dict[str, _Living] = {}
    home_of: dict[str, str] = {}
    for person_id, _, house_id, relation, *said in list_outlines(store, "person", fields=_FIELDS):
        home_of[person_id] = house_id
        one = found.setdefault(house_id, _Living())
        one.members += 1
        if relation == _HEAD or not one.head_id:
            one.head_id = person_id
        one.said = max(one.said, _newest(said))
    return found, home_of


def _newest(said: Sequence[str]) -> tuple[str, str, str]:
    days, outcome, again = said
    return (max(days.split(), default=""), outcome, again)


def _house(
    house_id: str,
    fields: Mapping[str, str | int | bool | None],
    living: _Living,
    *,
    names: Mapping[str, str],
    met: date | None,
) -> RoundHouse:
    own = tuple(str(fields.get(name) or "") for name in _VISIT)
    day, outcome, again = max(living.said, _newest(own))
    visited_on, is_told = _day(day), outcome in tuple(VisitOutcome)
    found = VisitOutcome(outcome) if visited_on is not None and is_told else None
    if met is not None and (visited_on is None or met >= visited_on):
        visited_on, found = met, VisitOutcome.MET
    return RoundHouse(
        id=house_id,
        address=str(fields.get("address") or ""),
        number=str(fields.get("household_no") or ""),
        village=str(fields.get("village") or ""),
        head_id=living.head_id,
        head=names.get(living.head_id, ""),
        members=living.members,
        outcome=found,
        visited_on=visited_on,
        revisit_on=_day(again) if found in COME_AGAIN else None,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
