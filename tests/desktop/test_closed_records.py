"""After a long silence, or once the office has ended the device, the records page shows nobody."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.operations.beginning_anew import begin_anew
from desktop.operations.standing import require_open_records
from store import Store, keep_enrolment, open_store, read_enrolment
from store.enrolment import keep_registry
from sync.keys.enrolment import Enrolment, encode_enrolment
from sync.keys.registry import RegistryDocument, sign_registry
from sync.standing import DeviceRevokedError, LeaseOverError, WipeWaitingError
from sync.trust_kept import note_signed
from tests.fakes.clock import STORY_STARTS_MS
from tests.sync.story import REALM, REGISTRY, ROOTS, TOWN, TRUST, XIANGSHAN

DAY_MS = 86_400_000
Hear = Callable[[RegistryDocument], None]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "replica.db", b"k" * 32)
    yield store
    store.close()


@pytest.fixture
def hear(store: Store) -> Hear:
    """Make the store that of 象山社区's laptop, and let it hear a registry."""
    enrolment = Enrolment(XIANGSHAN, "http://127.0.0.1:8000", REALM, TRUST, (TOWN,), "林秀梅")
    keep_enrolment(store, encode_enrolment(enrolment))

    def hear_one(document: RegistryDocument) -> None:
        keep_registry(store, document.version, sign_registry(document, roots=ROOTS[:2]))
        note_signed(store, signed_ms=document.issued_ms)

    return hear_one


def ended(*, wipe: bool) -> RegistryDocument:
    mine, theirs = REGISTRY.devices
    return replace(REGISTRY, devices=(replace(mine, revoked_at_seq=0, wipe_ordered=wipe), theirs))


def test_records_are_open_before_the_device_has_joined(store: Store) -> None:
    require_open_records(store, wall_ms=STORY_STARTS_MS)

    assert store.rows("SELECT name FROM enrolment") == []


def test_records_close_after_two_weeks_of_silence(store: Store, hear: Hear) -> None:
    hear(replace(REGISTRY, issued_ms=STORY_STARTS_MS))

    require_open_records(store, wall_ms=STORY_STARTS_MS + 13 * DAY_MS)
    with pytest.raises(LeaseOverError):
        require_open_records(store, wall_ms=STORY_STARTS_MS + 14 * DAY_MS)


def test_records_open_again_after_a_fresh_word(store: Store, hear: Hear) -> None:
    hear(replace(REGISTRY, issued_ms=STORY_STARTS_MS))
    later_ms = STORY_STARTS_MS + 20 * DAY_MS

    with pytest.raises(LeaseOverError):
        require_open_records(store, wall_ms=later_ms)
    hear(replace(REGISTRY, version=8, issued_ms=later_ms))

    require_open_records(store, wall_ms=later_ms)


def test_records_of_a_revoked_device_are_closed(store: Store, hear: Hear) -> None:
    hear(ended(wipe=False))

    with pytest.raises(DeviceRevokedError):
        require_open_records(store, wall_ms=STORY_STARTS_MS)


def test_records_of_a_device_to_be_wiped_are_closed(store: Store, hear: Hear) -> None:
    hear(ended(wipe=True))

    with pytest.raises(WipeWaitingError):
        require_open_records(store, wall_ms=STORY_STARTS_MS)


def test_order_to_erase_is_not_evaded_by_beginning_anew(store: Store, hear: Hear) -> None:
    hear(ended(wipe=True))

    with pytest.raises(WipeWaitingError):
        begin_anew(store, wall_ms=STORY_STARTS_MS)

    assert read_enrolment(store) is not None


def test_device_that_was_ended_may_begin_anew(store: Store, hear: Hear) -> None:
    hear(ended(wipe=False))

    begin_anew(store, wall_ms=STORY_STARTS_MS)

    assert read_enrolment(store) is None
