"""The courier's parcel as one file: there and back, changed on the way, and of a device that was ended."""

import zipfile
from pathlib import Path

import pytest

from desktop.operations.edits import shipped_policy
from server_stub.platform.orders import Order, OrderKind
from store import DeliveryState
from sync.courier.archive import CourierPlaceMissingError, open_parcel
from sync.courier.city import hand_in, pack_answers
from sync.courier.field import Carried, pack_work, take_answers
from sync.courier.limits import CourierArchiveInvalidError
from sync.replica import load_membership
from tests.scenario.office import SAYS_EMPLOYED, Office
from tests.scenario.village import OneThread, Village

NAME = f"quancai-courier/up/{'0' * 64}.envelope"


def leave_village(village: Village, file: Path) -> Carried:
    replica = OneThread(village.store)
    office = village.office
    with open_parcel(file) as parcel:
        member = load_membership(replica)
        return pack_work(replica, member, parcel, clock=office.clock, entropy=office.entropy)


def reach_city(office: Office, file: Path) -> Carried:
    city = office.desk.keys.city
    with open_parcel(file) as parcel:
        relay = office.client_of(city)
        return hand_in(parcel, relay=relay, city=city, registry=office.registry(), clock=office.clock)


def leave_city(office: Office, file: Path) -> None:
    rows = [
        (str(audience), str(digest), body if isinstance(body, bytes) else b"")
        for audience, digest, body in office.rows("SELECT audience, digest, body FROM platform_outgoing")
    ]
    with open_parcel(file) as parcel:
        pack_answers(parcel, rows, city=office.desk.keys.city, clock=office.clock)


def names(file: Path) -> list[str]:
    with zipfile.ZipFile(file) as archive:
        return sorted(name.split("/")[1] for name in archive.namelist())


def test_a_form_goes_up_and_its_answer_comes_down_in_one_file(
    village: Village, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "xiangshan.qzc"
    form = village.finish(village.start("employment_brief"), SAYS_EMPLOYED)

    assert leave_village(village, file).moved == 1
    assert names(file) == ["lists", "up"]
    assert reach_city(office, file).moved == 1
    office.desk.run_once()
    leave_city(office, file)
    with open_parcel(file) as parcel:
        replica = OneThread(village.store)
        member = load_membership(replica)
        taken = take_answers(replica, member, parcel, clock=office.clock, policy=shipped_policy())

    assert taken.receipts == 1
    assert {item.state for item in village.items(form)} == {DeliveryState.APPLIED}
    assert list(tmp_path.glob("*.new")) == []


@pytest.mark.expects_warning
def test_work_of_a_device_whose_time_is_over_reaches_the_quarantine(
    village: Village, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "late.qzc"
    village.finish(village.start("employment_brief"), SAYS_EMPLOYED)
    leave_village(village, file)
    office.order(Order(OrderKind.REVOKE, village.device.device_id))
    office.desk.run_once()

    carried = reach_city(office, file)
    office.desk.run_once()

    assert (carried.moved, carried.foreign) == (1, 0)
    codes = office.rows("SELECT code FROM platform_inbox WHERE state = 'quarantined'")
    assert codes == [("sender-revoked",)]


def write(file: Path, *members: tuple[str, bytes], packing: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file


@pytest.mark.parametrize(
    "name",
    [
        "../outside.envelope",
        "/etc/cron.d/quancai",
        "quancai-courier/up/../../outside.envelope",
        f"quancai-courier/up/{'0' * 64}.envelope/x",
        f"quancai-courier\\up\\{'0' * 64}.envelope",
        f"quancai-courier/up/{'0' * 63}G.envelope",
        "quancai-courier/readme.txt",
        "quancai-courier/up/",
    ],
)
def test_a_name_that_is_none_of_ours_makes_the_file_one_we_do_not_take(tmp_path: Path, name: str) -> None:
    file = write(tmp_path / "other.qzc", (NAME, b"x"), (name, b"x"))
    before = file.read_bytes()

    with pytest.raises(CourierArchiveInvalidError), open_parcel(file):
        pass

    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.qzc"]


def test_a_packed_file_is_not_inflated(tmp_path: Path) -> None:
    file = write(tmp_path / "bomb.qzc", (NAME, bytes(1_000_000)), packing=zipfile.ZIP_DEFLATED)

    with pytest.raises(CourierArchiveInvalidError) as refused, open_parcel(file):
        pass

    assert refused.value.parameters["reason"] == "packed"


def test_a_receipt_larger_than_any_is_not_taken(tmp_path: Path) -> None:
    name = f"quancai-courier/receipts/{'0' * 64}.receipt"
    file = write(tmp_path / "large.qzc", (name, bytes(5_000)))

    with pytest.raises(CourierArchiveInvalidError), open_parcel(file):
        pass


@pytest.mark.parametrize("cut", [0, 10, 100])
def test_half_a_file_is_not_taken(village: Village, tmp_path: Path, cut: int) -> None:
    file = tmp_path / "half.qzc"
    village.finish(village.start("employment_brief"), SAYS_EMPLOYED)
    leave_village(village, file)
    file.write_bytes(file.read_bytes()[:cut])

    with pytest.raises(CourierArchiveInvalidError), open_parcel(file):
        pass


def test_a_file_whose_members_lie_inside_one_another_does_not_fill_the_disk(tmp_path: Path) -> None:
    file = tmp_path / "nested.qzc"
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(300):
            archive.writestr(f"quancai-courier/up/{number:064x}.envelope", b"x")
            archive.filelist[-1].file_size = archive.filelist[-1].compress_size = 8 * 1024 * 1024

    with pytest.raises(CourierArchiveInvalidError) as refused, open_parcel(file):
        pass

    assert refused.value.parameters["reason"] == "size"


@pytest.mark.parametrize("name", ["stick", "stick/village.qzc"])
def test_a_stick_that_is_not_in_is_told_and_not_made_up(tmp_path: Path, name: str) -> None:
    with pytest.raises(CourierPlaceMissingError), open_parcel(tmp_path / name):
        pass

    assert list(tmp_path.iterdir()) == []
