"""Distance and area on the sphere ODK uses, of points written as `lat lon [alt acc]; …`."""

import math
from itertools import pairwise
from typing import Final

from forms.instance.values import read_number
from forms.xpath.coercion import to_text
from forms.xpath.context import Context, Value
from forms.xpath.functions.signature import Function

EARTH_RADIUS_METRES: Final = 6_378_100.0

Point = tuple[float, float]


def _points(values: tuple[Value, ...]) -> list[Point]:
    written = [
        part
        for value in values
        for text in ([node.read() for node in value] if isinstance(value, list) else [to_text(value)])
        for part in text.split(";")
        if part.strip()
    ]
    return [_point(part) for part in written]


def _point(text: str) -> Point:
    parts = [read_number(part) for part in text.split()]
    if len(parts) < 2 or not all(map(math.isfinite, parts[:2])):
        raise ValueError("not a point")
    return parts[0], parts[1]


def _distance(_context: Context, *values: Value) -> Value:
    points = _points(values)
    return math.fsum(_metres(start, end) for start, end in pairwise(points))


def _metres(start: Point, end: Point) -> float:
    (lat1, lon1), (lat2, lon2) = map(_radians, (start, end))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_METRES * math.asin(min(1.0, math.sqrt(half)))


def _radians(point: Point) -> Point:
    return math.radians(point[0]), math.radians(point[1])


def _area(_context: Context, *values: Value) -> Value:
    """Sum the triangles seen from the first corner, each laid flat, as the reference client does."""
    points = [_radians(point) for point in _points(values)]
    if len(points) < 3:
        return 0.0
    (first_lat, first_lon), *corners = points
    flat = [
        ((lat - first_lat) * EARTH_RADIUS_METRES, (lon - first_lon) * EARTH_RADIUS_METRES * math.cos(lat))
        for lat, lon in corners
    ]
    return abs(math.fsum((y1 * x2 - x1 * y2) / 2 for (y1, x1), (y2, x2) in pairwise(flat)))


def _geofence(_context: Context, point: Value, outline: Value) -> Value:
    if not to_text(point).strip():
        return False
    (lat, lon), corners = _point(to_text(point)), _points((outline,))
    is_inside = False
    for (lat1, lon1), (lat2, lon2) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        if (lat1 > lat) != (lat2 > lat) and lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1:
            is_inside = not is_inside
    return is_inside


def _intersects(_context: Context, *values: Value) -> Value:
    """Tell whether a line crosses itself: neighbours only share a corner, and what is no line does not."""
    try:
        points = _points(values)
    except ValueError:
        return False
    edges = list(pairwise(points))
    is_closed = len(points) > 2 and points[0] == points[-1]
    return any(
        _cross(first, second)
        for number, first in enumerate(edges)
        for place, second in enumerate(edges[number + 2 :], start=number + 2)
        if not (is_closed and number == 0 and place == len(edges) - 1)
    )


def _cross(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    (a, b), (c, d) = first, second
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(start: Point, end: Point, point: Point) -> float:
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])


GEOMETRY: Final = {
    "area": Function(1, None, _area),
    "enclosed-area": Function(1, None, _area),
    "intersects": Function(1, None, _intersects),
    "distance": Function(1, None, _distance),
    "geofence": Function(2, 2, _geofence),
}
