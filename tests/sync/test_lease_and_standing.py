"""Which clock counts, when records close, and that collecting never stops."""

from dataclasses import replace

import pytest

from sync.keys.registry_document import RegistryDocument
from sync.lease import (
    SeenTimes,
    decode_times,
    encode_times,
    hear_signed,
    is_lease_over,
    judged_now,
    see_clock,
)
from sync.standing import Standing, may_read, standing_code, standing_of
from tests.fakes.clock import STORY_STARTS_MS
from tests.sync.story import PUZHAO, REGISTRY, STRANGER, XIANGSHAN

DAY_MS = 86_400_000
HEARD = SeenTimes(signed_ms=STORY_STARTS_MS)


def standing(registry: RegistryDocument | None, *, after_days: int = 0, times: SeenTimes = HEARD) -> Standing:
    wall_ms = STORY_STARTS_MS + after_days * DAY_MS
    return standing_of(XIANGSHAN.device_id, registry, times=times, wall_ms=wall_ms)


def ended(*, wipe: bool = False) -> RegistryDocument:
    mine, theirs = REGISTRY.devices
    return replace(REGISTRY, devices=(replace(mine, revoked_at_seq=4, wipe_ordered=wipe), theirs))


def test_listed_device_is_a_member_for_the_whole_lease() -> None:
    assert standing(REGISTRY, after_days=13) is Standing.MEMBER


def test_two_weeks_of_silence_close_the_records() -> None:
    assert standing(REGISTRY, after_days=14) is Standing.LEASE_OVER


def test_lease_is_as_long_as_the_registry_says() -> None:
    short = replace(REGISTRY, lease_ms=3 * DAY_MS)

    assert standing(short, after_days=2) is Standing.MEMBER
    assert standing(short, after_days=3) is Standing.LEASE_OVER


def test_clock_set_back_does_not_buy_more_days() -> None:
    seen = see_clock(HEARD, wall_ms=STORY_STARTS_MS + 15 * DAY_MS)

    assert standing(REGISTRY, after_days=1, times=seen) is Standing.LEASE_OVER


def test_fresh_signed_word_forgives_a_clock_that_had_run_ahead() -> None:
    ran_ahead = see_clock(HEARD, wall_ms=STORY_STARTS_MS + 400 * DAY_MS)

    heard = hear_signed(ran_ahead, signed_ms=STORY_STARTS_MS + DAY_MS)

    assert standing(REGISTRY, after_days=2, times=heard) is Standing.MEMBER


def test_replayed_signed_word_forgives_nothing() -> None:
    ran_ahead = see_clock(HEARD, wall_ms=STORY_STARTS_MS + 400 * DAY_MS)

    assert hear_signed(ran_ahead, signed_ms=STORY_STARTS_MS) == ran_ahead


def test_without_any_signed_moment_there_is_no_lease_to_end() -> None:
    assert not is_lease_over(SeenTimes(), wall_ms=STORY_STARTS_MS, lease_ms=1)


def test_expiry_is_judged_at_the_signed_moment_when_the_clock_is_behind_it() -> None:
    assert judged_now(HEARD, wall_ms=0) == STORY_STARTS_MS
    assert judged_now(HEARD, wall_ms=STORY_STARTS_MS + 1) == STORY_STARTS_MS + 1


def test_revocation_outweighs_every_clock() -> None:
    assert standing(ended()) is Standing.REVOKED
    assert standing(ended(), after_days=400) is Standing.REVOKED
    assert standing(ended(wipe=True)) is Standing.WIPE_ORDERED


def test_device_nobody_listed_yet_is_pending() -> None:
    assert standing(None) is Standing.PENDING
    assert standing_of(STRANGER.device_id, REGISTRY, times=HEARD, wall_ms=STORY_STARTS_MS) is Standing.PENDING


def test_end_of_one_device_is_not_the_end_of_another() -> None:
    now = STORY_STARTS_MS
    assert standing_of(PUZHAO.device_id, ended(wipe=True), times=HEARD, wall_ms=now) is Standing.MEMBER


@pytest.mark.parametrize(
    ("state", "can_read", "code"),
    [
        (Standing.PENDING, True, None),
        (Standing.MEMBER, True, None),
        (Standing.LEASE_OVER, False, "lease-over"),
        (Standing.REVOKED, False, "device-revoked"),
        (Standing.WIPE_ORDERED, False, "wipe-waiting"),
    ],
)
def test_each_standing_says_whether_records_show_and_why_not(
    state: Standing, can_read: bool, code: str | None
) -> None:
    assert (may_read(state), standing_code(state)) == (can_read, code)


def test_seen_times_come_back_from_the_store() -> None:
    times = SeenTimes(STORY_STARTS_MS, STORY_STARTS_MS + 5)

    assert decode_times(encode_times(times)) == times
