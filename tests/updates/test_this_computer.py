"""Who this computer is in a share, and where root keeps what it fetched."""

import os
import platform
import stat
from pathlib import Path

import pytest

from updates.errors import NotAllowedHereError
from updates.installed import Installation
from updates.machine import ROOTS_FOLDER, kept_folder, make_roots_folder
from updates.this_system import this_computer

OF_A_PERSON = {"HOME": "/people/linmei", "XDG_CACHE_HOME": "/people/linmei/.cache"}


def test_computers_with_one_host_name_have_places_of_their_own_in_a_share(tmp_path: Path) -> None:
    (tmp_path / "machine-id").write_text("0123456789abcdef0123456789abcdef\n", encoding="ascii")

    assert this_computer(machine_id=tmp_path / "machine-id") == "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize("told", [b"", b"\n", b"uninitialized\n", "晋江".encode()])
def test_an_image_without_an_identity_yet_goes_by_its_host_name(tmp_path: Path, told: bytes) -> None:
    (tmp_path / "machine-id").write_bytes(told)

    assert this_computer(machine_id=tmp_path / "machine-id") == platform.node()
    assert this_computer(machine_id=tmp_path / "nowhere") == platform.node()


def test_root_by_hand_keeps_nothing_where_a_person_could_swap_it() -> None:
    by_hand = kept_folder(None, OF_A_PERSON, user=0)
    by_timer = kept_folder(None, {"STATE_DIRECTORY": "/var/lib/quancai-update"}, user=0)

    assert by_hand == by_timer == ROOTS_FOLDER


def test_a_person_keeps_it_in_a_cache_of_their_own_and_a_folder_of_versions_beside_them() -> None:
    assert kept_folder(None, OF_A_PERSON, user=1000) == Path("/people/linmei/.cache/quancai/updates")
    assert kept_folder(Installation(Path("/opt/p")), OF_A_PERSON, user=0) == Path("/opt/p/updates")


def test_the_folder_of_root_is_closed_to_everybody_else(tmp_path: Path) -> None:
    place = tmp_path / "quancai-update"
    place.mkdir(mode=0o777)

    make_roots_folder(place, user=os.getuid())

    assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_a_folder_somebody_else_made_is_not_used(tmp_path: Path) -> None:
    with pytest.raises(NotAllowedHereError):
        make_roots_folder(tmp_path, user=os.getuid() + 1)


def test_a_folder_that_leads_elsewhere_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "quancai-update").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(NotAllowedHereError):
        make_roots_folder(tmp_path / "quancai-update", user=os.getuid())
