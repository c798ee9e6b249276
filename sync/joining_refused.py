"""The city's no to a request to join, and how the device that asked comes to hear it.

A device that is not listed has no mailbox, so nobody could write to it. The city tells the relay,
in a signed question, which of the requests it holds is refused and why; whoever posts that same
request again hears the reason instead of "taken". It is a word for people and decides nothing: a
relay that lies keeps a device out no longer than one that is silent.
"""

import re
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qs, urlencode

from sync.errors import MessageMalformedError, SyncError
from sync.wire import ENROLMENTS_PATH

REFUSED_PATH: Final = f"{ENROLMENTS_PATH}/refused"
_KEY: Final = re.compile(r"[0-9a-f]{32}")
_MAX_QUERY: Final = 256


class JoinRefusal(StrEnum):
    """Why a request is refused; each is a code with words."""

    PROOF_INVALID = "enrolment-proof-invalid"
    INVITATION_USED = "invitation-used"
    INVITATION_EXPIRED = "invitation-expired"
    NAME_TAKEN = "device-name-taken"
    SUITE_TOO_WEAK = "offered-suite-too-weak"
    SUITE_NOT_INVITED = "suite-not-invited"
    SUITE_UNKNOWN = "suite-unknown"
    BY_THE_OFFICE = "joining-refused"


class InvitationUsedError(SyncError):
    """Another device has joined with this invitation already."""

    code = "invitation-used"


class JoiningRefusedError(SyncError):
    """Somebody of the office has turned this device away."""

    code = "joining-refused"


class EnrolmentRefusedError(SyncError):
    """The city refuses this request to join; `reason` is one of `JoinRefusal`."""

    code = "enrolment-refused"

    @property
    def shown_code(self) -> str:
        return self.parameters["reason"]


def refused_target(key_id: str, reason: JoinRefusal) -> str:
    """Name the question that tells the relay: the request of the device with this signing key (hex)."""
    return f"{REFUSED_PATH}?{urlencode({'key': key_id, 'reason': str(reason)})}"


def read_refused_query(query: str) -> tuple[str, JoinRefusal]:
    """Read whose request is refused, and why.

    Raises:
        MessageMalformedError: not exactly one key and one reason of ours.

    """
    try:
        said = parse_qs(query, strict_parsing=True, max_num_fields=2) if len(query) <= _MAX_QUERY else {}
        [key_id], [reason] = said["key"], said["reason"]
        if _KEY.fullmatch(key_id) is None:
            raise MessageMalformedError(part="query")
        return key_id, JoinRefusal(reason)
    except (KeyError, ValueError) as error:
        raise MessageMalformedError(part="query") from error


def read_reason(reason: object) -> JoinRefusal:
    """Read the reason a relay gave; one it made up is the office's."""
    is_ours = isinstance(reason, str) and reason in tuple(JoinRefusal)
    return JoinRefusal(str(reason)) if is_ours else JoinRefusal.BY_THE_OFFICE
