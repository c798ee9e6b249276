"""When the next edit is made: later than all that was made or seen here, whatever the clock says.

Wall clocks jump: a battery dies, somebody corrects the year. The time of the last edit is
kept in the replica, so that the order survives a restart, and a clock that is behind what was
made or seen is noted once a day for a person to look at. Nothing waits for it (P1).
"""

from typing import Final

from store.connection import Store
from store.records import StoredRecord
from store.trust import Alarm, keep_trust, raise_alarm, read_trust
from sync.change import HybridTime
from sync.errors import MessageMalformedError, Retry, SyncError
from sync.merge.revision import MAX_AHEAD_MS, observe, revision_of, tick, time_of

_LAST: Final = "last-edit"
_DAY_MS: Final = 86_400_000


class ClockBehindError(SyncError):
    """The clock here shows a moment long before one that was made or heard of here."""

    code = "clock-behind"
    retry = Retry.LATER


class ClockAheadError(SyncError):
    """The clock here showed a moment long after the one the city did."""

    code = "clock-ahead"
    retry = Retry.LATER


def next_edit_time(replica: Store, held: StoredRecord | None, *, wall_ms: int, node: str) -> HybridTime:
    """Give the time of an edit made now and keep it, in the caller's commit."""
    own = _last_edit(replica)
    seen = own
    for revision in (held.revision, held.base_revision) if held else ():
        time = _time_or_none(revision)
        if time is not None:
            seen = observe(seen, time, wall_ms=wall_ms, node=node)
    watch_clock(replica, own, _time_or_none(held.base_revision if held else None), wall_ms=wall_ms)
    made = tick(seen, wall_ms=wall_ms, node=node)
    keep_trust(replica, _LAST, revision_of(made).encode())
    return made


def watch_clock(replica: Store, *times: HybridTime | None, wall_ms: int) -> bool:
    """Note that the clock here is behind one of these times by more than clocks differ; say whether it is."""
    is_behind = any(one is not None and wall_ms < one.wall_ms - MAX_AHEAD_MS for one in times)
    if is_behind:
        _raise(replica, ClockBehindError.code, wall_ms=wall_ms)
    return is_behind


def watch_verdict(replica: Store, *, made_ms: int | None, judged_ms: int, wall_ms: int) -> str | None:
    """Hold the clock here against the city's, as its verdict shows it; give the code worth telling.

    `made_ms` is when the clock here said that the judged work was finished.
    """
    if made_ms is not None and made_ms > judged_ms + MAX_AHEAD_MS:
        return _raise(replica, ClockAheadError.code, wall_ms=wall_ms)
    if wall_ms < judged_ms - MAX_AHEAD_MS:
        return _raise(replica, ClockBehindError.code, wall_ms=wall_ms)
    return None


def _raise(replica: Store, code: str, *, wall_ms: int) -> str:
    raise_alarm(replica, Alarm(code, f"day {wall_ms // _DAY_MS}", wall_ms))
    return code


def _last_edit(replica: Store) -> HybridTime | None:
    kept = read_trust(replica, _LAST)
    return None if kept is None else _time_or_none(kept.decode())


def _time_or_none(revision: str | None) -> HybridTime | None:
    try:
        return time_of(revision or "")
    except MessageMalformedError:
        return None  # not made of a time: nothing to come after
