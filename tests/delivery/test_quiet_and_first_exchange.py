"""What an exchange with nothing to say costs, and what the first one is called."""

from sync.progress import SyncStep
from tests.scenario.village import Village

KIBIBYTE = 1024


def test_with_nothing_to_say_each_end_asks_once_in_less_than_a_kibibyte(village: Village) -> None:
    village.exchange()
    village.wire.requests.clear()

    village.sync()

    [asked] = village.wire.requests
    headers = sum(len(name) + len(value) + 4 for name, value in asked.headers.items())
    assert len(asked.method) + len(asked.target) + len(asked.body) + headers < KIBIBYTE // 2


def test_the_first_fill_is_called_so_and_the_next_exchange_is_not(village: Village) -> None:
    first = {one.step for one in village.told}
    village.told.clear()

    village.exchange()

    assert SyncStep.FIRST_FILL in first
    assert not {SyncStep.DOWNLOAD, SyncStep.SETTLE} & first
    assert SyncStep.FIRST_FILL not in {one.step for one in village.told}
