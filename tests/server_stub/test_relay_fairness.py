"""One heavy device against all others: it waits for itself, is told when to come again, and slows nobody."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from server_stub.errors import DeviceTooBusyError, RelayFullError
from server_stub.relay.metering import BURST_SECONDS, LEAST_WEIGHT, DeviceMeters
from server_stub.relay.turns import FairTurns
from sync.wire import mailbox_target
from tests.fakes.clock import FakeClock
from tests.server_stub.conftest import Counter

RATE = 4 * LEAST_WEIGHT
BURST = 4 * BURST_SECONDS


def spent(meters: DeviceMeters, sender: str, *, times: int = BURST) -> None:
    for _ in range(times):
        meters.charge(sender, weight=0)


def test_device_that_floods_is_told_when_to_come_again() -> None:
    clock = FakeClock()
    meters = DeviceMeters(bytes_a_second=RATE, clock=clock)
    spent(meters, "heavy")

    with pytest.raises(DeviceTooBusyError) as refused:
        meters.charge("heavy", weight=RATE * 3)

    assert refused.value.retry_seconds == 3
    clock.advance(3)
    meters.charge("heavy", weight=RATE * 3)


def test_what_one_device_uses_up_is_nobody_elses() -> None:
    meters = DeviceMeters(bytes_a_second=RATE, clock=FakeClock())
    spent(meters, "heavy")

    spent(meters, "light")

    with pytest.raises(DeviceTooBusyError):
        meters.charge("light", weight=0)


def test_refused_request_costs_nothing() -> None:
    clock = FakeClock()
    meters = DeviceMeters(bytes_a_second=RATE, clock=clock)
    spent(meters, "heavy", times=BURST - 1)

    with pytest.raises(DeviceTooBusyError):
        meters.charge("heavy", weight=RATE)

    meters.charge("heavy", weight=0)


def test_largest_envelope_always_fits_a_full_bucket() -> None:
    meters = DeviceMeters(bytes_a_second=1_000, clock=FakeClock())

    meters.charge("slow relay", weight=8 * 1024 * 1024)


Story = Callable[[FairTurns, list[str]], Awaitable[None]]


def told(turns: FairTurns, story: Story) -> list[str]:
    heard: list[str] = []
    asyncio.run(asyncio.wait_for(story(turns, heard), 10))
    return heard


async def work(turns: FairTurns, sender: str, heard: list[str], name: str = "") -> None:
    async with turns.of(sender):
        heard.append(name or sender)
        await asyncio.sleep(0)


def test_light_device_waits_one_turn_and_not_for_the_heavy_ones_queue() -> None:
    async def story(turns: FairTurns, heard: list[str]) -> None:
        heavy = [work(turns, "heavy", heard) for _ in range(10)]
        await asyncio.gather(*heavy, work(turns, "light", heard))

    assert told(FairTurns(at_once=1, of_one_sender=16, waiting=100), story).index("light") == 2


def test_senders_are_heard_in_rounds() -> None:
    async def story(turns: FairTurns, heard: list[str]) -> None:
        names = ("a", "a", "a", "b", "b", "c")
        await asyncio.gather(*(work(turns, name, heard) for name in names))

    assert told(FairTurns(at_once=1, of_one_sender=16, waiting=100), story) == ["a", "a", "b", "c", "a", "b"]


def test_flood_of_one_sender_is_refused_and_the_others_are_not() -> None:
    async def story(turns: FairTurns, heard: list[str]) -> None:
        waiting = [asyncio.create_task(work(turns, "heavy", heard)) for _ in range(4)]
        await asyncio.sleep(0)
        with pytest.raises(DeviceTooBusyError):
            await work(turns, "heavy", heard, "one too many")
        await asyncio.gather(*waiting, work(turns, "light", heard))

    heard = told(FairTurns(at_once=2, of_one_sender=4, waiting=100), story)
    assert sorted(heard) == ["heavy"] * 4 + ["light"]


def test_work_that_comes_together_takes_as_many_places_as_alone() -> None:
    async def story(turns: FairTurns, heard: list[str]) -> None:
        done = asyncio.Event()

        async def together(count: int) -> None:
            async with turns.of("heavy", count=count):
                heard.append(f"heavy {count}")
                await done.wait()

        first = asyncio.create_task(together(3))
        await asyncio.sleep(0)
        light = asyncio.create_task(work(turns, "light", heard))
        await asyncio.sleep(0)
        waiting = list(heard)
        with pytest.raises(DeviceTooBusyError):
            await together(2)
        done.set()
        await asyncio.gather(first, light)
        heard.append(f"{len(waiting)} before, {turns.waiting_count} wait now")
        await together(5)

    heard = told(FairTurns(at_once=2, of_one_sender=4, waiting=9), story)
    assert heard == ["heavy 3", "light", "1 before, 0 wait now", "heavy 5"]


def test_crowd_of_many_senders_is_bounded_too() -> None:
    async def story(turns: FairTurns, heard: list[str]) -> None:
        crowd = [asyncio.create_task(work(turns, f"d{number}", heard)) for number in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(RelayFullError):
            await work(turns, "late", heard)
        await asyncio.gather(*crowd)

    assert told(FairTurns(at_once=1, of_one_sender=4, waiting=2), story) == ["d0", "d1", "d2"]


def test_sender_that_hangs_up_leaves_its_place_to_the_next() -> None:
    async def story(turns: FairTurns, heard: list[str]) -> None:
        tasks = [asyncio.create_task(work(turns, name, heard)) for name in ("a", "gone", "b")]
        await asyncio.sleep(0)
        tasks[1].cancel()
        await asyncio.gather(tasks[0], tasks[2])
        assert turns.waiting_count == 0
        await work(turns, "gone", heard, "back")

    assert told(FairTurns(at_once=1, of_one_sender=4, waiting=9), story) == ["a", "b", "back"]


def test_place_given_to_a_sender_that_just_hung_up_is_not_lost() -> None:
    async def story(turns: FairTurns, heard: list[str]) -> None:
        first = turns.of("a")
        await first.__aenter__()
        gone = asyncio.create_task(work(turns, "gone", heard))
        after = asyncio.create_task(work(turns, "b", heard))
        await asyncio.sleep(0)
        await first.__aexit__(None, None, None)
        gone.cancel()
        await after

    assert told(FairTurns(at_once=1, of_one_sender=4, waiting=9), story) == ["b"]


def test_flooding_device_gets_429_with_a_time_and_its_neighbour_is_answered(counter: Counter) -> None:
    heavy, light = counter.realm.join("甲"), counter.realm.join("乙")
    counter.publish()
    target = mailbox_target(after=0)
    meters = counter.relay.admission._meters
    spent(meters, heavy.id, times=BURST_SECONDS * 8 * 1024 * 1024 // LEAST_WEIGHT)

    refused = counter.client.get(target, headers=counter.authorization(heavy, target))
    answered = counter.client.get(target, headers=counter.authorization(light, target))

    assert (refused.status_code, refused.json()["code"]) == (429, "device-too-busy")
    assert int(refused.headers["retry-after"]) >= 1
    assert answered.status_code == 200


def test_flooding_device_keeps_nothing_beyond_its_share(counter: Counter) -> None:
    heavy = counter.realm.join()
    counter.publish()
    kept = heavy.seal()
    counter.post(kept)
    spent(counter.relay.admission._meters, heavy.id, times=BURST_SECONDS * 128 - 1)

    assert counter.refusal(heavy.seal()) == (429, "device-too-busy")
    assert counter.kept() == [kept.id]


def test_city_speaks_for_everybody_and_is_not_metered(counter: Counter) -> None:
    counter.realm.join()
    counter.publish()
    spent(counter.relay.admission._meters, counter.city.id, times=BURST_SECONDS * 128)

    assert counter.mailbox(counter.city).items == ()
