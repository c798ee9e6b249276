"""Checks of what only the relay's answer tells: that it works, knows the registry, and what time it is."""

import json
from typing import Final

from server_stub.errors import ServerError
from server_stub.health_checks import ConcernError, Patient
from server_stub.platform.registry_kept import newest_version
from server_stub.relay.openapi import READY_PATH
from sync.errors import ServerAnswerInvalidError
from sync.ports import Request, Transport
from sync.request_signing import MAX_SKEW_MS
from sync.wire import HEALTH_PATH

_OK: Final = 200


class RelayNotRunningError(ConcernError):
    """No server of this folder is serving, and the settings name no relay elsewhere."""

    code = "server-not-running"


class RelayNotReadyError(ServerError):
    """The relay answers and says that it cannot do its work."""

    code = "server-relay-not-ready"


class RelayBehindError(ConcernError):
    """The relay has an older registry than the city: the platform does not reach it, or has not yet."""

    code = "server-relay-behind"


class ClockOffError(ServerError):
    """This computer's clock and the relay's, or the newest registry's date, are too far apart."""

    code = "server-clock-off"


def check_relay(patient: Patient) -> None:
    url = patient.relay_url
    if url is None:
        raise RelayNotRunningError
    line = patient.line_to(url)
    try:
        version = _ask_health(patient, line)
        ready = line.exchange(Request("GET", READY_PATH))
    finally:
        line.close()
    if ready.status != _OK:
        raise RelayNotReadyError(status=ready.status)
    if patient.has_city:
        with patient.city().read() as connection:
            ours = newest_version(connection)
        if version < ours:
            raise RelayBehindError(ours=ours, theirs=version)


def check_clock(patient: Patient) -> None:
    """Compare with the relay's clock; both on one computer agree, and then nothing was learnt."""
    if patient.relay_time_ms is None:
        return
    skew_ms = abs(patient.relay_time_ms - patient.now_ms)
    if skew_ms > MAX_SKEW_MS:
        raise ClockOffError(minutes=skew_ms // 60_000)


def _ask_health(patient: Patient, line: Transport) -> int:
    """Give the version of the relay's registry (0 without one), and note what time it is there."""
    answer = line.exchange(Request("GET", HEALTH_PATH))
    try:
        members = json.loads(answer.body)
        version, patient.relay_time_ms = int(members["registry"] or 0), int(members["time_ms"])
    except (ValueError, KeyError, TypeError) as error:
        raise ServerAnswerInvalidError from error
    return version
