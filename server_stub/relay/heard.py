"""Hearing each signed question once, for as long as its time stamp would be believed.

Kept in memory on purpose: a copy that slips through after a restart gets sealed
bytes its sender could already have copied, while a disk flush for every question
would halve what the relay can take in.
"""

from collections import OrderedDict
from threading import Lock
from typing import Final

from server_stub.errors import RequestReplayedError
from sync.request_signing import MAX_SKEW_MS, SignedRequest

MAX_REMEMBERED: Final = 200_000


class HeardQuestions:
    """The questions of the last minutes, oldest first; safe between threads."""

    def __init__(self) -> None:
        self._heard: OrderedDict[tuple[str, bytes], int] = OrderedDict()
        self._lock = Lock()

    def hear(self, question: SignedRequest, *, now_ms: int) -> None:
        """Note a question.

        Raises:
            RequestReplayedError: it was asked before.

        """
        key = (question.sender, question.nonce)
        with self._lock:
            self._forget(before_ms=now_ms - 2 * MAX_SKEW_MS)
            if key in self._heard:
                raise RequestReplayedError(sender=question.sender)
            self._heard[key] = now_ms

    def _forget(self, *, before_ms: int) -> None:
        while self._heard:
            oldest = next(iter(self._heard))
            if self._heard[oldest] >= before_ms and len(self._heard) < MAX_REMEMBERED:
                return
            del self._heard[oldest]
