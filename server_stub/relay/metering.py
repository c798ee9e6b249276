"""How much one device may ask of the relay: so many bytes a second, with a burst for a morning's work.

A bucket fills at a steady rate and every request takes its weight out of it, a small one a
least weight, because a question costs work even when it is short. Only a proven sender is
charged: nobody can use up somebody else's share by writing a name into a header.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

from server_stub.errors import DeviceTooBusyError
from sync.ports import Clock

LEAST_WEIGHT: Final = 65_536  # bytes, for a request of any kind
BURST_SECONDS: Final = 8
MAX_REMEMBERED: Final = 50_000


@dataclass(slots=True)
class _Bucket:
    level: float
    at_s: float


class DeviceMeters:
    """One bucket a sender, full when it is new; the longest unheard are forgotten. Safe between threads."""

    def __init__(self, *, bytes_a_second: int, clock: Clock) -> None:
        self._rate = bytes_a_second
        self._full = float(bytes_a_second * BURST_SECONDS)
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = Lock()

    def charge(self, sender: str, *, weight: int) -> None:
        """Take a request's weight out of the sender's bucket.

        Raises:
            DeviceTooBusyError: there is not enough in it yet; nothing was taken.

        """
        cost = min(float(max(weight, LEAST_WEIGHT)), self._full)
        with self._lock:
            bucket = self._filled(sender)
            if bucket.level < cost:
                raise DeviceTooBusyError(retry_seconds=(cost - bucket.level) / self._rate)
            bucket.level -= cost

    def _filled(self, sender: str) -> _Bucket:
        now_s = self._clock.monotonic_s()
        bucket = self._buckets.pop(sender, None) or _Bucket(self._full, now_s)
        bucket.level = min(self._full, bucket.level + (now_s - bucket.at_s) * self._rate)
        bucket.at_s = now_s
        self._buckets[sender] = bucket
        if len(self._buckets) > MAX_REMEMBERED:
            self._buckets.popitem(last=False)
        return bucket
