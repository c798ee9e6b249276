"""Edits of one unit that nobody made in knowledge of each other become one value: the rule decides.

The heart of every merge, the same function on a device and at the city. It is given all
edits that stand beside each other, never a result of joining some of them, so its result
cannot depend on the order they came in. What it cannot join without a loser it reports.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, TypeAlias

from sync.cbor import encode_cbor
from sync.change import FieldValue
from sync.merge.conflict import Conflict
from sync.merge.policy import LIFE, FieldRule

Fields: TypeAlias = Mapping[str, FieldValue]

CITY_NODE: Final = "city"
_NOTHING: Final[Fields] = {}


@dataclass(frozen=True, slots=True)
class Write:
    """What one edit left a unit as: all of its fields, so that they are never mixed of two edits."""

    revision: str  # the edit's own, which names it
    fields: Fields = field(repr=False)
    rank: str = ""  # the revision it counts as in the order of edits; blank: its own

    @property
    def order(self) -> tuple[str, str, bytes]:
        """Where it stands among edits; values break a tie that only a fault can make."""
        return (self.rank or self.revision, self.revision, weight(self.fields))

    @property
    def is_citys(self) -> bool:
        return self.revision.endswith(f"-{CITY_NODE}")


@dataclass(frozen=True, slots=True)
class Joined:
    """The unit as it stands, and what did not prevail, the oldest first."""

    fields: Fields = field(repr=False)
    conflicts: tuple[Conflict, ...] = ()


def join(rule: FieldRule, writes: Sequence[Write], *, past: Fields = _NOTHING) -> Joined:
    """Join edits of one unit; `past` is what conflicts show as the common past.

    Laws (tests/properties): the order of `writes` and repeating one change nothing; one
    value given several times is that value; every value stands, is part of what stands,
    or is in a conflict, but for those a rule of its own lets go (`latest`, `largest`, `city`).
    """
    if len(writes) == 1:
        return Joined(writes[0].fields)
    placed = sorted(((one.order, one) for one in writes), key=itemgetter(0))
    ordered = [one for _, one in placed]
    distinct = list({weighed: one for (_, _, weighed), one in reversed(placed)}.values())
    if len(distinct) <= 1:
        return Joined(distinct[0].fields if distinct else {})
    made = _combine(rule, ordered)
    if made is not None:
        return Joined(made)
    stands = _standing(rule, ordered)
    if rule is FieldRule.CITY and stands.is_citys:
        return Joined(stands.fields)
    losers = (one for one in reversed(distinct) if not same_fields(one.fields, stands.fields))
    return Joined(stands.fields, tuple(_differences(losers, stands=stands, past=past)))


def weight(fields: Fields) -> bytes:
    """Give the exact bytes of some fields: 1, true and "1" are three different answers."""
    return encode_cbor(dict(fields))


def same_fields(one: Fields, other: Fields) -> bool:
    """Say whether two have the same `weight`: equal values, of equal types."""
    return one == other and all(type(value) is type(other[name]) for name, value in one.items())


def _standing(rule: FieldRule, ordered: Sequence[Write]) -> Write:
    if rule is FieldRule.IDENTITY:
        return ordered[0]
    if rule is FieldRule.CITY:
        return next((one for one in reversed(ordered) if one.is_citys), ordered[-1])
    if rule is FieldRule.ALIVE:
        return next((one for one in reversed(ordered) if one.fields.get(LIFE) is not True), ordered[-1])
    return ordered[-1]


def _differences(losers: Iterable[Write], *, stands: Write, past: Fields) -> Iterable[Conflict]:
    for loser in losers:
        for name in sorted({*loser.fields, *stands.fields}):
            kept, lost = stands.fields.get(name), loser.fields.get(name)
            if not same_fields({name: kept}, {name: lost}):
                yield Conflict(name, past.get(name), kept, lost, stands.revision, loser.revision)


def _combine(rule: FieldRule, ordered: Sequence[Write]) -> Fields | None:
    """Make one value of all, where the rule can; values of a type it is not for are asked about."""
    make = _MAKERS.get(rule)
    names = {name for one in ordered for name in one.fields}
    if make is None or len(names) != 1:
        return None
    [name] = names
    made = make([one.fields.get(name) for one in ordered])
    return None if made is None else {name: made}


def _latest(values: Sequence[FieldValue]) -> FieldValue:
    texts = _texts(values)
    return max(texts, default=None) if texts is not None else None


def _largest(values: Sequence[FieldValue]) -> FieldValue:
    numbers = [one for one in values if isinstance(one, int) and not isinstance(one, bool)]
    others = [one for one in values if one is not None and one != ""]
    return max(numbers) if numbers and len(numbers) == len(others) else None


def _union(values: Sequence[FieldValue]) -> FieldValue:
    texts = _texts(values)
    return None if texts is None else " ".join(sorted({code for text in texts for code in text.split()}))


def _both(values: Sequence[FieldValue]) -> FieldValue:
    texts = _texts(values)
    lines = (line for one in texts or () for line in one.split("\n"))
    return None if texts is None else "\n".join(dict.fromkeys(lines))


def _texts(values: Sequence[FieldValue]) -> list[str] | None:
    """Give the answers that say something; None where one of them is no text at all."""
    given = [one for one in values if one is not None and one != ""]
    texts = [one for one in given if isinstance(one, str)]
    return texts if texts and len(texts) == len(given) else None


_MAKERS: Final[Mapping[FieldRule, Callable[[Sequence[FieldValue]], FieldValue]]] = {
    FieldRule.LATEST: _latest,
    FieldRule.LARGEST: _largest,
    FieldRule.UNION: _union,
    FieldRule.BOTH: _both,
}
