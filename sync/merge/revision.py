"""Hybrid logical time: an order of edits that survives wrong clocks, and revision ids made of it.

A device's next edit is later than everything it has made or seen, whatever its clock
says. A clock far ahead must not win every conflict for weeks, so a remote time counts
for at most ten minutes more than the reader's own wall.
"""

from typing import Final

from sync.change import MAX_COUNTER, MAX_WALL_MS, HybridTime
from sync.errors import MessageMalformedError

MAX_AHEAD_MS: Final = 10 * 60 * 1000
_WALL_DIGITS: Final = len(str(MAX_WALL_MS))
_COUNTER_DIGITS: Final = len(str(MAX_COUNTER))


def tick(last: HybridTime | None, *, wall_ms: int, node: str) -> HybridTime:
    """Give the time of a new edit made here."""
    if last is None or wall_ms > last.wall_ms:
        return HybridTime(wall_ms, 0, node)
    return _next(last, node=node)


def observe(last: HybridTime | None, remote: HybridTime, *, wall_ms: int, node: str) -> HybridTime:
    """Give the local time after seeing a remote edit; the next tick is later than both."""
    seen = clamp(remote, wall_ms=wall_ms)
    newest = seen if last is None else max(last, seen, key=lambda one: (one.wall_ms, one.counter))
    if wall_ms > newest.wall_ms:
        return HybridTime(wall_ms, 0, node)
    return _next(newest, node=node)


def clamp(remote: HybridTime, *, wall_ms: int) -> HybridTime:
    """Hold a time from a clock that runs ahead to what the reader can believe."""
    if remote.wall_ms <= wall_ms + MAX_AHEAD_MS:
        return remote
    return HybridTime(wall_ms + MAX_AHEAD_MS, remote.counter, remote.node)


def revision_of(time: HybridTime) -> str:
    """Give a revision id that sorts as text like the time it was made of."""
    return f"{time.wall_ms:0{_WALL_DIGITS}d}-{time.counter:0{_COUNTER_DIGITS}d}-{time.node}"


def time_of(revision: str) -> HybridTime:
    wall, _, rest = revision.partition("-")
    counter, _, node = rest.partition("-")
    if len(wall) != _WALL_DIGITS or len(counter) != _COUNTER_DIGITS or not node:
        raise MessageMalformedError(part="revision")
    if not (wall.isascii() and wall.isdecimal() and counter.isascii() and counter.isdecimal()):
        raise MessageMalformedError(part="revision")
    return HybridTime(int(wall), int(counter), node)


def is_known_older(revision: str, than: str) -> bool:
    """Say whether a revision certainly precedes another; ids of foreign make are never called older."""
    try:
        return time_of(revision) < time_of(than)
    except MessageMalformedError:
        return False


def _next(time: HybridTime, *, node: str) -> HybridTime:
    if time.counter < MAX_COUNTER:
        return HybridTime(time.wall_ms, time.counter + 1, node)
    return HybridTime(time.wall_ms + 1, 0, node)
