"""Figures of the relay for Prometheus: how much, how fast, how full - of the relay, never of a device.

Labels are closed sets: routes we serve, methods of HTTP, statuses, our own codes. Nothing
tells one device from another, so whoever reads the figures learns nothing about a person
or an office, and a crowd of strangers cannot make the figures grow.
"""

from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server_stub.problems import PROBLEM_CODE
from sync.ports import Clock

METRICS_PATH: Final = "/metrics"
METRICS_TYPE: Final = CONTENT_TYPE_LATEST
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class RelayMetrics:
    """The figures of one relay process; safe between threads."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "quancai_relay_requests",
            "Requests answered",
            ["route", "method", "status"],
            registry=self._registry,
        )
        self.seconds = Histogram(
            "quancai_relay_answer_seconds",
            "Time until the head of an answer, for a post after its commit",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.refusals = Counter(
            "quancai_relay_refusals", "Refusals by our code", ["code"], registry=self._registry
        )
        self.envelopes = Counter(
            "quancai_relay_envelopes",
            "Envelopes taken: new, or known before",
            ["kind"],
            registry=self._registry,
        )
        self.envelope_bytes = Counter(
            "quancai_relay_envelope_bytes", "Bytes of new envelopes", registry=self._registry
        )
        self._new, self._known = self.envelopes.labels("new"), self.envelopes.labels("known")
        # Finding the figure of some labels costs more than counting; there are few, as the sets are closed.
        self._answers: dict[tuple[str, str, int], Counter] = {}
        self._times: dict[str, Histogram] = {}

    def watch(self, name: str, documentation: str, read: Callable[[], float]) -> None:
        """Show a figure that is read whenever somebody asks."""
        Gauge(f"quancai_relay_{name}", documentation, registry=self._registry).set_function(read)

    def count_envelope(self, size: int, *, is_new: bool) -> None:
        (self._new if is_new else self._known).inc()
        if is_new:
            self.envelope_bytes.inc(size)

    def count_answer(self, route: str, method: str, status: int) -> None:
        """Count a request by what it was answered with; the words are those of closed sets."""
        labels = (route, method, status)
        counted = self._answers.get(labels)
        if counted is None:
            counted = self._answers[labels] = self.requests.labels(route, method, str(status))
        counted.inc()

    def time_answer(self, route: str, seconds: float) -> None:
        """Note how long the head of an answer took."""
        timed = self._times.get(route)
        if timed is None:
            timed = self._times[route] = self.seconds.labels(route)
        timed.observe(seconds)

    def render(self) -> bytes:
        return generate_latest(self._registry)


class Measured:
    """An application whose every answer is counted and timed."""

    def __init__(self, app: ASGIApp, *, metrics: RelayMetrics, clock: Clock, routes: frozenset[str]) -> None:
        self._app, self._metrics, self._clock, self._routes = app, metrics, clock, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = self._clock.monotonic_s()
        route = scope["path"] if scope["path"] in self._routes else "other"
        status = 500  # what a failure without an answer becomes

        async def send_counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._metrics.time_answer(route, self._clock.monotonic_s() - began)
            await send(message)

        try:
            await self._app(scope, receive, send_counted)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.count_answer(route, method, status)
            code = scope.get(PROBLEM_CODE)
            if code is not None:
                self._metrics.refusals.labels(code).inc()
