"""Files of forms at the city: who may read them, and when they are removed."""

import hashlib
import stat
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from server_stub.platform.attachment_age import GONE, let_files_go
from server_stub.platform.attachment_tables import attachments, pieces
from server_stub.platform.attachments import next_whole, note_shelved, put_together
from sync.change import VerdictState
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.office import Office

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

PHOTO = b"a door in Xiangshan"
DIGEST = hashlib.sha256(PHOTO).digest()
OLD_MS, YOUNG_MS = 1_000, 9_000


def hand_in(office: Office, submission: str, *, judged_at_ms: int) -> Path:
    """Let a form's photo be put in its place, judged at a moment."""
    row = {"submission": submission, "name": "door.jpg", "sender": "d1", "media": "image/jpeg"}
    with office.city.write() as connection:
        connection.execute(
            insert(attachments).values(
                **row, digest=DIGEST, size=len(PHOTO), state="waiting", received_at_ms=1
            )
        )
        piece = {"sender": "d1", "digest": DIGEST, "place": 0}
        connection.execute(insert(pieces).values(**piece, length=len(PHOTO), piece=PHOTO))
        found = next_whole(connection)
        assert found is not None
        is_right = put_together(connection, found, office.desk.settings.attachments)
        note_shelved(connection, found, is_right=is_right, now_ms=judged_at_ms)
    return office.desk.settings.attachments / DIGEST.hex()


def let_go(office: Office) -> int:
    with office.city.write() as connection:
        return let_files_go(connection, office.desk.settings.attachments, before_ms=5_000)


def states(office: Office) -> list[str]:
    with office.city.read() as connection:
        return list(connection.execute(select(attachments.c.state)).scalars())


def test_only_their_owner_may_read_the_files(office: Office) -> None:
    photo = hand_in(office, "visit-1", judged_at_ms=OLD_MS)

    modes = [stat.S_IMODE(path.stat().st_mode) for path in (photo, photo.parent)]

    assert modes == [0o600, 0o700]
    assert photo.read_bytes() == PHOTO


def test_an_old_file_is_removed_and_what_it_was_stays_written(office: Office) -> None:
    photo = hand_in(office, "visit-1", judged_at_ms=OLD_MS)

    assert let_go(office) == 1

    assert not photo.exists()
    assert states(office) == [GONE]


def test_a_content_stays_while_a_younger_form_has_it(office: Office) -> None:
    hand_in(office, "visit-1", judged_at_ms=OLD_MS)
    photo = hand_in(office, "visit-2", judged_at_ms=YOUNG_MS)

    assert let_go(office) == 0

    assert photo.exists()
    assert states(office) == [VerdictState.APPLIED, VerdictState.APPLIED]
