"""One folder is served once: a second process is turned away before it touches anything."""

from pathlib import Path

import pytest

from server_stub.data_folder import announce_ready, read_ready
from server_stub.errors import AlreadyServingError
from server_stub.initialising import Part
from server_stub.service import run_all_in_one
from server_stub.serving_lock import serving_alone


def test_a_second_server_of_a_folder_leaves_the_first_ones_address_alone(tmp_path: Path) -> None:
    with serving_alone(tmp_path, Part.ALL_IN_ONE):
        announce_ready(tmp_path, url="http://127.0.0.1:8410")

        with pytest.raises(AlreadyServingError):
            run_all_in_one(tmp_path, host="127.0.0.1", port=0, demo=False, on_ready=print)

        assert read_ready(tmp_path) == "http://127.0.0.1:8410"
        assert not (tmp_path / "realm-keys").exists()


@pytest.mark.parametrize("half", [Part.RELAY, Part.PLATFORM])
def test_half_of_what_both_serve_is_served_already(tmp_path: Path, half: Part) -> None:
    with (
        serving_alone(tmp_path, Part.ALL_IN_ONE),
        pytest.raises(AlreadyServingError),
        serving_alone(tmp_path, half),
    ):
        pass


def test_relay_and_platform_are_two_processes_of_one_folder(tmp_path: Path) -> None:
    with serving_alone(tmp_path, Part.RELAY), serving_alone(tmp_path, Part.PLATFORM):
        assert {path.name for path in tmp_path.iterdir()} == {"relay.lock", "platform.lock"}


def test_the_file_that_stays_behind_keeps_nobody_out(tmp_path: Path) -> None:
    with serving_alone(tmp_path, Part.PLATFORM):
        pass
    assert (tmp_path / "platform.lock").exists()

    with serving_alone(tmp_path, Part.PLATFORM):
        pass


def test_a_platform_that_is_turned_away_does_not_keep_the_other_half(tmp_path: Path) -> None:
    with serving_alone(tmp_path, Part.RELAY):
        with pytest.raises(AlreadyServingError), serving_alone(tmp_path, Part.ALL_IN_ONE):
            pass

        with serving_alone(tmp_path, Part.PLATFORM):
            pass
