"""Why an exchange stopped: one base, a stable code for people, a retry hint for the machine.

Verification raises; nothing returns False for "forged". The words for each code
are in resources/messages, and docs/protocol.md has a line for each.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar


class Retry(StrEnum):
    """When trying the same thing again can help."""

    LATER = "later"
    AFTER_UNLOCK = "after-unlock"
    NEVER = "never"


class SyncError(Exception):
    """Anything that stops an exchange; `parameters` hold ids and codes, never personal data."""

    code: ClassVar[str]
    retry: ClassVar[Retry] = Retry.NEVER

    def __init__(self, **parameters: str) -> None:
        super().__init__(self.code, parameters)
        self.parameters: Mapping[str, str] = parameters

    @property
    def shown_code(self) -> str:
        """The code whose words a person should read; a relay's own code beats "it refused"."""
        return self.code


# --- the bytes themselves -------------------------------------------------------------------------


class MergePolicyInvalidError(SyncError):
    """The table of merge rules that came with this program is not one; `row` says where."""

    code = "merge-policy-invalid"


class MessageTooLargeError(SyncError):
    """Larger than any honest message of its kind; refused before it is parsed."""

    code = "message-too-large"


class MessageMalformedError(SyncError):
    """Not the structure docs/protocol.md describes."""

    code = "message-malformed"


class MessageNotCanonicalError(MessageMalformedError):
    """Says the right thing in other bytes; two byte strings for one meaning would break ids and chains."""

    code = "message-not-canonical"


class SchemaUnknownError(SyncError):
    """Written by a newer program than this one."""

    code = "schema-unknown"


# --- suites and keys ------------------------------------------------------------------------------


class SuiteUnknownError(SyncError):
    """A cipher suite this program does not have."""

    code = "suite-unknown"


class SuiteMismatchError(SyncError):
    """The message claims another suite than its key is registered for."""

    code = "suite-mismatch"


class SignatureInvalidError(SyncError):
    """Not signed by the key it names, or changed on the way."""

    code = "signature-invalid"


class KeyUnknownError(SyncError):
    """Signed by a key the registry does not list."""

    code = "key-unknown"


# --- who may say what -----------------------------------------------------------------------------


class SenderMismatchError(SyncError):
    """The header names another sender than the owner of its key."""

    code = "sender-mismatch"


class AudienceMismatchError(SyncError):
    """Meant for somebody else."""

    code = "audience-mismatch"


class NotOpenableError(SyncError):
    """Not sealed to this key, or the sealed part does not belong to its header."""

    code = "envelope-not-openable"


class EpochUnknownError(SyncError):
    """Made under a newer registry than the reader holds; fetching that registry helps."""

    code = "epoch-unknown"
    retry = Retry.LATER


class EnvelopeForkError(SyncError):
    """Two different envelopes claim one place in a chain: a restored or copied device, or a forger."""

    code = "envelope-fork"


class EnvelopeGapError(SyncError):
    """An envelope before this one is missing; `want` is its number."""

    code = "envelope-gap"
    retry = Retry.LATER

    def __init__(self, *, want: int) -> None:
        super().__init__(want=str(want))
        self.want = want


class ReceiptMismatchError(SyncError):
    """The relay's receipt speaks of another envelope than the one that was sent."""

    code = "receipt-mismatch"


# --- registry -------------------------------------------------------------------------------------


class RegistryUntrustedError(SyncError):
    """Not signed by enough of the roots."""

    code = "registry-untrusted"


class RegistryRollbackError(SyncError):
    """Older than a registry already seen."""

    code = "registry-rollback"


class RegistryEquivocatedError(SyncError):
    """Two registries go by one version: the roots, or whoever has their keys, signed twice."""

    code = "registry-equivocated"


class RegistryExpiredError(SyncError):
    """No fresh registry for too long: uploading goes on, opening what comes down waits."""

    code = "registry-expired"


class RegistryMissingError(SyncError):
    """No registry has arrived yet."""

    code = "registry-missing"
    retry = Retry.LATER


# --- enrolment ------------------------------------------------------------------------------------


class InvitationInvalidError(SyncError):
    """Not an invitation of ours."""

    code = "invitation-invalid"


class InvitationExpiredError(SyncError):
    """The invitation's time is over."""

    code = "invitation-expired"


class EnrolmentProofInvalidError(SyncError):
    """The request does not show that it knows the invitation's code."""

    code = "enrolment-proof-invalid"


class NotEnrolledError(SyncError):
    """This device has not joined yet."""

    code = "not-enrolled"


class EnrolmentPendingError(SyncError):
    """The office has not admitted this device yet; what it collects is safe and goes up afterwards."""

    code = "enrolment-pending"
    retry = Retry.LATER


# --- the wire -------------------------------------------------------------------------------------


class ServerUnreachableError(SyncError):
    """No answer: no network, no server, or too slow."""

    code = "server-unreachable"
    retry = Retry.LATER


class ServerInsecureError(SyncError):
    """The server could not prove who it is, or its address would send in clear."""

    code = "server-insecure"


class ServerAnswerInvalidError(SyncError):
    """An answer that no server of ours gives, such as a log-in page of the network."""

    code = "server-answer-invalid"
    retry = Retry.LATER


class ServerBusyError(SyncError):
    """The server asks to come back later; `after_seconds` is when, if it said so."""

    code = "server-busy"
    retry = Retry.LATER

    @property
    def after_seconds(self) -> int:
        """Give the wait the server asked for, 0 when it named none that can be read."""
        text = self.parameters.get("after_seconds", "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


class ServerRefusedError(SyncError):
    """The server understood and said no; `problem_code` is its own reason."""

    code = "server-refused"

    def __init__(
        self, *, status: int, problem_code: str, details: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(status=str(status), problem=problem_code)
        self.status = status
        self.problem_code = problem_code
        self.details: Mapping[str, object] = details or {}

    @property
    def shown_code(self) -> str:
        return self.problem_code


class RequestTimeSkewedError(SyncError):
    """The request's clock is too far from the server's."""

    code = "request-time-skewed"


class RequestUnsignedError(SyncError):
    """A question that must be signed came without a signature, or the signature is for another question."""

    code = "request-unsigned"


# --- secrets outside the database -----------------------------------------------------------------


class KeyStoreLockedError(SyncError):
    """The keychain is there but not open."""

    code = "key-store-locked"
    retry = Retry.AFTER_UNLOCK


class KeyStoreUnavailableError(SyncError):
    """No keychain works here, or the key file cannot be read or written."""

    code = "key-store-unavailable"


class PassphraseWrongError(SyncError):
    """The passphrase does not open this key file, or the file is damaged; the two look alike."""

    code = "passphrase-wrong"
