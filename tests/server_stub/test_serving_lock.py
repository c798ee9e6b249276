"""One folder is served once: a second process is turned away before it touches anything."""

from pathlib import Path

import pytest

from server_stub.data_folder import announce_ready, read_ready
from server_stub.errors import AlreadyServingError, CityAlreadyServedError
from server_stub.initialising import Part
from server_stub.service import run_all_in_one, run_platform
from server_stub.serving_lock import city_alone, serving_alone
from tests.scenario.postgresql import PostgresqlServer


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


def test_two_platforms_never_work_on_one_city(
    tmp_path: Path, database_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANCAI_CITY_DATABASE", database_address)
    monkeypatch.setenv("QUANCAI_RELAY_URL", "https://relay.example")

    with city_alone(database_address), pytest.raises(CityAlreadyServedError):
        run_platform(tmp_path / "second", demo=False, on_ready=print)

    assert not (tmp_path / "second" / "realm-keys").exists()


def test_a_city_is_free_again_when_its_platform_has_ended(database_address: str) -> None:
    with city_alone(database_address) as see_alone:
        see_alone()

    with city_alone(database_address) as see_alone:
        see_alone()


def test_a_platform_that_was_cut_off_goes_on_alone(postgresql: PostgresqlServer) -> None:
    address = postgresql.new_database()
    with city_alone(address) as see_alone:
        cut_everybody(postgresql, address)

        see_alone()

        with pytest.raises(CityAlreadyServedError), city_alone(address):
            pass


def test_a_platform_that_was_cut_off_does_nothing_beside_the_one_that_took_its_place(
    postgresql: PostgresqlServer,
) -> None:
    address = postgresql.new_database()
    with city_alone(address) as see_alone:
        cut_everybody(postgresql, address)
        with city_alone(address), pytest.raises(CityAlreadyServedError):
            see_alone()

        see_alone()


def test_relays_of_the_same_database_do_not_mind(tmp_path: Path, postgresql: PostgresqlServer) -> None:
    with city_alone(postgresql.new_place()), serving_alone(tmp_path, Part.RELAY):
        assert (tmp_path / "relay.lock").exists()


def cut_everybody(postgresql: PostgresqlServer, address: str) -> None:
    """End every other session of a database, as a switch that forgets its lines does."""
    others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    with postgresql.connect(address) as connection:
        connection.execute(f"{others} WHERE datname = current_database() AND pid <> pg_backend_pid()")
