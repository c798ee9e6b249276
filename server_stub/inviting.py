"""Inviting a device: the file, the picture of its code and the sheet on paper, of one invitation.

Plain functions on a data folder, so a command line, a page of the office console and a test can
call the same ones. Whatever is written can be read by its owner only: it lets one device in.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from sqlalchemy import Connection

from employment import Divisions, EmploymentError
from resources import read_text
from resources.words import Words
from server_stub.data_folder import load_settings, open_city, read_ready
from server_stub.errors import RelayUnknownError
from server_stub.key_files import write_private
from server_stub.platform.enrol import invite
from server_stub.platform.form_shelf import CITY_TIME
from server_stub.platform.realm_keys import RealmKeys, open_realm_keys
from server_stub.recovery import read_recovery_key
from server_stub.settings import ServerSettings
from sync.adapters.system import SystemClock, SystemEntropy
from sync.keys.enrolment import Invitation, encode_invitation

if TYPE_CHECKING:
    from server_stub.enrolment_sheet import Sheet

_WHOLE_CODE: Final = 12


@dataclass(frozen=True, slots=True)
class Handover:
    """In which forms one invitation is written; at least one."""

    file: Path | None = None
    picture: Path | None = None  # PNG
    sheet: Path | None = None  # PDF


def make_invitation(data_folder: Path, *, scope: Sequence[str], suite: int | None = None) -> Invitation:
    """Make an invitation for one device.

    Raises:
        RelayUnknownError: no server of this folder is serving and `relay_url` is not set.
        ScopeInvalidError: a place is not a division code.
        ScopeOutsideCityError: a place is not on the list of the city's places.
        SuiteNotServedError: the city has no keys of this suite, or it counts no more.

    """
    with open_office(data_folder) as office:
        if not office.relay_url:
            raise RelayUnknownError
        return make_one(office, scope=scope, suite=suite)


@dataclass(frozen=True, slots=True)
class InvitingOffice:
    """What invitations are made with, inside one commit."""

    connection: Connection
    settings: ServerSettings
    keys: RealmKeys
    relay_url: str  # empty where nobody knows it


@contextmanager
def open_office(data_folder: Path) -> Iterator[InvitingOffice]:
    """Open a folder for as many invitations as are made before the block ends; they count together or not."""
    settings = load_settings(data_folder)
    relay_url = settings.relay_url or read_ready(settings.data_folder) or ""
    keys = open_realm_keys(settings.data_folder)
    city = open_city(settings)
    try:
        with city.write() as connection:
            yield InvitingOffice(connection, settings, keys, relay_url)
    finally:
        city.close()


def make_one(office: InvitingOffice, *, scope: Sequence[str], suite: int | None = None) -> Invitation:
    """Make one of them; raises what `make_invitation` does."""
    return invite(
        office.connection,
        scope=scope,
        relay_url=office.relay_url,
        roots=office.keys.roots,
        settings=office.settings.for_platform(),
        now_ms=SystemClock().now_ms(),
        entropy=SystemEntropy(),
        recovery=read_recovery_key(office.settings.data_folder),
        suite=suite,
    )


def hand_over(invitation: Invitation, handover: Handover, *, words: Words) -> tuple[Path, ...]:
    """Write an invitation in the forms asked for; give what was written.

    Raises:
        FileNotWrittenError: no room, no right, or no such place.

    """
    from server_stub.enrolment_sheet import write_code_picture, write_sheet  # noqa: PLC0415 - drawing is heavy

    text = encode_invitation(invitation)
    if handover.file is not None:
        write_private(handover.file, text.encode("ascii"))
    if handover.picture is not None:
        write_code_picture(text, handover.picture)
    if handover.sheet is not None:
        write_sheet(
            sheet_of(invitation, file="" if handover.file is None else handover.file.name),
            handover.sheet,
            words=words,
        )
    written = (handover.file, handover.picture, handover.sheet)
    return tuple(path for path in written if path is not None)


def end_of(invitation: Invitation) -> datetime:
    """Give when an invitation ends, in the city's time."""
    return datetime.fromtimestamp(invitation.expires_ms / 1000, UTC).astimezone(CITY_TIME)


def is_for_this_computer_only(invitation: Invitation) -> bool:
    """Say whether the relay's address in it means another computer on every other computer."""
    host = urlsplit(invitation.relay_url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def sheet_of(invitation: Invitation, *, name: str = "", file: str = "") -> "Sheet":
    """Give what stands on the sheet of an invitation: its computer's name, and the file it came with."""
    from server_stub.enrolment_sheet import Sheet  # noqa: PLC0415 - drawing is heavy

    return Sheet(
        encode_invitation(invitation),
        names_of(invitation.scope),
        invitation.relay_url,
        int(invitation.suite),
        end_of(invitation),
        invitation.roots.digest.hex(),
        name,
        file,
    )


def names_of(scope: Sequence[str]) -> list[str]:
    """Say places as people do, from the city down; one the list does not have is its code."""
    divisions = Divisions.parse(read_text("lists/divisions.tsv"))
    named = []
    for place in scope:
        try:
            way = divisions.path(place.ljust(_WHOLE_CODE, "0"))
        except EmploymentError:
            named.append(place)
        else:
            named.append("".join(one.name for one in way))
    return named
