"""P7 after a whole journey: in no file it left behind can a name, a number or a key be read.

Records, drafts, forms, photos, the search, published forms, a second copy, a courier's stick,
the relay's database, temporary files and logs at their most talkative: all of them are read.
"""

import base64
import io
import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from store import Draft, read_record, save_draft, search_persons
from store.attachments import keep_attachment
from store.copies import copy_replica
from store.enrolment import read_enrolment
from sync.adapters.system import SystemClock
from sync.courier.field import pack_work
from sync.courier.parcel import Parcel
from sync.keys.enrolment import decode_enrolment
from sync.replica import load_membership
from tests.delivery.test_forms_from_the_city import FORM, SECOND, SECOND_XML, publish
from tests.journey.field_device import OwnThreadReplica
from tests.scenario.office import CAI, CAI_HOUSEHOLD, OPERATOR, SAYS_UNEMPLOYED, Office
from tests.scenario.village import KEY, Village

PHOTO = "门牌上写着蔡志明".encode() * 20_000  # more than one chunk
DRAFTED = "欧阳娜娜"


@dataclass(frozen=True)
class Journey:
    """What was planted, and every folder something may have been left in."""

    office: Office
    village: Village
    folders: tuple[Path, ...]

    def planted(self) -> list[bytes]:
        """Give names, numbers and places in every encoding a program may have written them in."""
        store = self.village.store
        person, house = read_record(store, "person", CAI), read_record(store, "household", CAI_HOUSEHOLD)
        assert person is not None
        assert house is not None
        told = [str(person.fields[name]) for name in ("person_name", "id_no", "phone")]
        words = [*told, str(house.fields["address"]), OPERATOR, DRAFTED, FORM, "门牌上写着"]
        return [word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le", "gb18030")]

    def keys(self) -> list[bytes]:
        """Give every key as bytes, and as the texts bytes are usually printed as."""
        store = self.village.store
        document = read_enrolment(store)
        assert document is not None
        identity = decode_enrolment(document).identity
        files = [row[0] for row in store.rows("SELECT key FROM attachment_contents")]
        names = [row[0] for row in store.rows("SELECT key FROM attachment_name_key")]
        secrets = [KEY, identity.signing_secret, identity.sealing_secret, *files, *names]
        return [form for one in secrets for form in (one, one.hex().encode(), base64.b64encode(one))]

    def files(self) -> list[Path]:
        relay = self.office.folder.glob("relay.sqlite*")
        left = (path for folder in self.folders for path in folder.rglob("*") if path.is_file())
        return sorted({*relay, *left})


def shown(files: list[Path], needles: list[bytes]) -> list[str]:
    contents = [(path.name, path.read_bytes()) for path in files]
    return [name for name, content in contents if any(needle in content for needle in needles)]


@pytest.fixture
def journey(
    office: Office, village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Journey]:
    temporary, logs, stick, copies = (tmp_path / name for name in ("temporary", "logs", "stick", "copies"))
    folders = (tmp_path / "village", temporary, logs, stick, copies)
    for folder in folders[1:]:
        folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    talk = logging.FileHandler(logs / "everything.log", encoding="utf-8")
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(talk)
    root.setLevel(logging.DEBUG)
    travel(office, village, stick=stick, copies=copies)
    yield Journey(office, village, folders)
    root.setLevel(level)
    root.removeHandler(talk)
    talk.close()


def travel(office: Office, village: Village, *, stick: Path, copies: Path) -> None:
    """Do once everything that writes: collect, photograph, send, hear, publish, carry, copy."""
    store, entropy = village.store, office.entropy
    sent = village.finish(village.start(FORM), SAYS_UNEMPLOYED)
    photo = io.BytesIO(PHOTO)
    keep_attachment(
        store, photo, name="door.jpg", media_type="image/jpeg", submission_id=sent, entropy=entropy
    )
    publish(office, SECOND_XML)
    village.exchange()
    village.exchange()
    search_persons(store, "蔡志明", limit=5)
    village.finish(village.start(FORM), {**SAYS_UNEMPLOYED, "/employment_brief/who/phone": "16405954299"})
    replica = OwnThreadReplica(store)
    member = load_membership(replica)
    pack_work(replica, member, Parcel(stick), clock=SystemClock(), entropy=entropy)
    unfinished = Draft("draft", FORM, SECOND, CAI, f"<x>{DRAFTED}</x>".encode(), office.clock.now_ms())
    save_draft(store, unfinished)
    copy_replica(store, copies / "replica.db", key=KEY)


def test_nothing_planted_is_readable_while_the_computer_is_at_work(journey: Journey) -> None:
    files = journey.files()

    assert shown(files, [*journey.planted(), *journey.keys()]) == []


def test_nothing_planted_is_readable_after_it_was_put_away(journey: Journey) -> None:
    needles = [*journey.planted(), *journey.keys()]
    journey.village.store.close()

    assert shown(journey.files(), needles) == []


def test_the_journey_left_files_of_every_kind(journey: Journey) -> None:
    names = {path.name for path in journey.files()}
    kinds = {path.parent.name for path in journey.files()}

    assert {"replica.db", "replica.db-wal", "relay.sqlite", "everything.log"} <= names
    assert {"village", "attachments", "logs", "up", "copies"} <= kinds
    assert (journey.folders[2] / "everything.log").stat().st_size > 0


def test_who_reads_like_this_would_find_what_is_in_clear(journey: Journey) -> None:
    in_clear = [journey.office.folder / "city.sqlite", *journey.office.folder.glob("city.sqlite-wal")]

    assert shown(in_clear, journey.planted()) != []
