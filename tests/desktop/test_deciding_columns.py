"""The columns are named only where each of them holds what its name says."""

import pytest

from desktop.deciding.deciding_screen import DifferenceCard, RecordCard, SideCard

MINE, THEIRS = (SideCard(said, "", is_standing=False, is_mine=said == "mine") for said in ("mine", "theirs"))


def record(*questions: tuple[SideCard, ...]) -> RecordCard:
    cards = tuple(DifferenceCard(str(place), "", "", sides) for place, sides in enumerate(questions))
    return RecordCard("p-1", "蔡*明", "", "", cards)


def test_this_computers_word_beside_another_makes_two_columns() -> None:
    assert record((MINE, THEIRS), (MINE, THEIRS)).is_in_columns


@pytest.mark.parametrize(
    "questions",
    [
        pytest.param(((THEIRS, THEIRS),), id="neither is of this computer"),
        pytest.param(((MINE, THEIRS), (THEIRS, THEIRS)), id="one question of others alone"),
        pytest.param(((MINE, THEIRS, THEIRS),), id="three sides"),
        pytest.param(((MINE, MINE),), id="two people of this computer"),
        pytest.param((), id="nothing differs"),
    ],
)
def test_what_the_names_would_not_be_true_of_has_none(questions: tuple[tuple[SideCard, ...], ...]) -> None:
    assert not record(*questions).is_in_columns
