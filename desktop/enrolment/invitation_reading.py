"""An invitation from wherever it comes: a file on a stick, a picture of its code, the text of a scanner gun.

The office hands over one text in several forms. Whatever a person drops here is read for
what it is, so nobody has to know which form the clerk chose.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.capture.picture_source import PICTURE_SUFFIXES, read_picture
from desktop.capture.still_reading import read_still
from desktop.errors import DesktopError, InvitationUnreadableError
from desktop.moments import local_time
from desktop.places import full_place, realm_place
from resources.words import Words
from sync.errors import InvitationInvalidError
from sync.keys.enrolment import INVITATION_PREFIX, Invitation
from sync.keys.fingerprint import fingerprint_groups

INVITATION_SUFFIX: Final = ".qjy"
_MAX_INVITATION_BYTES: Final = 16_384


class InvitationSheetError(DesktopError):
    """A sheet to print was chosen, which is for a camera and for people."""

    code = "invitation-is-a-sheet"


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """What a person compares with the sheet before anything is sent."""

    platform: str
    places: str
    server: str
    ends: str
    fingerprint: tuple[str, ...]  # hexadecimal digits in groups of four


def read_invitation_file(path: Path) -> str:
    """Give the text of an invitation out of its file, or out of a picture of its code.

    Raises:
        InvitationUnreadableError: the file cannot be read, or is no text.
        InvitationSheetError: the sheet itself was chosen.
        InvitationInvalidError: a picture without an invitation.
        PictureUnreadableError: a picture that cannot be read.

    """
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        raise InvitationSheetError(file=path.name)
    if suffix in PICTURE_SUFFIXES:
        return _read_code(path)
    try:
        with path.open("rb") as file:
            return file.read(_MAX_INVITATION_BYTES).decode("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise InvitationUnreadableError(file=path.name) from error


def looks_like_invitation(text: str) -> bool:
    return text.strip().upper().startswith(INVITATION_PREFIX)


def state_facts(invitation: Invitation, *, words: Words) -> InvitationFacts:
    """Say an invitation as the sheet says it."""
    product = words.text("screens.shell.product")
    return InvitationFacts(
        platform=words.text("screens.program.platform", product=product, place=realm_place(invitation.realm)),
        places="、".join(full_place(place) for place in invitation.scope),
        server=invitation.relay_url,
        ends=f"{local_time(invitation.expires_ms):%Y-%m-%d %H:%M}",
        fingerprint=fingerprint_groups(invitation.roots.digest.hex()),
    )


def _read_code(path: Path) -> str:
    for scan in read_still(read_picture(path)):
        if looks_like_invitation(scan.text):
            return scan.text
    raise InvitationInvalidError
