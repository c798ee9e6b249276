"""What whoever runs the relay asks of it: ready, figures, its own description; and the time, for anybody.

None of it needs a signature, and none of it tells who sends or receives anything.
"""

from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from server_stub.errors import NotReadyError, ServerUnavailableError
from server_stub.relay.metrics import METRICS_PATH, METRICS_TYPE, RelayMetrics
from server_stub.relay.openapi import OPENAPI_PATH, READY_PATH, describe_relay
from server_stub.relay.readiness import failing_checks, free_bytes
from server_stub.relay.routes import Relay
from sync.errors import SyncError
from sync.time_anchor import TIME_PATH, TIME_TYPE, TimeAnchor, read_time_query, sign_time

_OPENAPI_TYPE: Final = "application/vnd.oai.openapi+json;version=3.1"


@dataclass(frozen=True, slots=True)
class Operating:
    """The endpoints of the operator."""

    relay: Relay
    metrics: RelayMetrics

    def routes(self) -> list[Route]:
        return [
            Route(READY_PATH, self.get_ready, methods=["GET"]),
            Route(METRICS_PATH, self.get_metrics, methods=["GET"]),
            Route(OPENAPI_PATH, self.get_openapi, methods=["GET"]),
            Route(TIME_PATH, self.get_time, methods=["GET"]),
        ]

    async def get_ready(self, _request: Request) -> Response:
        now_ms = self.relay.clock.now_ms()
        failing = await run_in_threadpool(
            failing_checks, self.relay.settings, self.relay.shelf, now_ms=now_ms
        )
        if failing:
            raise NotReadyError(failing=" ".join(failing))
        return JSONResponse({"status": "ready"})

    async def get_metrics(self, _request: Request) -> Response:
        rendered = await run_in_threadpool(self.metrics.render)
        return Response(rendered, headers={"content-type": METRICS_TYPE})

    async def get_openapi(self, _request: Request) -> Response:
        return JSONResponse(describe_relay(), media_type=_OPENAPI_TYPE)

    async def get_time(self, request: Request) -> Response:
        anchor = TimeAnchor(self.relay.clock.now_ms(), read_time_query(request.url.query))
        return Response(sign_time(anchor, relay=self.relay.identity), media_type=TIME_TYPE)

    def show_figures(self) -> None:
        """Let the metrics show how full the relay is whenever they are read."""
        relay, watch = self.relay, self.metrics.watch
        watch("bodies_bytes", "Bytes of bodies that are arriving", lambda: relay.room.used_bytes)
        watch("held", "Held questions and wake-up streams", lambda: relay.bell.held_count)
        watch("waiting", "Requests that wait for their turn", lambda: relay.admission.waiting_count)
        watch("commits", "Groups of changes committed", lambda: relay.writer.commit_count)
        watch("registry_version", "Newest registry, 0 without one", lambda: self._registry_figures()[0])
        watch(
            "registry_seconds_left",
            "Time until the registry ends",
            lambda: self._registry_figures()[1],
        )
        watch("city_unread", "Envelopes the city has not asked for yet", self._city_unread)
        if free_bytes(relay.settings.database_url) is not None:
            watch(
                "disk_free_bytes",
                "Free on the disk of the log",
                lambda: free_bytes(relay.settings.database_url) or 0,
            )

    def _city_unread(self) -> int:
        try:
            return self.relay.city_reading.unread(self.relay.database)
        except ServerUnavailableError:
            return 0

    def _registry_figures(self) -> tuple[int, float]:
        try:
            registry = self.relay.shelf.current()
        except (SyncError, ServerUnavailableError):
            return 0, 0.0
        return registry.version, (registry.expires_ms - self.relay.clock.now_ms()) / 1_000
