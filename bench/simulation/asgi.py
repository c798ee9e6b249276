"""Speaks to an ASGI application without a socket, a thread or a client library, one request at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from starlette.types import ASGIApp, Message

from server_stub.relay import routes
from sync.ports import Request, Response

T = TypeVar("T")


class SameThread(Executor):
    """Does the relay's commits where they are asked for."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        done: Future[T] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


async def run_here(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Stand in for `run_in_threadpool`: nobody else waits for the loop."""
    return function(*args, **kwargs)


class AsgiCaller:
    """An event loop of its own, kept between requests; blocking work of the relay is done on it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._threadpool = vars(routes)["run_in_threadpool"]
        vars(routes)["run_in_threadpool"] = run_here

    def call(self, app: ASGIApp, request: Request, *, is_cut: bool = False) -> Response:
        """Give the application's answer; a cut request ends in the middle of its body."""
        path, _, query = request.target.partition("?")
        length = str(len(request.body))
        headers = {"host": "relay.example", "content-length": length, **request.headers}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "https",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "server": ("relay.example", 443),
        }
        return self._loop.run_until_complete(_run(app, scope, request.body, is_cut=is_cut))

    def close(self) -> None:
        vars(routes)["run_in_threadpool"] = self._threadpool
        self._loop.close()


async def _run(app: ASGIApp, scope: dict[str, Any], body: bytes, *, is_cut: bool) -> Response:
    half: Message = {"type": "http.request", "body": body[: len(body) // 2], "more_body": True}
    whole: Message = {"type": "http.request", "body": body, "more_body": False}
    waiting: list[Message] = [half] if is_cut else [whole]
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    try:
        await app(scope, receive, send)
    except Exception:
        # Starlette answers an unexpected error with 500 and raises it again for the server's log.
        if not sent:
            raise
    head = next(one for one in sent if one["type"] == "http.response.start")
    headers = {name.decode().lower(): value.decode() for name, value in head["headers"]}
    content = b"".join(one.get("body", b"") for one in sent if one["type"] == "http.response.body")
    return Response(head["status"], headers, content)
