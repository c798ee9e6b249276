"""The wire without a socket: requests go straight into the relay's ASGI application."""

from starlette.applications import Starlette
from starlette.testclient import TestClient

from sync.ports import Request, Response


class AsgiTransport:
    """A `Transport` that the platform and the devices of a test share with the relay."""

    def __init__(self, app: Starlette) -> None:
        self._client = TestClient(app, raise_server_exceptions=False)

    def close(self) -> None:
        """Nothing is held open."""

    def exchange(self, request: Request) -> Response:
        answer = self._client.request(
            request.method, request.target, headers=dict(request.headers), content=request.body
        )
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Response(answer.status_code, headers, answer.content)
