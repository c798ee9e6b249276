"""Why a code on a card is not taken at its word."""

from sync.errors import SyncError


class CodeNotOursError(SyncError):
    """Not a household or person code of ours."""

    code = "code-not-ours"


class CodeForgedError(SyncError):
    """Looks like ours and is not signed as it should be."""

    code = "code-forged"


class CodeExpiredError(SyncError):
    """The code was good until its last day."""

    code = "code-expired"


class CodeIssuerUnknownError(SyncError):
    """Signed by an issuer the registry here does not list."""

    code = "code-issuer-unknown"
