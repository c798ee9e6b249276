"""Scopes: a place covers the villages in it, and whatever is not a place covers nothing."""

import pytest

from server_stub.platform.scope import ScopeInvalidError, covers, place_prefix, scope_code
from sync.places import may_hold

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
