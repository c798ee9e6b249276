"""A key that the publisher replaced is believed no more once its computer has seen the root that did it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.updates.publisher import NOW, Laptop, Office
from tests.updates.test_profile import SHISHI
from updates.errors import ProfileInvalidError, UntrustedError
from updates.profile import sign_profile
from updates.provisioned import Provisioned, read_provisioned
from updates.publisher_keys import KeyName, make_keys
from updates.roots import HISTORY, RootHistoryDamagedError, follow_roots


def replace_key(office: Office, *names: KeyName) -> None:
    """Make keys anew and sign the root that names them."""
    for name in names:
        (office.keys / f"{name}.key").unlink()
        (office.keys / f"{name}.pub").unlink()
    make_keys(office.keys, names)
    office.publisher.renew_root()


def told(laptop: Laptop, profile: bytes) -> Provisioned:
    """Start the program on a computer where this profile lies."""
    laptop.folder.mkdir(exist_ok=True)
    place, root = laptop.folder / "profile.qzp", laptop.folder / "bundled.json"
    place.write_bytes(profile)
    root.write_bytes(laptop.root)
    return read_provisioned(policies=[], profiles=[place], bundled_root=root, now=NOW, seen=laptop.keep.seen)


def history(laptop: Laptop, number: int) -> Path:
    return laptop.keep.seen / HISTORY / f"{number}.root.json"


def test_a_stolen_key_for_profiles_ends_with_the_next_root_that_is_seen(
    office: Office, laptop: Laptop
) -> None:
    stolen = sign_profile(replace(SHISHI, server="https://thief.example"), office.keys)
    replace_key(office, KeyName.PROVISIONING)
    assert told(laptop, stolen).profile is not None  # nothing was seen yet

    laptop.look(office.repository)

    found = told(laptop, stolen)
    assert found.profile is None
    assert isinstance(found.refused, ProfileInvalidError)


def test_a_profile_by_the_new_key_is_believed_once_its_root_was_seen(office: Office, laptop: Laptop) -> None:
    replace_key(office, KeyName.PROVISIONING)
    fresh = sign_profile(SHISHI, office.keys)
    assert told(laptop, fresh).profile is None

    laptop.look(office.repository)

    assert told(laptop, fresh) == Provisioned(profile=SHISHI)


def test_the_way_goes_through_every_root_that_was_seen(office: Office, laptop: Laptop) -> None:
    replace_key(office, KeyName.PROVISIONING)
    replace_key(office, KeyName.PROVISIONING)
    laptop.look(office.repository)

    followed = follow_roots(laptop.root, laptop.keep.seen)

    assert followed.root == (office.repository / "metadata" / "3.root.json").read_bytes()
    assert followed.is_whole


def test_a_newer_program_goes_on_from_the_root_it_came_with(office: Office, laptop: Laptop) -> None:
    replace_key(office, KeyName.PROVISIONING)
    second = (office.repository / "metadata" / "2.root.json").read_bytes()
    replace_key(office, KeyName.PROVISIONING)
    laptop.look(office.repository)
    history(laptop, 2).write_bytes(b"damaged, and behind it")

    followed = follow_roots(second, laptop.keep.seen)

    assert (followed.root, followed.is_whole) == (history(laptop, 3).read_bytes(), True)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[" * 100_000, b"x" * 600_000])
def test_a_damaged_history_falls_back_to_what_was_verified_and_says_so(
    office: Office, laptop: Laptop, content: bytes
) -> None:
    replace_key(office, KeyName.PROVISIONING)
    fresh = sign_profile(SHISHI, office.keys)
    replace_key(office, KeyName.TARGETS)
    laptop.look(office.repository)
    history(laptop, 3).write_bytes(content)

    found = told(laptop, fresh)

    assert found.profile == SHISHI
    assert isinstance(found.refused, RootHistoryDamagedError)


def test_a_profile_that_needs_a_damaged_root_is_refused_for_the_damage(
    office: Office, laptop: Laptop
) -> None:
    replace_key(office, KeyName.PROVISIONING)
    laptop.look(office.repository)
    history(laptop, 2).write_bytes(b"{}")

    found = told(laptop, sign_profile(SHISHI, office.keys))

    assert found.profile is None
    assert isinstance(found.refused, RootHistoryDamagedError)


def test_the_next_look_mends_a_damaged_history(office: Office, laptop: Laptop) -> None:
    replace_key(office, KeyName.PROVISIONING)
    laptop.look(office.repository)
    history(laptop, 2).write_bytes(b"{}")

    laptop.look(office.repository)

    assert told(laptop, sign_profile(SHISHI, office.keys)) == Provisioned(profile=SHISHI)


def test_a_root_taken_out_of_the_row_is_noticed(office: Office, laptop: Laptop) -> None:
    replace_key(office, KeyName.PROVISIONING)
    replace_key(office, KeyName.PROVISIONING)
    laptop.look(office.repository)
    history(laptop, 2).unlink()

    followed = follow_roots(laptop.root, laptop.keep.seen)

    assert (followed.root, followed.is_whole) == (laptop.root, False)


def test_a_root_of_another_publisher_does_not_follow(office: Office, laptop: Laptop, tmp_path: Path) -> None:
    forger = Office(tmp_path / "forger")
    forger.begin()
    forger.publisher.renew_root()
    laptop.look(office.repository)
    shutil.copy(forger.repository / "metadata" / "2.root.json", history(laptop, 2))

    followed = follow_roots(laptop.root, laptop.keep.seen)

    assert (followed.root, followed.is_whole) == (laptop.root, False)


def test_a_number_is_never_skipped(office: Office, laptop: Laptop) -> None:
    replace_key(office, KeyName.PROVISIONING)
    replace_key(office, KeyName.PROVISIONING)
    laptop.look(office.repository)
    shutil.copy(office.repository / "metadata" / "3.root.json", history(laptop, 2))

    followed = follow_roots(laptop.root, laptop.keep.seen)

    assert (followed.root, followed.is_whole) == (laptop.root, False)


def test_another_role_is_no_root(office: Office, laptop: Laptop) -> None:
    laptop.look(office.repository)
    shutil.copy(laptop.keep.seen / "targets.json", history(laptop, 2))

    assert not follow_roots(laptop.root, laptop.keep.seen).is_whole
    with pytest.raises(UntrustedError):
        follow_roots((laptop.keep.seen / "targets.json").read_bytes(), laptop.keep.seen)


def test_a_computer_that_never_looked_believes_its_own_root(laptop: Laptop) -> None:
    followed = follow_roots(laptop.root, laptop.keep.seen)

    assert (followed.root, followed.is_whole) == (laptop.root, True)
