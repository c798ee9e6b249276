"""Photos and logs of a form: after every record, piece by piece, once, and let go when the city has them."""

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from quancai.door import run
from quancai.exit_codes import ExitCode
from resources import read_bytes
from store import DeliveryState, list_items
from store.attachment_sending import AttachmentState, attachment_states, count_unsent_attachments
from store.attachments import keep_attachment
from sync.attachment_item import MAX_PIECE_BYTES, attachment_item
from sync.change import BlobPiece, VerdictState
from sync.envelope.encoding import parse_envelope
from sync.envelope.header import EnvelopeKind
from sync.progress import SyncState, SyncStep
from sync.wire import ENVELOPES_PATH
from tests.fakes.transport import Fault
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.office import SAYS_EMPLOYED, Office
from tests.scenario.village import Village

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

FORM = "employment_brief"
AUDITED = (
    read_bytes(f"forms/{FORM}.xml")
    .replace(b"2026112301", b"2026120101")
    .replace(b"<instanceID/>", b"<instanceID/><audit/><photo>door.jpg</photo><copy>again.jpg</copy>")
    .replace(
        b'<bind nodeset="/employment_brief/meta/instanceID"',
        b'<bind nodeset="/employment_brief/meta/audit" type="binary"/>'
        b'<bind nodeset="/employment_brief/meta/instanceID"',
    )
)
PHOTO = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(80_000))  # 2.4 MiB, no zeros


@pytest.fixture
def village(village: Village, office: Office) -> Village:
    """Let the village have a form that keeps a log and names photos."""
    file = office.folder.parent / "audited.xml"
    file.write_bytes(AUDITED)
    assert run(["server", "publish", "--data", str(office.folder), str(file)]) is ExitCode.OK
    village.exchange()
    village.wire.requests.clear()
    return village


def finish(village: Village, photos: Mapping[str, bytes]) -> str:
    form = village.finish(village.start(FORM), SAYS_EMPLOYED)
    for name, content in photos.items():
        keep_attachment(
            village.store,
            io.BytesIO(content),
            name=name,
            media_type="image/jpeg",
            submission_id=form,
            entropy=village.office.entropy,
        )
    return form


def states(village: Village) -> dict[str, AttachmentState]:
    return {one.name: one.state for one in attachment_states(village.store)}


def sent_kinds(village: Village) -> list[EnvelopeKind]:
    posted = [one for one in village.wire.requests if one.target == ENVELOPES_PATH]
    return [parse_envelope(one.body).header.kind for one in posted]


def stored(office: Office) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (office.folder / "attachments").glob("*")}


def local_files(village: Village) -> list[Path]:
    return list((village.store.path.parent / "attachments").iterdir())


def test_the_log_of_a_form_reaches_the_city(village: Village, office: Office) -> None:
    form = village.finish(village.start(FORM), SAYS_EMPLOYED)

    village.exchange()

    assert states(village) == {"audit.csv": AttachmentState.APPLIED}
    [(name, content)] = stored(office).items()
    assert content.startswith(b"event,node,start,end\nform start,")
    assert name == hashlib.sha256(content).hexdigest()
    assert office.rows("SELECT submission, name, media, state FROM city_attachments") == [
        (form, "audit.csv", "text/csv", "applied")
    ]
    assert office.rows("SELECT code FROM platform_inbox WHERE state = 'quarantined'") == []
    assert [item.state for item in village.items(form)] == [DeliveryState.APPLIED] * 2


def test_photos_go_after_every_record_and_are_let_go_when_the_city_holds_them(
    village: Village, office: Office
) -> None:
    finish(village, {"door.jpg": PHOTO})
    assert len(local_files(village)) == 2

    village.sync()
    assert sent_kinds(village) == [EnvelopeKind.CHANGES, *[EnvelopeKind.BLOB] * 3]
    assert set(states(village).values()) == {AttachmentState.DELIVERED}
    assert len(local_files(village)) == 2
    village.exchange()

    assert set(states(village).values()) == {AttachmentState.APPLIED}
    assert local_files(village) == []
    assert PHOTO in stored(office).values()
    assert office.rows("SELECT count(*) FROM city_attachment_pieces") == [(0,)]
    assert {one.step for one in village.told} >= {SyncStep.UPLOAD, SyncStep.ATTACHMENTS}


def test_what_was_sent_is_not_sent_again_after_the_line_broke(village: Village, office: Office) -> None:
    finish(village, {"door.jpg": PHOTO})
    village.wire.plan(Fault.NONE, Fault.NONE, Fault.NONE, Fault.LOSE_REQUEST)

    assert village.sync().state is SyncState.OFFLINE
    before = [request.body for request in village.wire.requests if request.target == ENVELOPES_PATH]
    village.wire.requests.clear()
    village.exchange()
    after = [request.body for request in village.wire.requests if request.target == ENVELOPES_PATH]

    assert len(before) == 3  # the record, a piece that arrived, one that did not
    assert after[0] == before[2]
    assert not set(after) & set(before[:2])
    village.sync()
    assert PHOTO in stored(office).values()


def test_the_same_photo_of_another_form_goes_as_a_name_only(village: Village, office: Office) -> None:
    finish(village, {"door.jpg": PHOTO, "again.jpg": PHOTO})

    village.exchange()

    assert sent_kinds(village).count(EnvelopeKind.BLOB) == 3
    assert states(village)["again.jpg"] is states(village)["door.jpg"] is AttachmentState.APPLIED
    assert len([content for content in stored(office).values() if content == PHOTO]) == 1


def test_a_photo_that_is_damaged_here_holds_up_no_other(village: Village, office: Office) -> None:
    finish(village, {"door.jpg": PHOTO})
    largest = max(local_files(village), key=lambda path: path.stat().st_size)
    sealed = bytearray(largest.read_bytes())
    sealed[1_000_000] ^= 1
    largest.write_bytes(sealed)

    village.exchange()

    assert states(village) == {"audit.csv": AttachmentState.APPLIED, "door.jpg": AttachmentState.RETURNED}
    [code] = [one.code for one in attachment_states(village.store) if one.name == "door.jpg"]
    assert code == "attachment-damaged"
    assert largest.exists()


def test_a_photo_of_an_earlier_program_whose_file_is_gone_holds_up_no_other(village: Village) -> None:
    finish(village, {"door.jpg": PHOTO})
    village.store.execute("UPDATE attachment_contents SET digest = NULL")
    largest = max(local_files(village), key=lambda path: path.stat().st_size)
    largest.unlink()

    village.exchange()

    assert states(village) == {"audit.csv": AttachmentState.APPLIED, "door.jpg": AttachmentState.RETURNED}
    [code] = [one.code for one in attachment_states(village.store) if one.name == "door.jpg"]
    assert code == "attachment-missing"


def test_a_file_no_form_names_comes_back_with_its_code_and_nothing_is_quarantined(
    village: Village, office: Office
) -> None:
    finish(village, {"nobody-names-this.jpg": b"photo"})

    village.exchange()

    [code] = [one.code for one in attachment_states(village.store) if one.state is AttachmentState.RETURNED]
    assert code == "attachment-without-submission"
    assert office.rows("SELECT code FROM platform_inbox WHERE state = 'quarantined'") == []


def test_pieces_that_make_something_else_are_not_taken_for_the_file(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_EMPLOYED)
    named = visit.form.xml.replace(b"</meta>", b"<photo>door.jpg</photo></meta>")
    form = visit.form.__class__(
        visit.form.id,
        visit.form.form_id,
        visit.form.form_version,
        visit.form.subject_id,
        named,
        visit.form.finalised_at_ms,
        visit.form.operator,
    )
    digest = hashlib.sha256(b"the true photo").digest()

    device.post(form, visit.change)
    device.post(BlobPiece(digest, 15, 0, "image/jpeg", form.id, "door.jpg", b"another picture"))
    device.post(BlobPiece(digest, 2**40, 0, "image/jpeg", form.id, "audit.csv", b"x"))
    office.desk.run_once()
    device.pull()

    door, audit = attachment_item(form.id, "door.jpg"), attachment_item(form.id, "audit.csv")
    assert device.verdicts(door) == [(VerdictState.RETURNED, "attachment-not-faithful")]
    assert device.verdicts(audit) == [(VerdictState.RETURNED, "attachment-too-large")]
    assert stored(office) == {}


def test_the_city_goes_on_where_it_was_stopped(village: Village, office: Office) -> None:
    finish(village, {"door.jpg": PHOTO})
    village.sync()
    office.desk.pull(office.client_of(office.desk.keys.city))
    office.restart()
    (office.folder / "attachments").mkdir()
    (office.folder / "attachments" / f"{hashlib.sha256(PHOTO).hexdigest()}.new").write_bytes(b"half")

    office.desk.run_once()
    village.sync()

    assert set(states(village).values()) == {AttachmentState.APPLIED}
    assert sorted(path.suffix for path in (office.folder / "attachments").iterdir()) == ["", ""]


def test_a_place_that_left_takes_its_photos_with_it_once_they_are_up(
    village: Village, office: Office
) -> None:
    finish(village, {"door.jpg": PHOTO})
    assert count_unsent_attachments(village.store) == 2
    village.sync()
    person = list_items(village.store)[-1].record_id
    assert count_unsent_attachments(village.store) == 0
    village.store.execute("INSERT INTO leaving (kind, id, since_ms) VALUES ('person', ?, 1)", (person,))

    village.sync()

    assert village.store.rows("SELECT count(*) FROM attachments") == [(0,)]
    assert village.store.rows("SELECT count(*) FROM attachment_contents") == [(0,)]
    assert local_files(village) == []


def test_no_piece_is_larger_than_a_quarter_of_a_mebibyte(village: Village, office: Office) -> None:
    finish(village, {"door.jpg": PHOTO})

    village.sync()
    office.desk.pull(office.client_of(office.desk.keys.city))
    office.desk.run_once()

    lengths = village.store.rows(
        "SELECT max(length), count(*) FROM attachment_pieces WHERE name = 'door.jpg'"
    )
    assert lengths == [(MAX_PIECE_BYTES, -(-len(PHOTO) // MAX_PIECE_BYTES))]
