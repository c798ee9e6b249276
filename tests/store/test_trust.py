"""What a device learns about whom to trust survives, and an alarm cannot be talked away."""

from store import Store
from store.trust import Alarm, keep_trust, list_alarms, raise_alarm, read_trust


def test_newest_document_of_a_name_is_kept(store: Store) -> None:
    keep_trust(store, "times", b"monday")
    keep_trust(store, "times", b"tuesday")

    assert read_trust(store, "times") == b"tuesday"
    assert read_trust(store, "checkpoint") is None


def test_alarm_raised_again_keeps_its_first_moment(store: Store) -> None:
    raise_alarm(store, Alarm("peer-history-differs", "7", 1_000))
    raise_alarm(store, Alarm("peer-history-differs", "7", 2_000))
    raise_alarm(store, Alarm("peer-history-differs", "9", 3_000))

    assert list_alarms(store) == (
        Alarm("peer-history-differs", "7", 1_000),
        Alarm("peer-history-differs", "9", 3_000),
    )
