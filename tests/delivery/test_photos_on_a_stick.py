"""Photos of a computer without any network: by stick when asked, and kept until their receipt is here."""

import io
from pathlib import Path

import pytest

import sync.courier.field
from bench.photo_form import photo_form
from desktop.operations.edits import shipped_policy
from server_stub.platform.documents import keep_document
from store.attachment_sending import AttachmentState, attachment_states
from store.attachments import keep_attachment
from sync.courier.archive import open_parcel
from sync.courier.city import hand_in, pack_answers
from sync.courier.field import Carried, pack_work, take_answers
from sync.replica import load_membership
from tests.scenario.office import SAYS_EMPLOYED, Office
from tests.scenario.village import OneThread, Village

FORM = "employment_brief"
PHOTO = bytes(range(256)) * 6_000


@pytest.fixture
def village(village: Village, office: Office) -> Village:
    """Let the village have a form that names photos, and one finished with a photo beside it."""
    with office.city.write() as connection:
        keep_document(connection, photo_form("2026120101"), now_ms=office.clock.now_ms())
    village.exchange()
    form = village.finish(village.start(FORM), SAYS_EMPLOYED)
    keep_attachment(
        village.store,
        io.BytesIO(PHOTO),
        name="door.jpg",
        media_type="image/jpeg",
        submission_id=form,
        entropy=office.entropy,
    )
    village.wire.requests.clear()
    return village


def pack(village: Village, stick: Path, *, with_photos: bool) -> Carried:
    replica = OneThread(village.store)
    office = village.office
    with open_parcel(stick) as parcel:
        member = load_membership(replica)
        return pack_work(
            replica, member, parcel, clock=office.clock, entropy=office.entropy, with_photos=with_photos
        )


def go_to_the_city_and_back(village: Village, stick: Path) -> None:
    office = village.office
    city = office.desk.keys.city
    with open_parcel(stick) as parcel:
        relay = office.client_of(city)
        hand_in(parcel, relay=relay, city=city, registry=office.registry(), clock=office.clock)
    office.desk.run_once()
    rows = [
        (str(audience), str(digest), body if isinstance(body, bytes) else b"")
        for audience, digest, body in office.rows("SELECT audience, digest, body FROM platform_outgoing")
    ]
    with open_parcel(stick) as parcel:
        pack_answers(parcel, rows, city=city, clock=office.clock)
        replica = OneThread(village.store)
        member = load_membership(replica)
        take_answers(replica, member, parcel, clock=office.clock, policy=shipped_policy())


def states(village: Village) -> dict[str, AttachmentState | None]:
    return {one.name: one.state for one in attachment_states(village.store)}


def stored(office: Office) -> list[bytes]:
    return [path.read_bytes() for path in (office.folder / "attachments").glob("*")]


def test_a_photo_reaches_the_city_by_stick_alone(village: Village, office: Office, tmp_path: Path) -> None:
    pack(village, tmp_path / "stick.qzc", with_photos=True)

    go_to_the_city_and_back(village, tmp_path / "stick.qzc")

    assert PHOTO in stored(office)
    assert states(village)["door.jpg"] is AttachmentState.APPLIED
    assert village.wire.requests == []


def test_photos_stay_behind_unless_they_are_asked_for(
    village: Village, office: Office, tmp_path: Path
) -> None:
    assert pack(village, tmp_path / "stick.qzc", with_photos=False).moved == 1

    go_to_the_city_and_back(village, tmp_path / "stick.qzc")

    assert stored(office) == []


def test_a_packed_photo_is_not_delivered_before_its_receipt(village: Village, tmp_path: Path) -> None:
    pack(village, tmp_path / "stick.qzc", with_photos=True)

    assert states(village)["door.jpg"] is AttachmentState.SEALED


def test_a_stick_takes_no_more_than_its_reader_does(
    village: Village, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync.courier.field, "_MOST_BYTES", 600_000)

    pack(village, tmp_path / "first.qzc", with_photos=True)
    size = (tmp_path / "first.qzc").stat().st_size
    go_to_the_city_and_back(village, tmp_path / "first.qzc")
    monkeypatch.undo()
    pack(village, tmp_path / "second.qzc", with_photos=True)
    go_to_the_city_and_back(village, tmp_path / "second.qzc")

    assert size < 620_000
    assert PHOTO in stored(office)
