"""Which release a computer takes: by ring, by share, by the office's word, and never over unsent work."""

from hypothesis import given
from hypothesis import strategies as st

from tests.updates.publisher import LAPTOP
from updates.choosing import Here, Take, Wait, Why, choose, place_in_share
from updates.release import Kind, Release, Ring, System
from updates.version import parse_version


def release(
    version: str,
    *,
    ring: Ring = Ring.ALL,
    share: int = 100,
    carries_from: str = "0.1.0",
    system: System = LAPTOP,
) -> Release:
    return Release(parse_version(version), system, ring, share, parse_version(carries_from))


def here(
    version: str = "0.1.0",
    *,
    ring: Ring = Ring.ALL,
    unsent: int = 0,
    name: str = "3f2a9c10",
    required: str | None = None,
    given_up: str | None = None,
) -> Here:
    wanted = None if required is None else parse_version(required)
    refused = frozenset() if given_up is None else frozenset({parse_version(given_up)})
    return Here(parse_version(version), LAPTOP, ring, name, unsent, wanted, refused)


def test_the_newest_counts_as_people_count() -> None:
    newest = release("0.10.0")

    assert choose([release("0.9.0"), newest], here()) == Take(newest)


def test_the_same_version_is_nothing_new() -> None:
    assert choose([release("0.1.0")], here()) == Wait(Why.NEWEST)


def test_an_older_version_is_never_taken() -> None:
    assert choose([release("0.1.0")], here("0.2.0")) == Wait(Why.NEWEST)


def test_a_build_for_another_kind_of_computer_is_not_taken() -> None:
    others = [
        release("0.2.0", system=System("linux", "aarch64", Kind.PORTABLE)),
        release("0.2.0", system=System("linux", "x86_64", Kind.DEB)),
    ]

    assert choose(others, here()) == Wait(Why.NEWEST)


def test_a_release_that_has_not_reached_the_ring_waits() -> None:
    early = release("0.2.0", ring=Ring.EARLY)

    assert choose([early], here()) == Wait(Why.RING, early)
    assert choose([early], here(ring=Ring.EARLY)) == Take(early)
    assert choose([early], here(ring=Ring.PILOT)) == Take(early)


def test_an_older_release_for_everybody_is_taken_while_the_newest_is_for_others() -> None:
    older = release("0.2.0")

    assert choose([older, release("0.3.0", ring=Ring.PILOT)], here()) == Take(older)


def test_nobody_outside_the_share_takes_it_and_narrower_rings_do() -> None:
    nobody = release("0.2.0", share=0)

    assert choose([nobody], here()) == Wait(Why.RING, nobody)
    assert choose([nobody], here(ring=Ring.PILOT)) == Take(nobody)


@given(st.text(max_size=40), st.integers(0, 99))
def test_a_computer_stays_inside_a_share_that_grows(name: str, share: int) -> None:
    before = isinstance(choose([release("0.2.0", share=share)], here(name=name)), Take)
    after = isinstance(choose([release("0.2.0", share=share + 1)], here(name=name)), Take)

    assert before <= after


def test_a_share_is_about_so_many_computers() -> None:
    inside = sum(place_in_share(f"device-{number}", parse_version("0.2.0")) < 25 for number in range(2_500))

    assert 550 < inside < 700


def test_unsent_work_that_a_release_cannot_carry_holds_it_back() -> None:
    new_suite = release("0.4.0", carries_from="0.3.0")

    assert choose([new_suite], here(unsent=1)) == Wait(Why.UNSENT, new_suite)
    assert choose([new_suite], here(unsent=0)) == Take(new_suite)


def test_unsent_work_goes_over_a_version_between_that_can_carry_it() -> None:
    between = release("0.3.0")

    assert choose([between, release("0.4.0", carries_from="0.3.0")], here(unsent=7)) == Take(between)


def test_a_required_version_comes_whatever_the_ring() -> None:
    pilot = release("0.2.0", ring=Ring.PILOT, share=0)

    assert choose([pilot], here(required="0.2.0")) == Take(pilot)


def test_a_required_version_does_not_strand_unsent_work_either() -> None:
    new_suite = release("0.4.0", carries_from="0.3.0")

    assert choose([new_suite], here(required="0.4.0", unsent=1)) == Wait(Why.UNSENT, new_suite)


def test_a_requirement_that_is_met_opens_no_ring() -> None:
    pilot = release("0.3.0", ring=Ring.PILOT)

    assert choose([pilot], here("0.2.0", required="0.2.0")) == Wait(Why.RING, pilot)


def test_a_version_that_did_not_start_here_is_not_taken_again() -> None:
    broken, mended = release("0.2.0"), release("0.2.1")

    assert choose([broken], here(given_up="0.2.0")) == Wait(Why.NEWEST)
    assert choose([broken, mended], here(given_up="0.2.0")) == Take(mended)
