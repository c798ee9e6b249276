"""How a device joins: an invitation is made, a request that proves it is approved, once.

Approval is one commit: the invitation is used up, the next registry lists the device,
and everything of its scope is sealed for it. A request without a good proof is noted
with its code and never looked at again.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from server_stub.platform.exchange_tables import invitations, join_requests
from server_stub.platform.given_names import name_given_to
from server_stub.platform.joining import (
    JoiningState,
    decide,
    has_asked,
    is_name_waiting,
    keep_waiting,
    list_joining,
)
from server_stub.platform.realm_keys import RealmKeys
from server_stub.platform.registry import add_device, change_device, present_roots, renewed_keys
from server_stub.platform.registry_kept import current_registry
from server_stub.platform.scope import city_scope
from server_stub.settings import PlatformSettings
from sync.custody.recovery import RecoveryKey
from sync.errors import (
    EnrolmentProofInvalidError,
    InvitationExpiredError,
    RegistryMissingError,
    SuiteUnknownError,
    SyncError,
)
from sync.joining_refused import InvitationUsedError, JoinRefusal, read_reason
from sync.keys.enrolment import (
    CODE_BYTES,
    EnrolmentRequest,
    Invitation,
    read_enrolment_request,
    verify_enrolment_request,
)
from sync.keys.identity import PublicIdentity
from sync.keys.registry import TrustRoots
from sync.keys.registry_document import DeviceEntry, RegistryDocument, Sender
from sync.keys.rotation import read_rotation
from sync.ports import Entropy
from sync.suites.suite import SuiteId

logger = logging.getLogger(__name__)


class DeviceNameTakenError(SyncError):
    """Another device or key in the registry goes by this name already."""

    code = "device-name-taken"


class OfferedSuiteTooWeakError(SyncError):
    """The keys a device offers are of a suite below the registry's minimum."""

    code = "offered-suite-too-weak"


class SuiteNotInvitedError(SyncError):
    """The keys a device offers are of another suite than its invitation names."""

    code = "suite-not-invited"


class SuiteNotServedError(SyncError):
    """The city has no keys of this suite yet, or the suite counts no more; nobody can be invited to it."""

    code = "suite-not-served"


@dataclass(frozen=True, slots=True)
class Approved:
    """A device that has just joined, and the registry that says so."""

    device: DeviceEntry
    registry: RegistryDocument


def invite(
    connection: Connection,
    *,
    scope: Sequence[str],
    relay_url: str,
    roots: TrustRoots,
    settings: PlatformSettings,
    now_ms: int,
    entropy: Entropy,
    recovery: RecoveryKey | None = None,
    suite: int | None = None,
) -> Invitation:
    """Make an invitation for one device; unless said, it takes the weakest suite that still counts.

    Raises:
        ScopeInvalidError: no place, or one that is neither a division code nor a gig market or station.
        ScopeOutsideCityError: a place is not on the list of the city's places.
        SuiteNotServedError: the city has no keys of this suite, or it counts no more.

    """
    places = city_scope(scope)
    chosen = _choose_suite(connection, suite, roots=roots)
    invitation = Invitation(
        relay_url=relay_url,
        org=settings.org,
        realm=settings.realm,
        roots=present_roots(connection, roots),
        code=entropy.take(CODE_BYTES),
        scope=places,
        expires_ms=now_ms + settings.invitation_ms,
        recovery=recovery,
        suite=chosen,
    )
    row = {
        "suite": chosen,
        "code": invitation.code,
        "scope": json.dumps(places),
        "expires_ms": invitation.expires_ms,
    }
    connection.execute(insert(invitations).values(**row))
    return invitation


def _choose_suite(connection: Connection, wanted: int | None, *, roots: TrustRoots) -> int:
    """Give the suite an invitation names; before the realm has begun there is only the first."""
    try:
        registry = current_registry(connection, roots)
    except RegistryMissingError:
        served: list[int] = [SuiteId.INTERNATIONAL]
    else:
        suites = {one.suite for one in registry.recipients}
        served = sorted(suite for suite in suites if suite >= registry.minimum_suite)
    chosen = wanted if wanted is not None else next(iter(served), SuiteId.INTERNATIONAL)
    if chosen not in served:
        raise SuiteNotServedError(suite=str(int(chosen)))
    return chosen


def judge_request(
    connection: Connection, body: bytes, *, keys: RealmKeys, settings: PlatformSettings, now_ms: int
) -> Approved | None:
    """Approve a request to join, let it wait for a person, or note why not; each is judged once."""
    digest = keys.city.cipher.digest(body).hex()
    if connection.execute(select(join_requests).where(join_requests.c.digest == digest)).one_or_none():
        return None
    approved, code = None, None
    try:
        approved = _approve(connection, body, keys=keys, settings=settings, now_ms=now_ms)
    except SyncError as error:
        code = error.code
        logger.warning("request to join %s refused: %s", digest, code)
    row = {"digest": digest, "code": code, "judged_at_ms": now_ms}
    connection.execute(insert(join_requests).values(**row))
    return approved


def admit_approved(
    connection: Connection, device_id: str, *, keys: RealmKeys, settings: PlatformSettings, now_ms: int
) -> Approved | None:
    """List a device a person approved; one that cannot be listed any more is refused with its code."""
    for one in list_joining(connection, JoiningState.APPROVED):
        if one.request.device_id != device_id:
            continue
        try:
            _require_new(one.request, current_registry(connection, keys.roots))
        except SyncError as error:
            logger.warning("approved device %s refused: %s", device_id, error.code)
            decide(connection, device_id, JoiningState.REFUSED, now_ms=now_ms)
            return None
        decide(connection, device_id, JoiningState.LISTED, now_ms=now_ms)
        return _list(connection, one.request, one.scope, keys=keys, settings=settings, now_ms=now_ms)
    return None


def _approve(
    connection: Connection, body: bytes, *, keys: RealmKeys, settings: PlatformSettings, now_ms: int
) -> Approved | None:
    request = read_enrolment_request(body)
    if has_asked(connection, request):
        return None
    if is_name_waiting(connection, request):
        raise DeviceNameTakenError(device=request.device_id)
    _require_new(request, current_registry(connection, keys.roots))
    scope = _use_invitation(connection, body, request, now_ms=now_ms)
    if settings.reviews_enrolment:
        keep_waiting(connection, body, request, scope, now_ms=now_ms)
        return None
    return _list(connection, request, scope, keys=keys, settings=settings, now_ms=now_ms)


def _require_new(request: EnrolmentRequest, registry: RegistryDocument) -> None:
    if registry.device(request.device_id) is not None:
        raise DeviceNameTakenError(device=request.device_id)
    _require_acceptable(request.public, registry)


def _list(
    connection: Connection,
    request: EnrolmentRequest,
    scope: tuple[str, ...],
    *,
    keys: RealmKeys,
    settings: PlatformSettings,
    now_ms: int,
) -> Approved:
    name = name_given_to(connection, request.device_id) or request.name
    entry = DeviceEntry(request.device_id, name, request.public, scope)
    return Approved(entry, add_device(connection, entry, keys=keys, settings=settings, now_ms=now_ms))


def renew_device_keys(
    connection: Connection,
    statement: bytes,
    *,
    sender: Sender,
    keys: RealmKeys,
    settings: PlatformSettings,
    now_ms: int,
) -> RegistryDocument:
    """List the keys a device wishes to have from now on; `sender` signed the envelope with the statement.

    Gives the registry that lists them.

    Raises:
        SyncError: the statement proves nothing, or its keys cannot be listed; the present ones stay.

    """
    public = read_rotation(statement, sender=sender)
    registry = current_registry(connection, keys.roots)
    entry = registry.device(sender.id)
    if entry is not None and entry.public == public:
        return registry
    _require_acceptable(public, registry)
    change = renewed_keys(public)
    return change_device(connection, sender.id, change, keys=keys, settings=settings, now_ms=now_ms)


def _require_acceptable(public: PublicIdentity, registry: RegistryDocument) -> None:
    """Refuse a key that somebody has or had, one of too weak a suite, and one the city could not answer.

    An envelope is of one suite throughout, so the city seals only to keys of its own; listed
    all the same, such a device would stop the round in which the city writes to everybody.
    """
    if public.suite < registry.minimum_suite:
        raise OfferedSuiteTooWeakError(suite=str(int(public.suite)))
    if public.suite not in {one.suite for one in registry.recipients}:
        raise SuiteUnknownError(suite=str(int(public.suite)))
    owners = {one.kid for one in (registry.relay, *registry.recipients)}
    if public.kid in owners or registry.knows_key(public.kid):
        raise DeviceNameTakenError(device=public.kid.hex())


def _use_invitation(
    connection: Connection, body: bytes, request: EnrolmentRequest, *, now_ms: int
) -> tuple[str, ...]:
    open_invitations = connection.execute(
        select(invitations).where(invitations.c.device.is_(None), invitations.c.expires_ms > now_ms)
    ).all()
    for row in open_invitations:
        try:
            verify_enrolment_request(body, code=row.code)
        except EnrolmentProofInvalidError:
            continue
        if row.suite is not None and request.public.suite != row.suite:
            raise SuiteNotInvitedError(suite=str(int(request.public.suite)), invited=str(row.suite))
        used = {"device": request.device_id, "used_at_ms": now_ms}
        connection.execute(update(invitations).where(invitations.c.code == row.code).values(**used))
        return tuple(json.loads(row.scope))
    raise _why_no_invitation(connection, body, request)


def _why_no_invitation(connection: Connection, body: bytes, request: EnrolmentRequest) -> SyncError:
    """Say whether the invitation it proves was used, or is over, or was never made here."""
    for row in connection.execute(select(invitations)).all():
        try:
            verify_enrolment_request(body, code=row.code)
        except EnrolmentProofInvalidError:
            continue
        return InvitationExpiredError() if row.device is None else InvitationUsedError()
    return EnrolmentProofInvalidError(device=request.device_id)


def refusal_of(connection: Connection, body: bytes, *, keys: RealmKeys) -> JoinRefusal | None:
    """Say why a request was refused, by its proof or by a person; None while it waits or has joined."""
    digest = keys.city.cipher.digest(body).hex()
    is_this = join_requests.c.digest == digest
    code = connection.execute(select(join_requests.c.code).where(is_this)).scalar_one_or_none()
    if code is not None:
        return read_reason(code)
    request = read_enrolment_request(body)
    refused = [one.request for one in list_joining(connection, JoiningState.REFUSED)]
    is_refused = any(one.device_id == request.device_id and one.public == request.public for one in refused)
    return JoinRefusal.BY_THE_OFFICE if is_refused else None
