from pathlib import Path

import pytest

from desktop.paths import AppPaths
from desktop.unlocking import KeyFileMissingError, unlock
from desktop.who_may_come import OperatorAtTheDoor, is_new, list_operators
from store import open_store
from sync.adapters.passphrase_keyfile import PassphraseKeyfile
from sync.custody.errors import PassphraseTooShortError
from sync.custody.key_file import SecretKind
from sync.errors import PassphraseWrongError
from sync.suites.at_rest import KdfCost
from tests.fakes.entropy import SeededEntropy
from updates.errors import StartAgainError
from updates.installed import Installation
from updates.small_files import write_line

QUICK = KdfCost(memory_kib=64, passes=1)
PASSPHRASE = "象山路的榕树下有三把椅子"


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    return AppPaths(tmp_path / "device")


def test_a_new_installation_is_opened_again_with_the_same_passphrase(paths: AppPaths) -> None:
    made = unlock(paths, PASSPHRASE, entropy=SeededEntropy("first"), cost=QUICK)
    made.open_writer().close()

    again = unlock(paths, PASSPHRASE, entropy=SeededEntropy("second"), cost=QUICK)

    assert again.key == made.key
    assert not is_new(paths)


def test_a_wrong_passphrase_opens_nothing(paths: AppPaths) -> None:
    unlock(paths, PASSPHRASE, entropy=SeededEntropy("first"), cost=QUICK)

    with pytest.raises(PassphraseWrongError):
        unlock(paths, "象山路的榕树下有四把椅子", entropy=SeededEntropy("second"), cost=QUICK)


def test_a_short_passphrase_makes_no_installation(paths: AppPaths) -> None:
    with pytest.raises(PassphraseTooShortError):
        unlock(paths, "123456", entropy=SeededEntropy("first"), cost=QUICK)

    assert is_new(paths)


def test_a_replica_without_its_key_file_is_never_overwritten(paths: AppPaths) -> None:
    unlock(paths, PASSPHRASE, entropy=SeededEntropy("first"), cost=QUICK).open_writer().close()
    before = paths.replica.read_bytes()
    paths.key_file.unlink()

    with pytest.raises(KeyFileMissingError):
        unlock(paths, PASSPHRASE, entropy=SeededEntropy("second"), cost=QUICK)

    assert paths.replica.read_bytes() == before


def test_records_made_under_a_version_are_noted_for_its_launcher(
    paths: AppPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation = Installation(tmp_path)
    write_line(tmp_path / "current", "0.2.0")
    write_line(tmp_path / "unconfirmed", "0.2.0 1")
    monkeypatch.setenv("QUANCAI_INSTALLATION", str(tmp_path))
    monkeypatch.setenv("QUANCAI_RUNNING", "0.2.0")

    unlock(paths, PASSPHRASE, entropy=SeededEntropy("first"), cost=QUICK).open_writer().close()

    assert str(installation.records_since) == "0.2.0"
    assert not installation.is_unconfirmed


def test_a_version_that_is_not_current_any_more_makes_no_records(
    paths: AppPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_line(tmp_path / "current", "0.3.0")
    monkeypatch.setenv("QUANCAI_INSTALLATION", str(tmp_path))
    monkeypatch.setenv("QUANCAI_RUNNING", "0.2.0")
    unlocked = unlock(paths, PASSPHRASE, entropy=SeededEntropy("first"), cost=QUICK)

    with pytest.raises(StartAgainError):
        unlocked.open_writer()

    assert Installation(tmp_path).records_since is None


def test_neither_key_nor_passphrase_shows_in_a_repr_or_on_disk(paths: AppPaths) -> None:
    unlocked = unlock(paths, PASSPHRASE, entropy=SeededEntropy("first"), cost=QUICK)

    assert unlocked.key.hex() not in repr(unlocked)
    assert unlocked.key not in paths.key_file.read_bytes()
    assert PASSPHRASE.encode() not in paths.key_file.read_bytes()


def test_installation_from_before_slots_opens_and_is_brought_up_to_date(paths: AppPaths) -> None:
    key = bytes(range(32))
    paths.prepare()
    before = PassphraseKeyfile(
        paths.key_file, passphrase=PASSPHRASE, entropy=SeededEntropy("before"), cost=QUICK
    )
    before.save("replica", key)
    open_store(paths.replica, key).close()
    held = paths.replica.read_bytes()

    unlocked = unlock(paths, PASSPHRASE, entropy=SeededEntropy("now"), cost=QUICK)

    assert unlocked.key == key
    assert paths.replica.read_bytes() == held
    assert list_operators(paths) == (OperatorAtTheDoor("1", SecretKind.PASSPHRASE),)
    assert unlock(paths, PASSPHRASE, entropy=SeededEntropy("later"), cost=QUICK).key == key


def test_wrong_passphrase_leaves_an_installation_from_before_slots_as_it_is(paths: AppPaths) -> None:
    paths.prepare()
    before = PassphraseKeyfile(
        paths.key_file, passphrase=PASSPHRASE, entropy=SeededEntropy("before"), cost=QUICK
    )
    before.save("replica", bytes(32))
    held = paths.key_file.read_bytes()

    with pytest.raises(PassphraseWrongError):
        unlock(paths, "象山路的榕树下有四把椅子", entropy=SeededEntropy("now"), cost=QUICK)

    assert paths.key_file.read_bytes() == held
