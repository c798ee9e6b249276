"""What time it is for trust: a clock set back revives nothing, and a long silence closes the records.

Two moments are remembered: the newest one that the roots or the city have signed, and
the latest this computer's own clock has shown since. Expiry is judged against the later
of wall clock and signed moment (the "fixed update start time" of the TUF specification,
section 5.1, cannot be trusted to a village's clock alone). The lease also counts what
the clock has shown, so that setting it back does not buy more days.
"""

from dataclasses import dataclass, replace
from typing import Final

from sync.cbor import decode_cbor, encode_cbor, read_integer, read_list

_MAX_TIMES_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class SeenTimes:
    """Milliseconds since 1970 UTC; zero where nothing was seen yet."""

    signed_ms: int = 0  # newest moment in a registry or checkpoint that was verified
    wall_ms: int = 0  # latest the clock here has shown since that one was accepted


NOTHING_SEEN: Final = SeenTimes()


def hear_signed(times: SeenTimes, *, signed_ms: int) -> SeenTimes:
    """Note a signed moment; a newer one also forgives a clock that had run ahead."""
    return times if signed_ms <= times.signed_ms else SeenTimes(signed_ms)


def see_clock(times: SeenTimes, *, wall_ms: int) -> SeenTimes:
    return times if wall_ms <= times.wall_ms else replace(times, wall_ms=wall_ms)


def judged_now(times: SeenTimes, *, wall_ms: int) -> int:
    """Give the moment that expiry is judged at."""
    return max(wall_ms, times.signed_ms)


def is_lease_over(times: SeenTimes, *, wall_ms: int, lease_ms: int) -> bool:
    """Say whether the last signed word is too old to go on showing records.

    Without any signed moment (a registry of schema 1) there is no lease to end.
    """
    if times.signed_ms == 0:
        return False
    return max(wall_ms, times.wall_ms) - times.signed_ms >= lease_ms


def encode_times(times: SeenTimes) -> bytes:
    return encode_cbor([times.signed_ms, times.wall_ms])


def decode_times(encoded: bytes) -> SeenTimes:
    signed_ms, wall_ms = read_list(decode_cbor(encoded, limit=_MAX_TIMES_BYTES), length=2)
    return SeenTimes(read_integer(signed_ms), read_integer(wall_ms))
