"""Beginning an installation: everything or a refusal, and never over one that is there."""

import stat
from pathlib import Path

import pytest

from quancai.door import run
from server_stub.data_folder import load_settings, open_city
from server_stub.errors import KeysUnavailableError, NothingBegunError, StorageUnavailableError
from server_stub.initialising import AlreadyInitialisedError, Part, initialise, require_begun
from server_stub.platform.realm_keys import open_realm_keys
from server_stub.public_files import read_relay_public, read_roots
from sync.keys.fingerprint import shown_fingerprint
from tests.fakes.entropy import SeededEntropy


def begin(folder: Path, part: Part = Part.ALL_IN_ONE, seed: str = "init") -> str:
    return initialise(folder, part=part, entropy=SeededEntropy(seed)).roots_digest


def test_a_new_folder_has_keys_only_their_owner_reads_and_both_databases(tmp_path: Path) -> None:
    folder = tmp_path / "city"

    made = initialise(folder, entropy=SeededEntropy("init"))

    names = {path.name for path in made.key_files}
    assert names == {"city.key", "issuer.key", "root-1.key", "root-2.key", "root-3.key", "relay.key"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.key_files} == {0o600}
    assert {path.name for path in folder.glob("*.sqlite")} == {"city.sqlite", "relay.sqlite"}
    assert made.roots_digest == read_roots(folder).digest.hex()


def test_a_folder_that_has_begun_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    first = begin(tmp_path)

    with pytest.raises(AlreadyInitialisedError):
        begin(tmp_path, seed="somebody else")

    assert open_realm_keys(tmp_path).roots.digest.hex() == first


def test_a_database_somebody_works_with_gets_no_second_city(
    tmp_path: Path, database_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANCAI_CITY_DATABASE", database_address)
    monkeypatch.setenv("QUANCAI_RELAY_DATABASE", database_address)
    begin(tmp_path / "first")

    with pytest.raises(AlreadyInitialisedError):
        begin(tmp_path / "second")

    assert not (tmp_path / "second" / "realm-keys").exists()


def test_a_database_that_is_not_there_leaves_no_keys_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANCAI_CITY_DATABASE", f"postgresql://quancai@/none?host={tmp_path}")

    with pytest.raises(StorageUnavailableError):
        begin(tmp_path / "city")

    assert not (tmp_path / "city" / "realm-keys").exists()


def test_relay_and_platform_begin_on_two_computers(tmp_path: Path) -> None:
    begin(tmp_path / "relay", Part.RELAY)
    begin(tmp_path / "platform", Part.PLATFORM)

    assert not (tmp_path / "relay" / "realm-keys").exists()
    assert not (tmp_path / "platform" / "relay.sqlite").exists()
    assert read_relay_public(tmp_path / "relay").suite == 1
    open_city(load_settings(tmp_path / "platform", {})).close()


def test_a_mistyped_folder_becomes_no_second_city(tmp_path: Path) -> None:
    with pytest.raises(NothingBegunError):
        require_begun(tmp_path / "mistyped", part=Part.ALL_IN_ONE)

    assert not (tmp_path / "mistyped").exists()


def test_each_half_is_served_where_it_has_begun(tmp_path: Path) -> None:
    begin(tmp_path / "city", Part.PLATFORM)

    require_begun(tmp_path / "city", part=Part.PLATFORM)
    with pytest.raises(NothingBegunError):
        require_begun(tmp_path / "city", part=Part.RELAY)


def test_a_city_whose_keys_are_gone_gets_no_new_ones(tmp_path: Path) -> None:
    begin(tmp_path)
    (tmp_path / "realm-keys").rename(tmp_path / "taken")

    with pytest.raises(KeysUnavailableError):
        require_begun(tmp_path, part=Part.ALL_IN_ONE)

    assert not (tmp_path / "realm-keys").exists()


def test_the_fingerprint_is_said_as_the_joining_sheet_shows_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["server", "init", "--data", str(tmp_path / "city")])

    digest = read_roots(tmp_path / "city").digest.hex()
    assert shown_fingerprint(digest) in capsys.readouterr().out
    assert shown_fingerprint(digest).replace(" ", "").replace("\n", "") == digest
