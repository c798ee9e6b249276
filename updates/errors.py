"""What can go wrong with an update, told apart by what a person does about it.

Whatever goes wrong, the version that runs goes on running: no error here takes anything away.
"""

from typing import ClassVar


class UpdateError(Exception):
    """Base of everything this room raises; `parameters` fill the words."""

    code: ClassVar[str]

    def __init__(self, **parameters: str) -> None:
        self.parameters = parameters
        super().__init__(f"{self.code} {parameters}" if parameters else self.code)


class SourceUnreachableError(UpdateError):
    """No answer from the web server, or the stick is not there."""

    code = "update-source-unreachable"


class SourceInsecureError(UpdateError):
    """The address would ask in clear over a network."""

    code = "update-source-insecure"


class UntrustedError(UpdateError):
    """Not signed by enough of the publisher's keys, or no metadata at all."""

    code = "update-untrusted"


class RolledBackError(UpdateError):
    """The source offers an older list than this computer has seen, or parts of two lists."""

    code = "update-rolled-back"


class FrozenError(UpdateError):
    """The publisher's word has run out: nobody renewed it, or somebody keeps the newer one back."""

    code = "update-word-expired"


class DamagedError(UpdateError):
    """A file is not what was signed; it was thrown away."""

    code = "update-damaged"


class TooLargeError(UpdateError):
    """The source sends more than was signed; it was cut off."""

    code = "update-too-large"


class ReleaseMalformedError(UpdateError):
    """What a release says of itself is not what docs/updates.md describes."""

    code = "update-malformed"


class DowngradeError(UpdateError):
    """An older version than the one that runs here; it might not read what this one wrote."""

    code = "update-downgrade"


class NotAllowedHereError(UpdateError):
    """The place of the program cannot be written by whoever runs it."""

    code = "update-place-forbidden"


class NoRoomError(UpdateError):
    """Not enough room on the disk."""

    code = "update-no-room"


class NotWellError(UpdateError):
    """The new version says of itself that it would not run here; it was not put in place."""

    code = "update-not-well"


class NoWayBackError(UpdateError):
    """There is no version before this one here."""

    code = "update-no-previous"


class RecordsNewerError(UpdateError):
    """The records took a step under a newer version; the one before would not read them."""

    code = "update-records-newer"


class RecordsWaitError(UpdateError):
    """The records would take a step, and it cannot be noted which version they need from then on."""

    code = "update-records-wait"


class StartAgainError(UpdateError):
    """The records would take a step under a version that is not the one of the next start any more."""

    code = "update-start-again"


class InstallerFailedError(UpdateError):
    """The system's installer did not take the package."""

    code = "update-installer-failed"


class SwitchedOffError(UpdateError):
    """The machine's policy says that somebody else brings new versions."""

    code = "update-switched-off"


class ProgramInUseError(UpdateError):
    """Somebody has the program open, and its files are not replaced under a form; it waits, fetched."""

    code = "update-program-in-use"


class KeyMissingError(UpdateError):
    """A key this act needs does not lie in the folder of keys, or cannot be read."""

    code = "publisher-key-missing"


class RepositoryBegunError(UpdateError):
    """There is a repository already."""

    code = "publisher-repository-begun"


class RepositoryMissingError(UpdateError):
    """There is no repository in this folder."""

    code = "publisher-repository-missing"


class ReleaseExistsError(UpdateError):
    """This version was released for this system already; a released number never changes what it holds."""

    code = "publisher-release-exists"


class ReleaseUnknownError(UpdateError):
    """No such release in the repository."""

    code = "publisher-release-unknown"


class ProfileInvalidError(UpdateError):
    """Not a provisioning profile of ours, or changed since it was signed."""

    code = "profile-invalid"


class ProfileExpiredError(UpdateError):
    """The profile's time is over."""

    code = "profile-expired"


class PublisherUnknownError(UpdateError):
    """No publisher's root lies beside this program, so nothing can be believed."""

    code = "publisher-unknown"
