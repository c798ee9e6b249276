"""Scopes: a place covers the villages in it, and whatever is not a place covers nothing."""

import pytest

from server_stub.platform.scope import ScopeInvalidError, covers, place_prefix, scope_code
from sync.places import may_hold, may_register

VILLAGE = "350582001014"


@pytest.mark.parametrize(
    "scope", ["3505", "350582", "350582001", "350582001014", "350582001000", "350582000000", "350500000000"]
)
def test_every_level_covers_the_villages_below_it(scope: str) -> None:
    assert covers((scope,), VILLAGE)


@pytest.mark.parametrize("scope", ["350582002", "350582001015", "3502", "350502000000"])
def test_other_places_do_not_cover_it(scope: str) -> None:
    assert not covers((scope,), VILLAGE)


@pytest.mark.parametrize(
    "scope", ["", "35", "3", "%", "3505820", "350582001014 ", "３５０５", "350582001014001"]
)
def test_what_is_no_place_covers_nothing_and_is_refused_in_an_invitation(scope: str) -> None:
    assert not covers((scope,), VILLAGE)
    with pytest.raises(ScopeInvalidError):
        place_prefix(scope)


def test_record_without_a_village_is_nobodys() -> None:
    assert not covers(("3505",), "")


@pytest.mark.parametrize("code", ["LGYZ-350582-001", "LGSC-350502-017"])
def test_a_gig_station_may_be_invited_and_covers_nobody_by_itself(code: str) -> None:
    assert scope_code(code) == code
    assert not covers((code,), VILLAGE)
    assert not may_hold((code,), "person", VILLAGE)


@pytest.mark.parametrize(
    "code", ["LGYZ-350582-1", "LGYZ-3505-001", "lgyz-350582-001", "LGYZ-350582-001 ", "LGYZ-３５０５８２-001"]
)
def test_what_is_no_station_is_refused_and_brings_nothing(code: str) -> None:
    with pytest.raises(ScopeInvalidError):
        scope_code(code)
    assert not may_hold((code,), "vacancy", "350582")


@pytest.mark.parametrize("kind", ["person", "household", "task", "enterprise", ""])
def test_only_a_vacancy_reaches_into_the_places_inside_its_own(kind: str) -> None:
    assert may_hold((VILLAGE,), "vacancy", "350582")
    assert not may_hold((VILLAGE,), kind, "350582")


@pytest.mark.parametrize("scope", ["3505", "350582", "350582001", "350582001014", "LGYZ-350582-001"])
def test_whoever_comes_to_a_station_there_is_registered(scope: str) -> None:
    assert may_register((scope,), village="350583001001", station="LGYZ-350582-001")


@pytest.mark.parametrize("scope", ["", "350583", "350583001", "LGYZ-350582-002", "LGSC-350582-001", "x"])
def test_a_station_elsewhere_registers_nobody(scope: str) -> None:
    assert not may_register((scope,), village=VILLAGE, station="LGYZ-350582-001")


@pytest.mark.parametrize("station", ["", "LGYZ-350582-01", "350582"])
def test_what_is_no_station_registers_nobody_from_elsewhere(station: str) -> None:
    assert not may_register(("350582",), village="350583001001", station=station)
