"""Code lists, industries, clusters and occupations: what ships is whole and hangs together."""

import pytest

from employment import CodeLists
from employment.cluster import Clusters
from employment.errors import CodeUnknownError, TableMalformedError
from employment.occupation import Occupations
from employment.person import EmploymentStatus
from employment.tables import shipped_clusters, shipped_industries, shipped_occupations
from resources import read_text

HEADER = "list_name\tcode\tlabel_zh\tlabel_en\tstandard\n"
CLUSTER_HEADER = (
    "code\tname\tgb4754\tmain_counties\tw_edu\tw_skill\tw_exp\tw_salary\tw_distance\tw_shift_benefit"
    "\tw_certificate\tnote\n"
)
OCCUPATION_HEADER = "cluster\tocc_code\toccupation\tpay_band_cny\tintensity\thazards\tskills\n"


@pytest.fixture(scope="module")
def shipped_lists() -> CodeLists:
    return CodeLists.parse(read_text("lists/choices.tsv"))


def test_code_is_found_with_its_meaning_and_its_list_s_standard(shipped_lists: CodeLists) -> None:
    forms = shipped_lists.get("emp_form")

    assert "AAC318" in forms.standard
    assert forms.get("22").label_zh == "灵活就业"
    assert ("22" in forms, "23" in forms) == (True, False)


def test_every_list_names_its_standard_and_every_code_has_words(shipped_lists: CodeLists) -> None:
    assert all(each.standard for each in shipped_lists)
    assert all(item.label_zh and item.label_en for each in shipped_lists for item in each.items)


def test_statuses_of_the_rules_are_those_of_the_list(shipped_lists: CodeLists) -> None:
    codes = [item.code for item in shipped_lists.get("emp_status").items]

    assert codes == [status.value for status in EmploymentStatus]


def test_unknown_list_and_unknown_code_are_refused(shipped_lists: CodeLists) -> None:
    with pytest.raises(CodeUnknownError):
        shipped_lists.get("shoe_size")
    with pytest.raises(CodeUnknownError) as raised:
        shipped_lists.get("emp_form").get("23")

    assert raised.value.parameters == {"list": "emp_form", "value": "23"}


@pytest.mark.parametrize(
    "rows",
    [
        "sex\t1\t男\tMale\tGB\nsex\t1\t男\tMale\tGB\n",
        "sex\t1\t男\tMale\tGB\na\t1\tx\tx\tx\nsex\t2\t女\tFemale\tGB\n",
    ],
)
def test_list_that_says_a_code_twice_or_is_in_two_places_is_refused(rows: str) -> None:
    with pytest.raises(TableMalformedError):
        CodeLists.parse(HEADER + rows)


def test_industries_are_the_97_divisions_of_the_20_sections() -> None:
    industries = list(shipped_industries())

    assert [industry.code[1:] for industry in industries] == [f"{number:02d}" for number in range(1, 98)]
    assert "".join(dict.fromkeys(industry.section for industry in industries)) == "ABCDEFGHIJKLMNOPQRST"


def test_code_that_changed_its_meaning_since_2011_says_so() -> None:
    industries = shipped_industries()

    assert industries.get("O80").changed_meaning
    assert not industries.get("C19").changed_meaning
    with pytest.raises(CodeUnknownError):
        industries.get("C99")


def test_clusters_join_industries_that_exist() -> None:
    industries = shipped_industries()
    clusters = list(shipped_clusters())

    joined = [industries.get(code).code for cluster in clusters for code in cluster.industries]

    assert [cluster.code for cluster in clusters] == [f"c{number}" for number in range(1, 10)]
    assert shipped_clusters().get("c2").industries == ("C19",)
    assert len(joined) >= len(clusters)


def test_cluster_whose_weights_are_not_a_hundred_is_refused() -> None:
    with pytest.raises(TableMalformedError):
        Clusters.parse(CLUSTER_HEADER + "c1\tx\tC17\t晋江\t5\t35\t15\t20\t15\t10\t1\t\n")
    with pytest.raises(CodeUnknownError):
        Clusters.parse(CLUSTER_HEADER).get("c1")


def test_occupations_belong_to_clusters_and_pay_from_less_to_more() -> None:
    occupations = list(shipped_occupations())
    clusters = {cluster.code for cluster in shipped_clusters()}

    assert len(occupations) == 52
    assert {occupation.cluster for occupation in occupations} == clusters | {"c0"}  # c0: wanted everywhere
    assert all(occupation.usual_pay[0] < occupation.usual_pay[1] for occupation in occupations)
    assert all(occupation.skills for occupation in occupations)


def test_occupation_is_read_with_its_hazards_and_skills() -> None:
    first = shipped_occupations().in_cluster("c5")[0]

    assert first.intensity == 4
    assert first.hazards == ("粉尘", "噪声")


@pytest.mark.parametrize(
    "cells", ["c1\t6-05\t裁剪工\t面议\t2\t\t排料", "c1\t6-05\t裁剪工\t5000-8000\t5\t\t排料"]
)
def test_occupation_without_readable_pay_or_effort_is_refused(cells: str) -> None:
    with pytest.raises(TableMalformedError):
        Occupations.parse(OCCUPATION_HEADER + cells + "\n")
