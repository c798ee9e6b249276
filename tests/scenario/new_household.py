"""A household of 象山社区 that no register holds: the answers of its form, its first member out of work."""

from collections.abc import Mapping
from typing import Final

from tests.forms_shipped.shipped import CONSENT, DEMO_ID, QINGYANG, TASK

FORM: Final = "person_employment"
_MEMBER: Final = "member[1]"
_GROUPS: Final[Mapping[str, Mapping[str, str]]] = {
    "consent_grp": CONSENT,
    "task": TASK,
    "res_place": QINGYANG,
    "hh": {"household_no": "0999", "address": "象山路 99 号", "labour_count": "1", "member_count": "1"},
    f"{_MEMBER}/m_id": {
        "relation": "0",
        "id_no": DEMO_ID,
        "person_name": "蔡小宝",
        "sex": "1",
        "phone": "16405954274",
        "hukou": "12",
        "hukou_place": "1",
    },
    f"{_MEMBER}/m_edu": {"education": "71", "grad_year": "2000", "key_group": "migrant"},
    f"{_MEMBER}/m_emp": {
        "emp_status": "1",
        "status_since": "2025-06-30",
        "unemp_reason": "02",
        "unemp_registered": "1",
        "unemp_reg_date": "2025-07-15",
        "want_job": "1",
    },
    f"{_MEMBER}/m_seek": {
        "want_occ": "缝纫工",
        "want_cluster": "c1 c2",
        "want_wage_min": "5000",
        "want_place": "3",
        "shift_ok": "0",
    },
    f"{_MEMBER}/m_help": {"service_need": "job train", "train_want": "1", "train_topic": "电工"},
    "sign": {"verify_way": "visit", "evidence": "id"},
}


def household_answers(place: Mapping[str, str] = QINGYANG) -> Mapping[str, str]:
    """Give the answers by reference, in the order they are asked, of a household in a place."""
    groups = {**_GROUPS, "res_place": place}
    return {
        f"/{FORM}/{group}/{name}": text for group, answers in groups.items() for name, text in answers.items()
    }
