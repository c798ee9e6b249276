"""A backup is made while the office works, opens only to its passphrase, and goes on as the office."""

from pathlib import Path

import pytest

from server_stub.backup import KeepApart, KeyChoice, LeaveOut, SealUnder, make_backup
from server_stub.backup_manifest import MANIFEST, BackupDamagedError
from server_stub.backup_record import read_last_backup
from server_stub.database_copies import EngineMismatchError
from server_stub.errors import PlaceTakenError
from server_stub.initialising import AlreadyInitialisedError
from server_stub.restoring_server import KeysLeftOutError, OpenSealed, TakeFrom, restore_backup
from sync.change import VerdictState
from sync.errors import PassphraseWrongError
from sync.suites.at_rest import KdfCost
from tests.fakes.entropy import SeededEntropy
from tests.scenario.office import SAYS_UNEMPLOYED, Office, open_office
from tests.scenario.postgresql import PostgresqlServer

WORDS = "石狮码头的第七盏灯塔修好了"
SEALED = SealUnder(WORDS, KdfCost(memory_kib=64, passes=1))


def back_up(office: Office, place: Path, keys: KeyChoice = SEALED) -> Path:
    made = make_backup(
        office.folder, place, keys=keys, now_ms=office.clock.now_ms(), entropy=SeededEntropy("backup")
    )
    return made.folder


@pytest.fixture
def backup(office: Office, tmp_path: Path) -> Path:
    return back_up(office, tmp_path / "backup")


def test_a_restored_office_goes_on_with_work_that_came_after_the_backup(
    office: Office, tmp_path: Path
) -> None:
    device = office.enrol()
    backup = back_up(office, tmp_path / "backup")
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)

    restore_backup(backup, tmp_path / "new", keys=OpenSealed(WORDS))
    (tmp_path / "new" / "relay.sqlite").unlink()
    (tmp_path / "new" / "relay.sqlite").symlink_to(office.folder / "relay.sqlite")
    again = open_office(tmp_path / "new", seed="the day after")
    again.desk.run_once()
    device.pull()

    assert device.verdicts(visit.change.id)[-1] == (VerdictState.APPLIED, None)
    assert again.record("person", visit.change.record_id).fields["emp_status"] == "1"
    again.close()


def test_no_secret_key_lies_open_in_a_backup(office: Office, backup: Path) -> None:
    secret = (office.folder / "realm-keys" / "root-1.key").read_bytes()

    contents = [path.read_bytes() for path in backup.rglob("*") if path.is_file()]

    assert not any(secret in content for content in contents)
    assert not (backup / "realm-keys").exists()


def test_another_passphrase_restores_nothing(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(PassphraseWrongError):
        restore_backup(backup, tmp_path / "new", keys=OpenSealed("五里桥下的第三个渡口还在"))

    assert not (tmp_path / "new").exists()


def test_keys_kept_apart_come_back_from_there(office: Office, tmp_path: Path) -> None:
    backup = back_up(office, tmp_path / "backup", KeepApart(tmp_path / "stick"))

    restore_backup(backup, tmp_path / "new", keys=TakeFrom(tmp_path / "stick"))

    restored = (tmp_path / "new" / "realm-keys" / "city.key").read_bytes()
    assert restored == (office.folder / "realm-keys" / "city.key").read_bytes()
    assert (tmp_path / "new" / "realm-keys" / "city.key").stat().st_mode & 0o077 == 0


def test_a_backup_without_keys_says_what_is_missing(office: Office, tmp_path: Path) -> None:
    backup = back_up(office, tmp_path / "backup", LeaveOut())

    with pytest.raises(KeysLeftOutError):
        restore_backup(backup, tmp_path / "new", keys=OpenSealed(WORDS))

    assert not (tmp_path / "new").exists()


def test_nothing_is_restored_over_an_office(office: Office, backup: Path) -> None:
    with pytest.raises(AlreadyInitialisedError):
        restore_backup(backup, office.folder, keys=OpenSealed(WORDS))

    assert office.rows("SELECT count(*) FROM platform_registry_versions") == [(1,)]


@pytest.mark.parametrize("name", ["city.sqlite", "relay.sqlite", "public/roots", "keys.sealed", MANIFEST])
def test_a_changed_file_is_not_believed(backup: Path, tmp_path: Path, name: str) -> None:
    (backup / name).write_bytes((backup / name).read_bytes()[:-1])

    with pytest.raises(BackupDamagedError):
        restore_backup(backup, tmp_path / "new", keys=OpenSealed(WORDS))

    assert not (tmp_path / "new").exists()


def test_a_manifest_that_points_out_of_its_folder_is_not_followed(backup: Path, tmp_path: Path) -> None:
    manifest = backup / "backup.json"
    manifest.write_text(manifest.read_text().replace('"public/roots"', '"../office/public/roots"'))

    with pytest.raises(BackupDamagedError):
        restore_backup(backup, tmp_path / "new", keys=OpenSealed(WORDS))


def test_a_second_backup_does_not_replace_the_first(office: Office, backup: Path) -> None:
    before = (backup / "backup.json").read_bytes()

    with pytest.raises(PlaceTakenError):
        back_up(office, backup)

    assert (backup / "backup.json").read_bytes() == before
    assert read_last_backup(office.folder) == office.clock.now_ms()


def test_a_database_on_the_other_engine_is_refused(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql: PostgresqlServer
) -> None:
    monkeypatch.setenv("QUANCAI_CITY_DATABASE", postgresql.new_place())

    with pytest.raises(EngineMismatchError):
        restore_backup(backup, tmp_path / "new", keys=OpenSealed(WORDS))

    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
def test_postgresql_is_copied_by_its_own_programs(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql: PostgresqlServer
) -> None:
    monkeypatch.setenv("PATH", str(postgresql.cluster.programs), prepend=":")
    set_databases(monkeypatch, office.settings.city_database)
    backup = back_up(office, tmp_path / "backup")

    fresh = postgresql.new_database()
    set_databases(monkeypatch, fresh)
    restore_backup(backup, tmp_path / "new", keys=OpenSealed(WORDS))
    databases = {"QUANCAI_CITY_DATABASE": fresh, "QUANCAI_RELAY_DATABASE": fresh}
    again = open_office(tmp_path / "new", seed="the day after", environment=databases)
    again.desk.run_once()

    assert sorted(path.name for path in backup.glob("*.dump")) == ["city.dump"]
    assert again.registry().version == office.registry().version
    again.close()


def set_databases(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("QUANCAI_CITY_DATABASE", address)
    monkeypatch.setenv("QUANCAI_RELAY_DATABASE", address)
