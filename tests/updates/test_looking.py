"""What a computer believes of a publisher's list, and what it refuses whoever carries it."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.updates.publisher import Laptop, Office
from updates.choosing import Take, Wait, Why
from updates.errors import (
    DamagedError,
    FrozenError,
    RolledBackError,
    SourceUnreachableError,
    TooLargeError,
    UntrustedError,
)
from updates.publisher_keys import KeyName, make_keys
from updates.release import Ring
from updates.version import parse_version


def taken(word: Take | Wait) -> str:
    assert isinstance(word, Take)
    return str(word.release.version)


def test_a_new_release_is_found(office: Office, laptop: Laptop) -> None:
    office.release("0.2.0")

    assert taken(laptop.look(office.repository).word) == "0.2.0"


def test_an_empty_repository_has_nothing_new(office: Office, laptop: Laptop) -> None:
    assert laptop.look(office.repository).word == Wait(Why.NEWEST)


def test_a_stick_without_a_repository_is_unreachable(tmp_path: Path, laptop: Laptop) -> None:
    with pytest.raises(SourceUnreachableError):
        laptop.look(tmp_path / "stick")


@pytest.mark.parametrize("role", ["timestamp.json", "2.snapshot.json", "2.targets.json"])
def test_a_list_signed_by_somebody_else_is_refused(
    office: Office, laptop: Laptop, role: str, tmp_path: Path
) -> None:
    office.release("0.2.0")
    forger = Office(tmp_path / "forger")
    forger.begin()
    forger.release("0.2.0")
    (office.repository / "metadata" / role).write_bytes((forger.repository / "metadata" / role).read_bytes())

    with pytest.raises(UntrustedError):
        laptop.look(office.repository)


def test_a_changed_word_in_a_signed_list_is_refused(office: Office, laptop: Laptop) -> None:
    office.release("0.2.0", ring=Ring.PILOT)
    listed = office.repository / "metadata" / "2.targets.json"
    listed.write_bytes(listed.read_bytes().replace(b'"pilot"', b'"all"'))

    with pytest.raises(UntrustedError):
        laptop.look(office.repository)


def test_a_root_of_another_publisher_is_not_followed(office: Office, laptop: Laptop, tmp_path: Path) -> None:
    forger = Office(tmp_path / "forger")
    forger.begin()
    following = forger.publisher.renew_root()
    (office.repository / "metadata" / "2.root.json").write_bytes(following)

    with pytest.raises(UntrustedError):
        laptop.look(office.repository)


def test_an_older_list_is_refused_once_a_newer_one_was_seen(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    office.release("0.2.0")
    old = office.copy_to(tmp_path / "old")
    office.release("0.3.0")
    laptop.look(office.repository)

    with pytest.raises(RolledBackError):
        laptop.look(old)


def test_a_list_kept_back_past_its_end_is_refused(office: Office, laptop: Laptop) -> None:
    office.release("0.2.0")
    laptop.look(office.repository)
    laptop.now = office.publisher.now.replace(year=2027)

    with pytest.raises(FrozenError):
        laptop.look(office.repository)


def test_a_renewed_list_counts_again(office: Office, laptop: Laptop) -> None:
    office.release("0.2.0")
    office.later(days=100)
    laptop.now = office.now
    office.publisher.renew_list()

    assert taken(laptop.look(office.repository).word) == "0.2.0"


def test_a_renewed_list_counts_no_longer_than_what_it_offers(office: Office, laptop: Laptop) -> None:
    office.release("0.2.0")
    office.later(days=300)

    until = office.publisher.renew_list()

    laptop.now = until - timedelta(days=1)
    assert taken(laptop.look(office.repository).word) == "0.2.0"
    laptop.now = until
    with pytest.raises(FrozenError):
        laptop.look(office.repository)


def test_parts_of_two_lists_are_refused(office: Office, laptop: Laptop, tmp_path: Path) -> None:
    office.release("0.2.0")
    before = office.copy_to(tmp_path / "before")
    office.release("0.3.0")
    metadata = before / "metadata"
    (metadata / "3.targets.json").write_bytes((metadata / "2.targets.json").read_bytes())
    for newer in ("timestamp.json", "3.snapshot.json"):
        (metadata / newer).write_bytes((office.repository / "metadata" / newer).read_bytes())

    with pytest.raises(RolledBackError):
        laptop.look(before)


def test_a_list_without_end_is_cut_off(office: Office, laptop: Laptop) -> None:
    office.release("0.2.0")
    with (office.repository / "metadata" / "timestamp.json").open("ab") as file:
        file.write(b" " * 20_000)

    with pytest.raises(TooLargeError):
        laptop.look(office.repository)


def test_a_changed_table_of_files_is_refused(office: Office, laptop: Laptop) -> None:
    office.release("0.2.0")
    found = laptop.look(office.repository)
    assert isinstance(found.word, Take)
    table = next((office.repository / "targets").rglob("*.0.2.0.json"))
    table.write_bytes(table.read_bytes().replace(b"true", b"True"))

    with pytest.raises(DamagedError):
        found.catalogue.manifest(found.word.release)


def test_new_keys_named_by_the_roots_count_and_the_former_do_not(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    office.release("0.2.0")
    thief = Office(tmp_path / "thief")
    shutil.copytree(office.folder, thief.folder)
    (office.keys / "targets.key").unlink()
    (office.keys / "targets.pub").unlink()
    make_keys(office.keys, [KeyName.TARGETS])

    office.publisher.renew_root()

    thief.release("0.3.0")
    thief.release("0.4.0")  # so that its list is newer than ours
    (thief.repository / "metadata" / "2.root.json").write_bytes(
        (office.repository / "metadata" / "2.root.json").read_bytes()
    )
    found = laptop.look(office.repository)
    assert taken(found.word) == "0.2.0"
    assert json.loads(found.catalogue.root)["signed"]["version"] == 2
    with pytest.raises(UntrustedError):
        laptop.look(thief.repository)


def test_a_withdrawn_release_is_offered_no_more(office: Office, laptop: Laptop) -> None:
    office.release("0.2.0")
    release = office.publisher.releases()[0]

    office.publisher.withdraw(parse_version("0.2.0"), release.system)

    assert laptop.look(office.repository).word == Wait(Why.NEWEST)


def test_a_release_moved_to_the_next_ring_is_seen_there(office: Office, laptop: Laptop) -> None:
    office.release("0.2.0", ring=Ring.PILOT)
    release = office.publisher.releases()[0]
    assert laptop.look(office.repository).word == Wait(Why.RING, release)

    office.publisher.promote(release.version, release.system, ring=Ring.ALL, share=100)

    assert taken(laptop.look(office.repository).word) == "0.2.0"
