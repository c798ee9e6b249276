from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store, StoreInvariantError, open_store
from store.disclosures import Disclosure, disclosures_of, note_disclosure
from store.errors import StoreError

LOOK = Disclosure("person", "p-1", "林秀梅", 1_000, "核对身份证号", 30)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "replica.db", b"k" * 32)
    yield store
    store.close()


def test_a_look_is_kept_with_who_when_and_why(store: Store) -> None:
    note_disclosure(store, LOOK)

    assert disclosures_of(store, "person", "p-1") == (LOOK,)
    assert disclosures_of(store, "person", "p-2") == ()


def test_a_look_without_a_purpose_is_not_kept(store: Store) -> None:
    with pytest.raises(StoreInvariantError):
        note_disclosure(store, Disclosure("person", "p-1", "林秀梅", 1_000, "  ", 30))

    assert disclosures_of(store, "person", "p-1") == ()


def test_a_look_is_never_rewritten(store: Store) -> None:
    note_disclosure(store, LOOK)

    with pytest.raises(StoreError):
        store.execute("UPDATE disclosures SET purpose = 'x'")

    assert disclosures_of(store, "person", "p-1") == (LOOK,)


def test_a_purpose_is_never_printed() -> None:
    assert "核对" not in repr(LOOK)
