"""The only officer has forgotten the passphrase; the city helps, and only the city can."""

from pathlib import Path

import pytest

from desktop.operators import Custodian
from desktop.paths import AppPaths
from desktop.recovering import Recovery, secure_recovery
from desktop.unlocking import Unlocked, unlock
from server_stub.recovery import (
    RecoveryKeyMadeError,
    make_recovery_key,
    read_recovery_key,
    write_recovery_answer,
)
from store import Draft, keep_enrolment, list_drafts, save_draft
from sync.custody.errors import RecoveryMessageInvalidError, RecoveryNotSetUpError
from sync.custody.key_file import SecretKind
from sync.custody.recovery import RecoveryKey
from sync.custody.secret_policy import NoKeychain
from sync.errors import PassphraseWrongError
from sync.keys.enrolment import Invitation, encode_enrolment, enrol
from sync.keys.identity import generate_identity
from sync.suites.at_rest import KdfCost
from tests.fakes.entropy import SeededEntropy
from tests.fakes.power_cut import lose_power_at
from tests.sync.story import ORG, REALM, TOWN, TRUST

QUICK = KdfCost(memory_kib=64, passes=1)
FORGOTTEN = "象山路的榕树下有三把椅子"
NEW = "码头旁边的灯塔今年重新刷白了"
DRAFT = Draft("d1", "person_employment", "1", None, b"half a form", 1)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A realm's data folder, and beside it the key that is locked away."""
    make_recovery_key(tmp_path / "city", tmp_path / "safe" / "recovery.key", entropy=SeededEntropy("city"))
    return tmp_path / "city"


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    return AppPaths(tmp_path / "device")


def membership(recovery: RecoveryKey | None) -> bytes:
    invitation = Invitation(
        relay_url="https://sync.example.invalid",
        org=ORG,
        realm=REALM,
        roots=TRUST,
        code=bytes(16),
        scope=(TOWN,),
        expires_ms=1,
        recovery=recovery,
    )
    identity = generate_identity(entropy=SeededEntropy("device"), org=ORG)
    return encode_enrolment(enrol(invitation, identity=identity, operator="林秀梅"))


def come_in(paths: AppPaths, typed: str) -> Unlocked:
    return unlock(paths, typed, entropy=SeededEntropy("device"), cost=QUICK)


@pytest.fixture
def joined(paths: AppPaths, city: Path) -> Unlocked:
    """A computer that has joined a city which can recover it, with a draft."""
    unlocked = come_in(paths, FORGOTTEN)
    store = unlocked.open_writer()
    save_draft(store, DRAFT)
    keep_enrolment(store, membership(read_recovery_key(city)))
    assert secure_recovery(store, unlocked)
    store.close()
    return unlocked


@pytest.fixture
def recovery(paths: AppPaths) -> Recovery:
    return Recovery(paths, NoKeychain(), SeededEntropy("recovery"), QUICK)


def answer(request: str, tmp_path: Path) -> str:
    (tmp_path / "request.txt").write_text(request, encoding="ascii")
    asked = write_recovery_answer(
        tmp_path / "request.txt", tmp_path / "answer.txt", key_path=tmp_path / "safe" / "recovery.key"
    )
    assert len(asked.device) == 32
    return (tmp_path / "answer.txt").read_text(encoding="ascii")


def test_forgotten_passphrase_is_replaced_and_nothing_is_lost(
    joined: Unlocked, paths: AppPaths, recovery: Recovery, tmp_path: Path
) -> None:
    request = recovery.ask("1", NEW, kind=SecretKind.PASSPHRASE)
    recovery.accept(answer(request, tmp_path), NEW)

    store = come_in(paths, NEW).open_writer()
    assert list_drafts(store) == (DRAFT,)
    assert not (paths.folder / "recovery.pending").exists()
    store.close()
    with pytest.raises(PassphraseWrongError):
        come_in(paths, FORGOTTEN)


def test_passphrase_remembered_while_the_answer_travels_still_opens(
    joined: Unlocked, paths: AppPaths, recovery: Recovery
) -> None:
    recovery.ask("1", NEW, kind=SecretKind.PASSPHRASE)

    assert come_in(paths, FORGOTTEN).key == joined.key


def test_answer_is_useless_to_who_does_not_know_the_new_passphrase(
    joined: Unlocked, recovery: Recovery, tmp_path: Path
) -> None:
    request = recovery.ask("1", NEW, kind=SecretKind.PASSPHRASE)

    with pytest.raises(PassphraseWrongError):
        recovery.accept(answer(request, tmp_path), FORGOTTEN)


def test_answer_can_be_used_once(joined: Unlocked, recovery: Recovery, tmp_path: Path) -> None:
    answered = answer(recovery.ask("1", NEW, kind=SecretKind.PASSPHRASE), tmp_path)
    recovery.accept(answered, NEW)

    with pytest.raises(RecoveryMessageInvalidError):
        recovery.accept(answered, NEW)


def test_power_cut_during_a_rekey_and_a_forgotten_passphrase_on_top(
    joined: Unlocked, paths: AppPaths, recovery: Recovery, tmp_path: Path
) -> None:
    custodian = Custodian(joined, NoKeychain(), SeededEntropy("rekey"), QUICK)
    lose_power_at("desktop.unlocking.rekey_store", custodian.rekey)

    recovery.accept(answer(recovery.ask("1", NEW, kind=SecretKind.PASSPHRASE), tmp_path), NEW)

    store = come_in(paths, NEW).open_writer()
    assert list_drafts(store) == (DRAFT,)
    store.close()


def test_city_without_a_recovery_key_leaves_the_computer_without_a_slot(
    paths: AppPaths, recovery: Recovery
) -> None:
    unlocked = come_in(paths, FORGOTTEN)
    store = unlocked.open_writer()
    keep_enrolment(store, membership(None))

    assert not secure_recovery(store, unlocked)
    store.close()
    with pytest.raises(RecoveryNotSetUpError):
        recovery.ask("1", NEW, kind=SecretKind.PASSPHRASE)


def test_slot_for_the_city_is_made_once(joined: Unlocked, paths: AppPaths) -> None:
    before = paths.key_file.read_bytes()
    store = joined.open_writer()

    assert not secure_recovery(store, joined)

    store.close()
    assert paths.key_file.read_bytes() == before


def test_realm_never_gets_a_second_recovery_key_by_mistake(city: Path, tmp_path: Path) -> None:
    before = read_recovery_key(city)

    with pytest.raises(RecoveryKeyMadeError):
        make_recovery_key(city, tmp_path / "other.key", entropy=SeededEntropy("again"))

    assert read_recovery_key(city) == before
    assert not (tmp_path / "other.key").exists()
