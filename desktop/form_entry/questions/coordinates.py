"""Coordinates as telephones and maps show them, brought into the spelling a form keeps; Qt-free.

Somebody reads them out or pastes them: 24.7814, 24°46'53"N, 北纬24.7814, both at once with a comma
between. What is wrong is named, so that it can be said beside the field it is wrong in.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

_PLAIN: Final = re.compile(r"([+-]?)([0-9]{1,3}(?:\.[0-9]{1,12})?)°?")
# NFKC has made two marks of a double one.
_PARTS: Final = re.compile(
    r"([+-]?)([0-9]{1,3})[°度]([0-9]{1,2}(?:\.[0-9]{1,6})?)['′分]"
    r"(?:([0-9]{1,2}(?:\.[0-9]{1,6})?)(?:\"|''|′′|秒))?"
)
_METRES: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*(?:米|m)?")
_SIDES: Final = {"北纬": 1, "N": 1, "东经": 1, "E": 1, "南纬": -1, "S": -1, "西经": -1, "W": -1}
_CENTIMETRE: Final = Decimal("0.0000001")
_LARGEST_LATITUDE: Final = 90
_LARGEST_LONGITUDE: Final = 180
_SIXTY: Final = 60
_PAIR: Final = 2


class Part(StrEnum):
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    ACCURACY = "accuracy"


class Fault(StrEnum):
    MISSING = "missing"
    UNREADABLE = "unreadable"
    OUT_OF_RANGE = "range"
    SWAPPED = "swapped"


@dataclass(frozen=True, slots=True)
class PointFault:
    """What is wrong, and in which part of a point."""

    part: Part
    fault: Fault


@dataclass(frozen=True, slots=True)
class GeoPoint:
    """A place in degrees, exact to so many metres; blank where nobody said how exact."""

    latitude: str
    longitude: str
    accuracy: str = ""

    def spelled(self) -> str:
        """Write the point as forms keep it; the height is not known to anybody here."""
        return f"{self.latitude} {self.longitude} 0 {self.accuracy or '0'}"


def read_point(latitude: str, longitude: str, accuracy: str) -> GeoPoint | PointFault:
    """Read what stands in the three fields."""
    found = {Part.LATITUDE: read_degrees(latitude), Part.LONGITUDE: read_degrees(longitude)}
    for part, text in ((Part.LATITUDE, latitude), (Part.LONGITUDE, longitude)):
        if found[part] is None:
            return PointFault(part, Fault.UNREADABLE if text.strip() else Fault.MISSING)
    north, east = found[Part.LATITUDE] or Decimal(), found[Part.LONGITUDE] or Decimal()
    if abs(north) > _LARGEST_LATITUDE:
        is_swapped = abs(north) <= _LARGEST_LONGITUDE and abs(east) <= _LARGEST_LATITUDE
        return PointFault(Part.LATITUDE, Fault.SWAPPED if is_swapped else Fault.OUT_OF_RANGE)
    if abs(east) > _LARGEST_LONGITUDE:
        return PointFault(Part.LONGITUDE, Fault.OUT_OF_RANGE)
    metres = _METRES.fullmatch(unicodedata.normalize("NFKC", accuracy).strip().lower())
    if accuracy.strip() and metres is None:
        return PointFault(Part.ACCURACY, Fault.UNREADABLE)
    return GeoPoint(_plain(north), _plain(east), metres.group(1) if metres is not None else "")


def read_degrees(text: str) -> Decimal | None:
    """Give degrees, south and west below zero; None for what is no angle."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").upper()
    side = next((name for name in _SIDES if plain.startswith(name) or plain.endswith(name)), "")
    bare = plain.removeprefix(side).removesuffix(side)
    found = _PARTS.fullmatch(bare) or _PLAIN.fullmatch(bare)
    if found is None:
        return None
    sign, degrees, *smaller = found.groups()
    minutes, seconds = (*(Decimal(part or 0) for part in smaller), Decimal(), Decimal())[:2]
    if max(minutes, seconds) >= _SIXTY:
        return None
    size = Decimal(degrees) + minutes / _SIXTY + seconds / (_SIXTY * _SIXTY)
    return size * _SIDES.get(side, 1) * (-1 if sign == "-" else 1)


def split_pair(text: str) -> tuple[str, str] | None:
    """Part what was pasted at once into its two angles; None where it is not two."""
    for between in (r"\s*[,;，；、]\s*", r"\s+"):
        parts = re.split(between, text.strip())
        if len(parts) == _PAIR and all(read_degrees(part) is not None for part in parts):
            return parts[0], parts[1]
    return None


def read_points(answer: str) -> tuple[GeoPoint, ...]:
    """Take a kept line or area apart; what is no point in it is left out."""
    found = (_kept(part.split()) for part in answer.split(";"))
    return tuple(point for point in found if point is not None)


def _kept(parts: Sequence[str]) -> GeoPoint | None:
    latitude, longitude, _height, accuracy, *_ = (*parts, "", "", "", "")
    metres = accuracy.removesuffix(".0")
    point = read_point(latitude, longitude, "" if metres == "0" else metres)
    return point if isinstance(point, GeoPoint) else None


def _plain(angle: Decimal) -> str:
    text = f"{angle.quantize(_CENTIMETRE):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
