"""What a device learns about whom to trust survives, and an alarm cannot be talked away."""

from store import Store
from store.trust import Alarm, keep_trust, list_alarms, note_seen, raise_alarm, read_trust


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


def test_alarm_keeps_who_looked_at_it_first(store: Store) -> None:
    raise_alarm(store, Alarm("peer-history-differs", "7", 1_000))
    raise_alarm(store, Alarm("clock-behind", "day 20000", 2_000))

    note_seen(store, "peer-history-differs", "7", operator="林秀梅", at_ms=3_000)
    note_seen(store, "peer-history-differs", "7", operator="陈建明", at_ms=4_000)

    assert [(one.code, one.seen_by, one.seen_at_ms) for one in list_alarms(store)] == [
        ("peer-history-differs", "林秀梅", 3_000),
        ("clock-behind", None, None),
    ]


def test_alarm_that_was_seen_is_not_opened_by_being_raised_again(store: Store) -> None:
    raise_alarm(store, Alarm("peer-history-differs", "7", 1_000))
    note_seen(store, "peer-history-differs", "7", operator="林秀梅", at_ms=3_000)

    raise_alarm(store, Alarm("peer-history-differs", "7", 5_000))

    assert [one.is_open for one in list_alarms(store)] == [False]
