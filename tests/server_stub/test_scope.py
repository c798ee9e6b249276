"""Scopes: a place covers the villages in it, and whatever is not a place covers nothing."""

import pytest

from server_stub.platform.scope import ScopeInvalidError, covers, place_prefix

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
