"""The relay's own description: an OpenAPI 3.1 document, made from one table of endpoints.

The statuses of refusals are not written down a second time: each endpoint names the
errors it may answer with, and `server_stub.problems` says with which status. The document
is served and kept beside the protocol's pages; tests hold the two and the routes together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from server_stub import errors
from server_stub.problems import status_of_kind
from server_stub.relay.metrics import METRICS_PATH
from sync import errors as exchange
from sync import posting, wire
from sync.joining_refused import REFUSED_PATH, EnrolmentRefusedError, JoinRefusal
from sync.request_signing import SCHEME
from sync.time_anchor import TIME_PATH, TIME_TYPE
from sync.wake_events import EVENTS_TYPE, WAKE_PATH

OPENAPI_PATH: Final = "/v1/openapi.json"
READY_PATH: Final = "/v1/ready"
_JSON: Final = "application/json"
_OPENAPI_TYPE: Final = "application/vnd.oai.openapi+json"
_METRICS: Final = "text/plain"
_BINARY: Final = {"type": "string", "format": "binary"}

Errors = tuple[type[Exception], ...]

_ANY: Final[Errors] = (errors.StorageUnavailableError, errors.RelayFullError)
_UNREADABLE: Final[Errors] = (
    exchange.MessageMalformedError,
    exchange.MessageNotCanonicalError,
    exchange.MessageTooLargeError,
    exchange.SchemaUnknownError,
    exchange.SuiteUnknownError,
    exchange.SuiteMismatchError,
)
_BODY: Final[Errors] = (*_UNREADABLE, errors.BodyEncodingRefusedError, errors.BodyTooSlowError)
_PROVEN: Final[Errors] = (
    exchange.KeyUnknownError,
    exchange.SignatureInvalidError,
    exchange.RegistryMissingError,
    errors.DeviceTooBusyError,
)
_SIGNED: Final[Errors] = (
    *_UNREADABLE,
    *_PROVEN,
    exchange.RequestUnsignedError,
    exchange.RequestTimeSkewedError,
    errors.RequestReplayedError,
)
_POSTED: Final[Errors] = (
    *_BODY,
    *_PROVEN,
    exchange.SenderMismatchError,
    exchange.AudienceMismatchError,
    exchange.EpochUnknownError,
    exchange.EnvelopeForkError,
    exchange.EnvelopeGapError,
)
_REGISTRY: Final[Errors] = (
    exchange.RegistryUntrustedError,
    exchange.RegistryRollbackError,
    exchange.RegistryExpiredError,
    errors.RegistryConflictError,
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one path: what goes in, what comes out, how it may be refused."""

    method: str
    path: str
    summary: str
    answers: tuple[tuple[int, str | None], ...]  # status and content type, None for no body
    refusals: Errors = ()
    body: str | None = None
    query: tuple[tuple[str, bool, dict[str, Any]], ...] = ()  # name, whether required, schema
    is_signed: bool = False


_AFTER: Final = ("after", True, {"type": "integer", "minimum": 0, "maximum": wire.MAX_POSITION})
_LIMIT: Final = ("limit", False, {"type": "integer", "minimum": 0, "maximum": wire.MAX_PAGE_ITEMS})
_WAIT: Final = ("wait", False, {"type": "integer", "minimum": 0, "maximum": wire.MAX_WAIT_SECONDS})
_DEVICE: Final = ("device", False, {"type": "string", "pattern": "^[0-9a-f]{32}$"})
_WHOLE: Final = ("whole", False, {"type": "integer", "const": 1})
_KEY: Final = ("key", True, {"type": "string", "pattern": "^[0-9a-f]{32}$"})
_REASON: Final = ("reason", True, {"type": "string", "enum": [str(one) for one in JoinRefusal]})
_NONCE: Final = ("nonce", True, {"type": "string", "pattern": "^[A-Za-z0-9_-]{22}$"})

ENDPOINTS: Final = (
    Endpoint(
        "post",
        wire.ENVELOPES_PATH,
        "Hand over one sealed envelope; the receipt is given when it is durable",
        ((201, wire.RECEIPT_TYPE), (200, wire.RECEIPT_TYPE)),
        _POSTED,
        body=wire.ENVELOPE_TYPE,
    ),
    Endpoint(
        "post",
        posting.SEVERAL_PATH,
        "Hand over several of one sender in order; a receipt for each, up to the first that is refused",
        ((201, posting.RECEIPTS_TYPE), (200, posting.RECEIPTS_TYPE)),
        _POSTED,
        body=posting.SEVERAL_TYPE,
    ),
    Endpoint(
        "get",
        wire.ENVELOPES_PATH,
        "Read the asker's mailbox after a cursor; `wait` holds the answer back until there is something",
        ((200, wire.PAGE_TYPE),),
        (*_SIGNED, errors.MailboxClosedError),
        query=(_AFTER, _LIMIT, _WAIT),
        is_signed=True,
    ),
    Endpoint(
        "get",
        wire.SENT_PATH,
        "Read what this key of the city has sent itself",
        ((200, wire.PAGE_TYPE),),
        (*_SIGNED, errors.CityOnlyError),
        query=(_AFTER, _LIMIT),
        is_signed=True,
    ),
    Endpoint(
        "get",
        WAKE_PATH,
        "Hear of the newest cursor at once and at every change, as server-sent events",
        ((200, EVENTS_TYPE),),
        (*_SIGNED, errors.MailboxClosedError),
        is_signed=True,
    ),
    Endpoint(
        "post",
        wire.REGISTRY_PATH,
        "Publish a newer registry; the roots' signatures decide",
        ((204, None),),
        (*_BODY, *_REGISTRY, exchange.RegistryMissingError),
        body=wire.REGISTRY_TYPE,
    ),
    Endpoint(
        "get",
        wire.REGISTRY_PATH,
        "Read the newest registry: what is signed, with one device, or whole",
        ((200, wire.REGISTRY_TYPE),),
        (exchange.MessageMalformedError, exchange.RegistryMissingError),
        query=(_DEVICE, _WHOLE),
    ),
    Endpoint(
        "post",
        wire.ENROLMENTS_PATH,
        "Ask to join; the request waits for the city",
        ((202, None),),
        (
            *_BODY,
            exchange.SignatureInvalidError,
            exchange.KeyUnknownError,
            errors.EnrolmentsFullError,
            EnrolmentRefusedError,
        ),
        body=wire.ENROLMENT_TYPE,
    ),
    Endpoint(
        "post",
        REFUSED_PATH,
        "Tell the device that asked with a key that it does not join, and why",
        ((204, None),),
        (*_SIGNED, errors.CityOnlyError),
        query=(_KEY, _REASON),
        is_signed=True,
    ),
    Endpoint(
        "get",
        wire.ENROLMENTS_PATH,
        "Read the requests to join that wait",
        ((200, wire.ENROLMENT_TYPE),),
        (*_SIGNED, errors.CityOnlyError),
        is_signed=True,
    ),
    Endpoint(
        "get",
        TIME_PATH,
        "Ask what time it is; the relay signs its answer together with the nonce",
        ((200, TIME_TYPE),),
        (exchange.MessageMalformedError,),
        query=(_NONCE,),
    ),
    Endpoint("get", wire.HEALTH_PATH, "Whether the relay runs and reaches its database", ((200, _JSON),)),
    Endpoint(
        "get",
        READY_PATH,
        "Whether the relay can do its work: database, disk, registry",
        ((200, _JSON),),
        (errors.NotReadyError,),
    ),
    Endpoint("get", METRICS_PATH, "Figures for Prometheus, none of them about a device", ((200, _METRICS),)),
    Endpoint("get", OPENAPI_PATH, "This document", ((200, _OPENAPI_TYPE),)),
)


def describe_relay() -> dict[str, Any]:
    """Give the OpenAPI 3.1 document."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method] = _describe(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Quancai relay",
            "version": "1",
            "summary": "A blind post office for sealed envelopes",
            "description": "Bodies are deterministic CBOR (docs/protocol/); refusals are RFC 9457 problems.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "securitySchemes": {
                "signedRequest": {
                    "type": "http",
                    "scheme": SCHEME,
                    "description": "A COSE_Sign1 of the question (docs/protocol/relay.md §6).",
                }
            },
        },
    }


def _describe(endpoint: Endpoint) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": endpoint.summary,
        "security": [{"signedRequest": []}] if endpoint.is_signed else [],
        "responses": {str(status): _answer(kind) for status, kind in endpoint.answers}
        | _refusals((*endpoint.refusals, *_ANY)),
    }
    if endpoint.query:
        described["parameters"] = [
            {"name": name, "in": "query", "required": required, "schema": schema}
            for name, required, schema in endpoint.query
        ]
    if endpoint.body:
        described["requestBody"] = {"required": True, "content": {endpoint.body: {"schema": _BINARY}}}
    return described


def _answer(content_type: str | None) -> dict[str, Any]:
    return {"description": "Done"} | ({} if content_type is None else {"content": {content_type: {}}})


def _refusals(kinds: Iterable[type[Exception]]) -> dict[str, Any]:
    by_status: dict[int, set[str]] = {500: {"unexpected"}}
    for kind in kinds:
        by_status.setdefault(status_of_kind(kind), set()).add(kind.code)  # type: ignore[attr-defined]
    return {str(status): _refusal(sorted(by_status[status])) for status in sorted(by_status)}


def _refusal(codes: list[str]) -> dict[str, Any]:
    only = {"type": "object", "properties": {"code": {"enum": codes}}}
    schema = {"allOf": [{"$ref": "#/components/schemas/Problem"}, only]}
    return {"description": ", ".join(codes), "content": {wire.PROBLEM_TYPE: {"schema": schema}}}


_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "pattern": "^urn:quancai:problem:[a-z0-9-]+$"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string"},
    },
}
