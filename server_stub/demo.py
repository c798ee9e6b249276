"""What an operator does by hand and the demonstration by itself: invite a device, issue a code, begin a day.

These are plain functions on a data folder, so a command line, a page of the office
console and a test can call the same ones.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from server_stub.data_folder import load_settings
from server_stub.demo_day import DemoDay
from server_stub.inviting import make_invitation
from server_stub.key_files import write_private
from server_stub.platform.form_shelf import CITY_TIME
from server_stub.platform.realm_keys import open_realm_keys
from sync.adapters.system import SystemClock, SystemEntropy
from sync.codes.subject_code import CodeKind, SubjectCode
from sync.keys.enrolment import encode_invitation

CODE_YEARS: Final = 2


def write_invitation(
    data_folder: Path, path: Path, *, scope: Sequence[str], suite: int | None = None
) -> Path:
    """Make an invitation for one device and write its text to a file only its owner may read.

    Raises:
        RelayUnknownError: no server of this folder is serving and `relay_url` is not set.
        ScopeInvalidError: a place is not a division code.
        SuiteNotServedError: the city has no keys of this suite, or it counts no more.

    """
    invitation = make_invitation(data_folder, scope=scope, suite=suite)
    write_private(path, encode_invitation(invitation).encode("ascii"))
    return path


def issue_subject_code(data_folder: Path, kind: CodeKind, subject_id: str) -> str:
    """Sign the text of a household's or person's code card, good from today for two years.

    Raises:
        KeysUnavailableError: the realm's keys are not here.

    """
    now = datetime.fromtimestamp(SystemClock().now_ms() / 1000, UTC).astimezone(CITY_TIME)
    today = now.date()
    code = SubjectCode(kind, subject_id, today, today + timedelta(days=365 * CODE_YEARS))
    return open_realm_keys(load_settings(data_folder).data_folder).issue_code(code)


def lay_out_day(data_folder: Path) -> None:
    """Give the demonstration township vacancies nearby and doubts to ask about; done before, nothing changes.

    Raises:
        StorageUnavailableError: the city's database cannot be used.

    """
    DemoDay(data_folder, SystemClock(), SystemEntropy()).lay_out()
