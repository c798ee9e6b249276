"""Invitations for a whole list of computers: a row each, a sheet each, and a report of every row.

Rows that cannot be used are named with their reason and leave nothing behind; the others are made in one
commit, so a list that breaks half way through can be given again. Sheets come as one document, in the
order of the list, each with the name its computer is to have.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from resources.words import Words
from server_stub.errors import PlaceTakenError, RelayUnknownError, ServerError
from server_stub.export_cells import harmless
from server_stub.importing.tabular import NumberedRow, look_at, open_rows
from server_stub.inviting import make_one, open_office, sheet_of
from server_stub.key_files import write_private
from server_stub.platform.given_names import give_name
from server_stub.platform.scope import city_scope
from sync.keys.device_encoding import MAX_DEVICE_NAME
from sync.keys.enrolment import Invitation, encode_invitation

MOST_ROWS: Final = 5_000
SHEETS: Final = "sheets.pdf"
_NAME_TITLES: Final = frozenset({"name", "device", "名称", "电脑", "电脑名称"})
_PLACE_TITLES: Final = frozenset({"places", "scope", "范围", "区划代码"})
_LONGEST_SHOWN: Final = 80
_BETWEEN_PLACES: Final = str.maketrans({"、": " ", ";": " ", "；": " ", "/": " ", "|": " "})


class DeviceNameUnusableError(ServerError):
    """A computer on the list has no name, or one that is too long."""

    code = "device-name-unusable"


class DeviceNameTwiceError(ServerError):
    """Two rows of the list name one computer."""

    code = "device-name-twice"


class DeviceColumnMissingError(ServerError):
    """The list has no column with the computers' names, or none with their places."""

    code = "device-column-missing"


class TooManyDevicesError(ServerError):
    """The list has more rows than any office gives out at once."""

    code = "too-many-devices"


@dataclass(frozen=True, slots=True)
class WantedDevice:
    """One usable row."""

    number: int  # as a spreadsheet counts
    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnusableRow:
    number: int
    name: str
    error: ServerError


@dataclass(frozen=True, slots=True)
class WantedList:
    """A list as it was read; nothing has been made of it."""

    devices: tuple[WantedDevice, ...]
    unusable: tuple[UnusableRow, ...]


def read_wanted(path: Path) -> WantedList:
    """Read a list of computers (CSV or XLSX) with a column for the name and one for the places.

    Raises:
        ListUnreadableError: no list.
        DeviceColumnMissingError: a list without these columns.
        TooManyDevicesError, ListTooLargeError: more than any office gives out at once.

    """
    with open_rows(look_at(path)) as rows:
        titles = next(rows, (0, ()))[1]
        columns = [_column(titles, known) for known in (_NAME_TITLES, _PLACE_TITLES)]
        devices: list[WantedDevice] = []
        unusable: list[UnusableRow] = []
        names: set[str] = set()
        for number, cells in _within(rows):
            name, places = (cells[one].strip() if one < len(cells) else "" for one in columns)
            try:
                devices.append(WantedDevice(number, _new_name(name, names), _places(places)))
            except ServerError as error:
                unusable.append(UnusableRow(number, name, error))
            names.add(name)
    return WantedList(tuple(devices), tuple(unusable))


def invite_all(
    data_folder: Path, wanted: WantedList, folder: Path, *, words: Words
) -> tuple[Invitation, ...]:
    """Make an invitation, its file and its sheet for every usable row; give the invitations in that order.

    Raises:
        PlaceTakenError: sheets of an earlier list lie there.
        RelayUnknownError: no server of this folder is serving and its address is not set.
        FileNotWrittenError: no room, no right, or no such place; no invitation was made.

    """
    from server_stub.enrolment_sheet import write_sheets  # noqa: PLC0415 - drawing is heavy

    if (folder / SHEETS).exists():
        # The codes on the sheets in there count; nobody could tell them from new ones.
        raise PlaceTakenError(name=SHEETS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open_office(data_folder) as office:
        if not office.relay_url:
            raise RelayUnknownError
        made = [(one, make_one(office, scope=one.places)) for one in wanted.devices]
        for one, invitation in made:
            give_name(office.connection, invitation.code, one.name)
        # In the commit of the invitations: what could not be handed over was not made.
        for one, invitation in made:
            write_private(folder / _file_of(one), encode_invitation(invitation).encode("ascii"))
        if made:
            sheets = [sheet_of(invitation, name=one.name, file=_file_of(one)) for one, invitation in made]
            write_sheets(sheets, folder / SHEETS, words=words)
    return tuple(invitation for _, invitation in made)


def write_report(wanted: WantedList, place: Path, *, words: Words) -> None:
    """Write what became of every row, as a list a spreadsheet opens.

    Raises:
        FileNotWrittenError: no room, no right, or no such place.

    """
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([words.text(f"terminal.invite_many.{title}") for title in ("row", "name", "verdict")])
    said: dict[int, tuple[str, str]] = {
        one.number: (one.name, words.text("terminal.invite_many.good")) for one in wanted.devices
    }
    for one in wanted.unusable:
        told = words.error(one.error.code, {key: str(value) for key, value in one.error.parameters.items()})
        said[one.number] = (one.name, f"{told.title} [{told.code}]")
    for number, (name, verdict) in sorted(said.items()):
        table.writerow([number, harmless(name), verdict])
    write_private(place, "\ufeff".encode() + text.getvalue().encode())


def _within(rows: Iterator[NumberedRow]) -> Iterator[NumberedRow]:
    for count, row in enumerate(rows):
        if count >= MOST_ROWS:
            raise TooManyDevicesError(limit=str(MOST_ROWS))
        yield row


def _column(titles: Sequence[str], known: frozenset[str]) -> int:
    for place, title in enumerate(titles):
        if title.strip().lower() in known:
            return place
    raise DeviceColumnMissingError(found="、".join(one.strip() for one in titles)[:_LONGEST_SHOWN])


def _new_name(name: str, names: set[str]) -> str:
    if not name or len(name) > MAX_DEVICE_NAME:
        raise DeviceNameUnusableError(limit=str(MAX_DEVICE_NAME))
    if name in names:
        raise DeviceNameTwiceError(name=name)
    return name


def _places(cell: str) -> tuple[str, ...]:
    return city_scope(cell.translate(_BETWEEN_PLACES).split())


def _file_of(one: WantedDevice) -> str:
    return f"{one.number:04}.qjy"  # by the row, because a name may hold anything
