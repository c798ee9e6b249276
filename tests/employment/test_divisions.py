import pytest

from employment import DivisionLevel, Divisions
from employment.errors import DivisionUnknownError, TableMalformedError
from resources import read_text

XIANGSHAN = "350582001014"


@pytest.fixture(scope="module")
def quanzhou() -> Divisions:
    return Divisions.parse(read_text("lists/divisions.tsv"))


def test_path_leads_from_the_city_to_the_village(quanzhou: Divisions) -> None:
    names = [division.name for division in quanzhou.path(XIANGSHAN)]

    assert names == ["泉州市", "晋江市", "青阳街道", "象山社区居委会"]


@pytest.mark.parametrize(
    ("code", "place"),
    [(XIANGSHAN, "象山社区"), ("350582001000", "青阳街道"), ("350504100201", "双溪村")],
)
def test_place_is_named_as_people_say_it(quanzhou: Divisions, code: str, place: str) -> None:
    assert quanzhou.get(code).place_name == place


def test_villages_of_a_town_are_listed_by_code(quanzhou: Divisions) -> None:
    villages = quanzhou.children("350582001000")

    assert len(villages) == 14
    assert [village.code for village in villages] == sorted(village.code for village in villages)
    assert {village.level for village in villages} == {DivisionLevel.VILLAGE}


def test_village_has_nothing_inside(quanzhou: Divisions) -> None:
    assert quanzhou.children(XIANGSHAN) == ()


def test_whole_city_is_there_under_unique_codes(quanzhou: Divisions) -> None:
    assert len(quanzhou) == len(read_text("lists/divisions.tsv").splitlines()) - 1 == 2_759


def test_unknown_code_is_refused(quanzhou: Divisions) -> None:
    with pytest.raises(DivisionUnknownError) as raised:
        quanzhou.path("350582999999")

    assert raised.value.parameters == {"division": "350582999999"}


@pytest.mark.parametrize("text", ["", "code\tname\n350500000000\t泉州市\n"])
def test_list_without_its_columns_is_refused(text: str) -> None:
    with pytest.raises(TableMalformedError):
        Divisions.parse(text)


def test_list_with_a_short_row_is_refused_with_its_line() -> None:
    head = "code\tlevel\tname\tparent_code\tpinyin\tinitials"

    with pytest.raises(TableMalformedError) as raised:
        Divisions.parse(f"{head}\n350500000000\tcity\t泉州市\n")

    assert raised.value.parameters["line"] == "2"
