"""Paths and bodies of the relay's interface, both directions in one file for both ends.

    POST /v1/envelopes                    an envelope            -> a receipt (201, 200 when known)
    POST /v1/envelopes/several            a list of them         -> receipts (sync.posting)
    GET  /v1/envelopes?after=N&limit=M    the caller's mailbox   -> a page; &wait=S holds the answer
                                                                    until there is one, S seconds at most
    GET  /v1/registry                     anybody                -> what the roots signed
    GET  /v1/registry?device=ID           anybody                -> the same, and that device if it is listed
    GET  /v1/registry?whole=1             anybody                -> the same, and every device
    POST /v1/registry                     a whole registry       -> 204 (the roots' signatures decide)
    POST /v1/enrolments                   an enrolment request   -> 202
    GET  /v1/enrolments                   the city               -> requests waiting
    GET  /v1/wake                         the caller's mailbox   -> events (sync.wake_events)
    GET  /v1/health                       anybody                -> 200

Errors are RFC 9457 problems whose `code` is one of ours.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlencode

from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_list, read_map
from sync.envelope.encoding import MAX_ENVELOPE_BYTES
from sync.errors import MessageMalformedError, SyncError
from sync.keys.identity import DeviceId, read_device_id

ENVELOPES_PATH: Final = "/v1/envelopes"
SENT_PATH: Final = f"{ENVELOPES_PATH}/sent"
REGISTRY_PATH: Final = "/v1/registry"
ENROLMENTS_PATH: Final = "/v1/enrolments"
HEALTH_PATH: Final = "/v1/health"

ENVELOPE_TYPE: Final = "application/vnd.quancai.sync-envelope"
RECEIPT_TYPE: Final = "application/vnd.quancai.receipt"
PAGE_TYPE: Final = "application/vnd.quancai.page"
REGISTRY_TYPE: Final = "application/vnd.quancai.registry"
ENROLMENT_TYPE: Final = "application/vnd.quancai.enrolment"
PROBLEM_TYPE: Final = "application/problem+json"

MAX_PAGE_ITEMS: Final = 200
# A page ends before it grows past this, but always holds at least one envelope.
PAGE_BYTES: Final = 4 * 1024 * 1024
MAX_PAGE_BYTES: Final = PAGE_BYTES + MAX_ENVELOPE_BYTES + 65_536
_MOST_VALUES: Final = 16 + 4 * MAX_PAGE_ITEMS  # of an honest page, with room
# How long the relay holds a question that nothing answers yet; proxies cut silence after a minute.
MAX_WAIT_SECONDS: Final = 55
_MAX_QUERY: Final = 256
_QUERY_NAMES: Final = frozenset({"after", "limit", "wait"})
# Eighteen digits fit the 64-bit position of every database; int() alone would take signs and blanks.
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
MAX_POSITION: Final = 10**18 - 1  # as far as a question can go
# Positions are the relay's milliseconds. No two clocks here are so far apart; a cursor that
# followed a greater one would pass everything there will ever be.
MOST_LEAD_MS: Final = 3 * 366 * 86_400_000
_MAX_PROBLEM_BYTES: Final = 65_536
_PAGE_KEYS: Final = frozenset({"items", "head", "epoch"})
_REQUESTS_KEYS: Final = frozenset({"items"})


class PositionImplausibleError(SyncError):
    """The relay numbers envelopes as of a time years ahead; a cursor that followed would never come back."""

    code = "position-implausible"


@dataclass(frozen=True, slots=True)
class MailboxItem:
    """One envelope at its position in a mailbox; positions grow and never repeat, but may skip."""

    position: int
    body: bytes


@dataclass(frozen=True, slots=True)
class MailboxPage:
    """Some envelopes after a cursor, the last position there is, and the newest registry's version."""

    items: tuple[MailboxItem, ...]
    head: int
    epoch: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What the server says when it says no; `details` are further members, ids and numbers only."""

    status: int
    code: str
    title: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class MailboxQuery:
    """What is asked for after a cursor; a limit of 0 asks only whether there is anything."""

    after: int
    limit: int = MAX_PAGE_ITEMS
    wait_seconds: int = 0  # how long the answer may be held back while there is nothing


@dataclass(frozen=True, slots=True)
class RegistryQuery:
    """How much of the registry is asked for: with one device, with all, or what is signed alone."""

    device: DeviceId | None = None
    is_whole: bool = False


def registry_target(device: DeviceId | None) -> str:
    """Name the question about one device, or about all."""
    return f"{REGISTRY_PATH}?{urlencode({'whole': 1} if device is None else {'device': device})}"


def read_registry_query(query: str) -> RegistryQuery:
    """Read the query of a registry request; none asks for what is signed."""
    if query in ("", "whole=1"):
        return RegistryQuery(is_whole=bool(query))
    name, _, device = query.partition("=")
    if name != "device":
        raise MessageMalformedError(part="query")
    return RegistryQuery(read_device_id(device))


def mailbox_target(*, after: int, limit: int = MAX_PAGE_ITEMS, wait_seconds: int = 0) -> str:
    fields = {"after": after, "limit": limit} | ({"wait": wait_seconds} if wait_seconds else {})
    return f"{ENVELOPES_PATH}?{urlencode(fields)}"


def sent_target(*, after: int, limit: int = MAX_PAGE_ITEMS) -> str:
    """Name the question of the city what it has sent itself after a position."""
    return f"{SENT_PATH}?{urlencode({'after': after, 'limit': limit})}"


def read_mailbox_query(query: str) -> MailboxQuery:
    """Read the query of a mailbox request; `limit` and `wait` are cut to the most there is."""
    try:
        fields = parse_qs(query[:_MAX_QUERY], strict_parsing=True, max_num_fields=3)
        after, limit = fields["after"][0], fields.get("limit", [str(MAX_PAGE_ITEMS)])[0]
        wait = fields.get("wait", ["0"])[0]
    except (ValueError, KeyError) as error:
        raise MessageMalformedError(part="query") from error
    if not fields.keys() <= _QUERY_NAMES:
        raise MessageMalformedError(part="query")
    if not all(_NUMBER.fullmatch(number) for number in (after, limit, wait)):
        raise MessageMalformedError(part="query")
    if int(limit) < 1 and wait == "0":
        raise MessageMalformedError(part="query")
    return MailboxQuery(int(after), min(int(limit), MAX_PAGE_ITEMS), min(int(wait), MAX_WAIT_SECONDS))


def encode_page(page: MailboxPage) -> bytes:
    items = [[item.position, item.body] for item in page.items]
    return encode_cbor({"items": items, "head": page.head, "epoch": page.epoch})


def decode_page(encoded: bytes) -> MailboxPage:
    """Read a page whose positions grow; anything else would let a cursor jump."""
    row = read_map(decode_cbor(encoded, limit=MAX_PAGE_BYTES, most_values=_MOST_VALUES), keys=_PAGE_KEYS)
    items = tuple(_read_item(item) for item in read_list(row["items"], limit=MAX_PAGE_ITEMS))
    positions = [item.position for item in items]
    if positions != sorted(set(positions)):
        raise MessageMalformedError(part="page")
    return MailboxPage(items, read_integer(row["head"]), read_integer(row["epoch"]))


def require_plausible(page: MailboxPage, *, latest_ms: int) -> None:
    """Refuse positions of a time to come; `latest_ms` is the latest moment the reader believes in.

    Raises:
        PositionImplausibleError: nothing of the page may be kept, and no cursor may move.

    """
    newest = page.items[-1].position if page.items else 0
    if newest > latest_ms + MOST_LEAD_MS:
        raise PositionImplausibleError(position=str(newest))


def encode_requests(requests: tuple[bytes, ...]) -> bytes:
    """Encode the enrolment requests that wait for the city."""
    return encode_cbor({"items": list(requests)})


def decode_requests(encoded: bytes) -> tuple[bytes, ...]:
    row = read_map(decode_cbor(encoded, limit=MAX_PAGE_BYTES), keys=_REQUESTS_KEYS)
    return tuple(read_bytes(item) for item in read_list(row["items"]))


def encode_problem(problem: Problem) -> bytes:
    members: dict[str, object] = {
        **problem.details,
        "type": f"urn:quancai:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
    }
    return json.dumps(members, ensure_ascii=False, sort_keys=True).encode()


def decode_problem(encoded: bytes, *, status: int) -> Problem | None:
    """Read a problem of ours, or None when somebody else answered in the server's place."""
    try:
        members = json.loads(encoded[:_MAX_PROBLEM_BYTES])
    except (ValueError, RecursionError):  # ten thousand brackets are somebody else's answer too
        return None
    if not isinstance(members, dict) or not isinstance(members.get("code"), str):
        return None
    known = {"type", "title", "status", "code"}
    details = {name: value for name, value in members.items() if name not in known}
    return Problem(status, members["code"], str(members.get("title", "")), details)


def _read_item(value: object) -> MailboxItem:
    position, body = read_list(value, length=2)
    return MailboxItem(read_integer(position, low=1), read_bytes(body))
