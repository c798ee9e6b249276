"""Why a key does not come out of custody, or may not go in."""

from sync.errors import Retry, SyncError


class PassphraseTooShortError(SyncError):
    """A new passphrase that a rented computer would guess in an afternoon; `shortest` is in characters."""

    code = "passphrase-too-short"


class PinInvalidError(SyncError):
    """A new PIN that is not `length` digits, or one of those everybody tries first."""

    code = "pin-invalid"


class PinNeedsKeychainError(SyncError):
    """A PIN holds only together with a secret in the system's keychain, and none works here."""

    code = "pin-needs-keychain"


class DeviceSecretMissingError(SyncError):
    """The keychain no longer has this computer's half of a PIN: another account, or it was emptied."""

    code = "device-secret-missing"


class OperatorUnknownError(SyncError):
    """Nobody of this name has a slot here."""

    code = "operator-unknown"


class OperatorNameTakenError(SyncError):
    """Somebody of this name has a slot already."""

    code = "operator-name-taken"


class OperatorNameInvalidError(SyncError):
    """Not a name for a slot: 1 to 32 letters, digits, `-`, `_` or `.`; it is readable on the disk."""

    code = "operator-name-invalid"


class LastOperatorError(SyncError):
    """Without this slot nobody here could open the replica."""

    code = "last-operator"


class KeyFileChangedError(SyncError):
    """The key file was changed by somebody who cannot open it, or belongs to another installation."""

    code = "key-file-changed"


class KeyFileOldError(SyncError):
    """This key file is from before the keys were changed; the newest one is elsewhere."""

    code = "key-file-old"


class RekeyUnfinishedError(SyncError):
    """The keys are being changed; that ends first, at the next opening."""

    code = "rekey-unfinished"
    retry = Retry.AFTER_UNLOCK


class RecoveryNotSetUpError(SyncError):
    """This computer has never been given the city's recovery key."""

    code = "recovery-not-set-up"


class RecoveryMessageInvalidError(SyncError):
    """Not a recovery request or answer of ours, or one for another request."""

    code = "recovery-message-invalid"
