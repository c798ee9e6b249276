"""Going on from a copy on another computer: nothing lost, nothing twice, no fork."""

from pathlib import Path

import pytest

from desktop.copying import make_copy
from desktop.paths import AppPaths
from desktop.restoring import (
    Key,
    Restored,
    RestoreOverRecordsError,
    RestoreOverUnsentWorkError,
    restore,
)
from desktop.unlocking import Unlocked, unlock
from store import (
    ChainHead,
    Draft,
    count_unsent,
    enqueue,
    keep_enrolment,
    keep_sealed,
    list_drafts,
    list_items,
    read_enrolment,
    read_head,
    save_draft,
    unsent_envelopes,
)
from store.copies import CopyDamagedError
from store.errors import StoreBusyError
from sync.custody.secret_policy import NoKeychain
from sync.errors import PassphraseWrongError
from sync.suites.at_rest import KdfCost
from tests.fakes.entropy import SeededEntropy
from tests.store.story import MORNING_MS, head_of, item, sealed

QUICK = KdfCost(memory_kib=64, passes=1)
PASSPHRASE = "象山路的榕树下有三把椅子"
DRAFT = Draft("d1", "person_employment", "1", None, b"half a form", 1)


@pytest.fixture
def key() -> Key:
    return Key(None, PASSPHRASE, NoKeychain(), SeededEntropy("restore"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of a device with a draft, one item sealed but perhaps not delivered, and one waiting."""
    (tmp_path / "stick").mkdir()
    old = open_new(AppPaths(tmp_path / "old"))
    store = old.open_writer()
    save_draft(store, DRAFT)
    enqueue(store, item("item-1"))
    keep_sealed(store, sealed(), item_ids=["item-1"], head=head_of(sealed()), chain="old>city")
    enqueue(store, item("item-2"))
    keep_enrolment(store, b"the old identity")
    made = make_copy(store, old, tmp_path / "stick", now_ms=MORNING_MS)
    store.close()
    return made.folder


@pytest.fixture
def target(tmp_path: Path) -> AppPaths:
    return AppPaths(tmp_path / "new")


def open_new(paths: AppPaths) -> Unlocked:
    return unlock(paths, PASSPHRASE, entropy=SeededEntropy(paths.folder.name), cost=QUICK)


def bring_back(copy: Path, target: AppPaths, key: Key, *, may_set_aside: bool = False) -> Restored:
    return restore(copy, target, key, now_ms=MORNING_MS, may_set_aside=may_set_aside)


def test_unsent_work_waits_again_under_its_old_ids(copy: Path, target: AppPaths, key: Key) -> None:
    restored = bring_back(copy, target, key)

    store = open_new(target).open_writer()
    assert (restored.waiting.drafts, restored.waiting.items) == (1, 2)
    assert list_drafts(store) == (DRAFT,)
    assert [(one.id, one.state, one.payload) for one in list_items(store)] == [
        ("item-1", "queued", b"edits of 1"),
        ("item-2", "queued", b"edits of 1"),
    ]
    store.close()


def test_old_chain_never_goes_on(copy: Path, target: AppPaths, key: Key) -> None:
    bring_back(copy, target, key)

    store = open_new(target).open_writer()
    assert read_enrolment(store) is None
    assert read_head(store, "old>city") is None
    assert unsent_envelopes(store) == ()
    store.close()


def test_copy_itself_stays_as_it_is(copy: Path, target: AppPaths, key: Key) -> None:
    before = {path.name: path.read_bytes() for path in copy.iterdir()}

    bring_back(copy, target, key)

    assert {path.name: path.read_bytes() for path in copy.iterdir()} == before


def test_wrong_passphrase_brings_back_nothing(copy: Path, target: AppPaths, key: Key) -> None:
    with pytest.raises(PassphraseWrongError):
        bring_back(copy, target, Key(None, "错误的口令错误的口令", key.keychain, key.entropy))

    assert list(target.folder.iterdir()) == []


def test_damaged_copy_is_refused(copy: Path, target: AppPaths, key: Key) -> None:
    damaged = bytearray((copy / "replica.db").read_bytes())
    damaged[-100] ^= 1
    (copy / "replica.db").write_bytes(damaged)

    with pytest.raises(CopyDamagedError):
        bring_back(copy, target, key)

    assert list(target.folder.iterdir()) == []


def test_folder_without_a_manifest_is_no_copy(copy: Path, target: AppPaths, key: Key) -> None:
    (copy / "copy.cbor").unlink()

    with pytest.raises(CopyDamagedError):
        bring_back(copy, target, key)


def test_unsent_work_in_place_is_never_replaced(copy: Path, target: AppPaths, key: Key) -> None:
    store = open_new(target).open_writer()
    enqueue(store, item("item-9"))
    store.close()

    with pytest.raises(RestoreOverUnsentWorkError) as refused:
        bring_back(copy, target, key)

    again = open_new(target).open_writer()
    assert refused.value.parameters == {"count": "1"}
    assert [one.id for one in list_items(again)] == ["item-9"]
    again.close()


def test_records_that_do_not_open_are_never_replaced(copy: Path, target: AppPaths, key: Key) -> None:
    other = unlock(target, "码头旁边的灯塔今年重新刷白了", entropy=SeededEntropy("x"), cost=QUICK)
    other.open_writer().close()
    before = target.replica.read_bytes()

    with pytest.raises(RestoreOverRecordsError):
        bring_back(copy, target, key)

    assert target.replica.read_bytes() == before


def test_what_is_set_aside_is_kept_whole(copy: Path, target: AppPaths, key: Key) -> None:
    former = open_new(target)
    store = former.open_writer()
    enqueue(store, item("item-9"))
    store.close()

    restored = bring_back(copy, target, key, may_set_aside=True)

    assert restored.set_aside is not None
    aside = Unlocked(AppPaths(restored.set_aside), former.keys).open_writer()
    assert count_unsent(aside) == 1
    aside.close()
    back = open_new(target).open_writer()
    assert [one.id for one in list_items(back)] == ["item-1", "item-2"]
    back.close()


def test_program_that_is_open_on_the_folder_stands_in_the_way(copy: Path, target: AppPaths, key: Key) -> None:
    store = open_new(target).open_writer()

    with pytest.raises(StoreBusyError):
        bring_back(copy, target, key, may_set_aside=True)

    assert store.rows("SELECT 1") == [(1,)]
    store.close()


def test_sealed_head_of_another_chain_is_not_taken_over(copy: Path, target: AppPaths, key: Key) -> None:
    bring_back(copy, target, key)
    store = open_new(target).open_writer()

    keep_sealed(
        store, sealed(body=b"new"), item_ids=["item-1"], head=head_of(sealed(body=b"new")), chain="new>city"
    )

    assert read_head(store, "new>city") == ChainHead(1, head_of(sealed(body=b"new")).digest)
    store.close()
