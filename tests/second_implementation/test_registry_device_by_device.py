"""A registry the second implementation makes whole is cut for one device and believed there."""

from sync.keys.registry import registry_digest, verify_registry
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy
from tests.second_implementation.registry import read_registry, whole_registry
from tests.second_implementation.suites import Secrets
from tests.second_implementation.test_exchange_both_ways import (
    OURS,
    our_registry,
    plain_registry,
    secrets_of_root,
)
from tests.sync.registry_by_hand import excerpt_for
from tests.sync.story import TRUST, XIANGSHAN


def test_whole_registry_of_the_second_implementation_is_believed_device_by_device() -> None:
    roots, take = [secrets_of_root(number) for number in range(3)], SeededEntropy("whole").take
    content = plain_registry(version=8)
    listed = [{**one, "since": 8} for one in content["devices"]]
    others = [
        {**listed[0], "id": take(16).hex(), "keys": Secrets("", 1, take(32), take(32)).public.listed()}
        for _ in range(4)
    ]

    whole = whole_registry(content, [*others, *listed], roots=roots[1:], take=take)

    theirs = verify_registry(excerpt_for(whole, 4), TRUST, newest_seen=7, now_ms=STORY_STARTS_MS)
    read_here = read_registry(whole, OURS, highest=our_registry(), now_ms=STORY_STARTS_MS)
    assert [one.device_id for one in theirs.devices] == [XIANGSHAN.device_id]
    assert theirs.devices[0].since == 8
    assert read_here.digest == registry_digest(whole) == registry_digest(excerpt_for(whole, 4))
