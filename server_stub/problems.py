"""From an error to the answer a sender gets: one table of HTTP statuses, RFC 9457 bodies.

The body carries our stable code and the error's parameters, which are ids and
numbers by the rule of both error trees; never what was in the request.
"""

import logging
from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from resources.words import Words
from server_stub.errors import (
    BodyEncodingRefusedError,
    BodyTooSlowError,
    CityOnlyError,
    DeviceTooBusyError,
    EnrolmentsFullError,
    HeaderTooLargeError,
    HeaderTooSlowError,
    MailboxClosedError,
    MethodNotAllowedError,
    PathUnknownError,
    RegistryConflictError,
    RelayFullError,
    RequestRefusedError,
    RequestReplayedError,
    ServerError,
    ServerUnavailableError,
    StorageUnavailableError,
)
from sync.errors import (
    AudienceMismatchError,
    EnvelopeForkError,
    EnvelopeGapError,
    EpochUnknownError,
    KeyUnknownError,
    MessageTooLargeError,
    RegistryExpiredError,
    RegistryMissingError,
    RegistryRollbackError,
    RegistryUntrustedError,
    RequestTimeSkewedError,
    RequestUnsignedError,
    SenderMismatchError,
    SignatureInvalidError,
    SyncError,
)
from sync.joining_refused import EnrolmentRefusedError
from sync.wire import PROBLEM_TYPE, Problem, encode_problem

logger = logging.getLogger(__name__)

RETRY_SECONDS: Final = 30
PROBLEM_CODE: Final = "quancai.problem"  # where a request's scope keeps the code it was refused with

# The first class an error belongs to decides; anything of ours not named here is a bad request.
_STATUSES: Final[tuple[tuple[type[Exception], int], ...]] = (
    (EnvelopeForkError, 409),
    (EnvelopeGapError, 409),
    (EpochUnknownError, 409),
    (RegistryConflictError, 409),
    (RegistryRollbackError, 409),
    (PathUnknownError, 404),
    (MethodNotAllowedError, 405),
    (HeaderTooSlowError, 408),
    (MessageTooLargeError, 413),
    (DeviceTooBusyError, 429),
    (HeaderTooLargeError, 431),
    (BodyEncodingRefusedError, 415),
    (RequestUnsignedError, 401),
    (RequestTimeSkewedError, 401),
    (RequestReplayedError, 401),
    (KeyUnknownError, 403),
    (SignatureInvalidError, 403),
    (SenderMismatchError, 403),
    (AudienceMismatchError, 403),
    (CityOnlyError, 403),
    (EnrolmentRefusedError, 403),
    (MailboxClosedError, 403),
    (RegistryUntrustedError, 403),
    (RegistryMissingError, 503),
    (RegistryExpiredError, 503),
    (EnrolmentsFullError, 503),
    (RelayFullError, 503),
    (BodyTooSlowError, 503),
    (ServerUnavailableError, 503),
)
_ROUTER_REFUSALS: Final[Mapping[int, type[RequestRefusedError]]] = {
    404: PathUnknownError,
    405: MethodNotAllowedError,
}
_WORDS: Final = Words("en")


def status_of_kind(kind: type[Exception]) -> int:
    """Give the status every error of a class is answered with."""
    return next((status for known, status in _STATUSES if issubclass(kind, known)), 400)


def status_of(error: Exception) -> int:
    return status_of_kind(type(error))


def problem_response(error: Exception) -> Response:
    """Turn an error of ours into the answer."""
    if not isinstance(error, ServerError | SyncError):
        raise error
    status = status_of(error)
    if isinstance(error, StorageUnavailableError):
        # Why is for whoever runs the server; a device does the same about all of it.
        logger.warning("storage: %s %s", error.code, dict(error.parameters))
        error = StorageUnavailableError(reason="storage")
    details = {name: _plain(value) for name, value in error.parameters.items()}
    title = _WORDS.error(error.code, error.parameters).title
    return _respond(Problem(status, error.code, title, details), headers=_retry_header(error, status=status))


def unexpected_response(error: Exception, *, reference: str) -> Response:
    """Answer for a bug of ours: an apology with the reference under which the log names the error."""
    logger.error("request %s failed: %s", reference, type(error).__name__)
    details = {"instance": f"urn:quancai:failure:{reference}"}
    return _respond(Problem(500, "unexpected", _WORDS.error("unexpected").title, details))


def http_problem(status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Answer for what the router itself refuses; `headers` name the methods a path takes."""
    refusal = _ROUTER_REFUSALS.get(status, RequestRefusedError)()
    title = _WORDS.error(refusal.code, {}).title
    return _respond(Problem(status, refusal.code, title, {}), headers=headers or {})


async def answer_error(request: Request, error: Exception) -> Response:
    """Fit starlette's signature of an exception handler; the code is left for whoever counts."""
    request.scope[PROBLEM_CODE] = getattr(error, "code", None)
    return problem_response(error)


def _respond(problem: Problem, *, headers: Mapping[str, str] | None = None) -> Response:
    return Response(encode_problem(problem), problem.status, headers, media_type=PROBLEM_TYPE)


def _retry_header(error: Exception, *, status: int) -> dict[str, str]:
    if isinstance(error, DeviceTooBusyError):
        return {"retry-after": str(error.retry_seconds)}
    return {"retry-after": str(RETRY_SECONDS)} if status == 503 else {}


def _plain(value: str) -> object:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else value
