"""Files of forms begun and not finished: found when they are whole, and only so many of one device."""

import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, event

from server_stub.database import open_database
from server_stub.platform import attachments
from server_stub.platform.attachments import next_whole, note_shelved, take_pieces
from server_stub.platform.city_tables import CITY_TABLES
from server_stub.platform.items import JudgedItem, keep_items
from sync.change import BlobPiece, FilledForm, Verdict, VerdictState

NAMES = [f"photo-{number}.jpg" for number in range(20)]
FORM = FilledForm("f-1", "visit", "1", "p-1", b"<d>" + " ".join(NAMES).encode(), 0, "林秀梅")


@pytest.fixture
def connection(database_address: str) -> Iterator[Connection]:
    city = open_database(database_address, tables=CITY_TABLES, room="city")
    with city.write() as opened:
        applied = JudgedItem(FORM, VerdictState.APPLIED, None, 0)
        keep_items(opened, [(0, applied)], envelope="e-1", sender="anxi")
        yield opened
    city.close()


def piece(name: str, *, offset: int = 0, size: int = 10, by: bytes = b"half.") -> BlobPiece:
    digest = hashlib.sha256(name.encode()).digest()
    return BlobPiece(digest, size, offset, "image/jpeg", FORM.id, name, by)


def take(connection: Connection, *pieces: BlobPiece, sender: str = "anxi", now_ms: int = 1) -> list[Verdict]:
    return take_pieces(connection, pieces, sender=sender, now_ms=now_ms)


def test_a_file_is_found_once_its_last_byte_is_here(connection: Connection) -> None:
    take(connection, piece(NAMES[0]), now_ms=1)
    take(connection, piece(NAMES[1]), now_ms=2)
    before = next_whole(connection)

    take(connection, piece(NAMES[1], offset=5), now_ms=3)

    found = next_whole(connection)
    assert before is None
    assert found is not None
    assert (found.name, found.is_stored) == (NAMES[1], False)


def test_a_content_its_sender_has_handed_in_before_waits_for_no_piece(connection: Connection) -> None:
    take(connection, piece(NAMES[0], size=5))
    first = next_whole(connection)
    assert first is not None
    note_shelved(connection, first, is_right=True, now_ms=2)

    again = BlobPiece(first.digest, 5, 0, "image/jpeg", FORM.id, NAMES[1], b"")
    take(connection, again)

    found = next_whole(connection)
    assert found is not None
    assert (found.name, found.is_stored) == (NAMES[1], True)


def test_looking_for_a_whole_file_is_one_question_however_many_wait(connection: Connection) -> None:
    take(connection, *(piece(name) for name in NAMES))
    asked: list[str] = []
    event.listen(connection.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    next_whole(connection)

    assert len(asked) == 1


def test_a_device_with_too_many_unfinished_files_begins_no_other(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MAX_UNFINISHED_FILES", 2)
    take(connection, piece(NAMES[0]), piece(NAMES[1]))

    refused = take(connection, piece(NAMES[2]))
    of_another = take(connection, piece(NAMES[3]), sender="dehua")

    assert [(one.state, one.code) for one in refused] == [(VerdictState.RETURNED, "attachments-unfinished")]
    assert of_another == []


def test_finishing_a_file_makes_room_for_another(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MAX_UNFINISHED_FILES", 2)
    take(connection, piece(NAMES[0]), piece(NAMES[1]))

    refused = take(connection, piece(NAMES[0], offset=5), piece(NAMES[2]))

    assert refused == []


def test_a_returned_file_that_comes_again_counts_as_begun(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(connection, piece(NAMES[0], size=5))
    wrong = next_whole(connection)
    assert wrong is not None
    note_shelved(connection, wrong, is_right=False, now_ms=2)
    monkeypatch.setattr(attachments, "MAX_UNFINISHED_FILES", 1)
    take(connection, piece(NAMES[1]))

    [refused] = take(connection, piece(NAMES[0], size=5, by=b"half"))

    assert refused.code == "attachments-unfinished"
