"""Ten thousand invented records of 25 fields, about 565 bytes of JSON each, the same for every seed."""

import random
from collections.abc import Mapping

from sync.change import FieldValue

VILLAGES = tuple(f"3505820010{number:02d}" for number in range(10, 30))
_SURNAMES = "林陈黄吴张李王郑蔡许"
_GIVEN = "志明丽英秀梅建国美华文辉淑芬小燕伟强"
_EMPLOYERS = ("晨汐鞋业", "宏达纺织", "兴业陶瓷", "海源水产", "安平伞业")


def person_id(number: int) -> str:
    return f"p-350582001014-{number:05d}"


def person_fields(number: int, draw: random.Random) -> Mapping[str, FieldValue]:
    """Invent one person."""
    return {
        "person_name": draw.choice(_SURNAMES) + "".join(draw.sample(_GIVEN, 2)),
        "id_no": f"3505{draw.randrange(10**14):014d}",
        "phone": f"1{draw.randrange(10**10):010d}",
        "sex": draw.choice("12"),
        "birth_date": f"{draw.randrange(1950, 2006)}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}",
        "household_id": f"h-350582001014-{number // 3:04d}",
        "village": draw.choice(VILLAGES),
        "address": f"象山路{draw.randrange(400)}号{draw.randrange(1, 900)}室",
        "education": draw.choice(("10", "20", "30", "40")),
        "emp_status": draw.choice("12345"),
        "emp_form": draw.choice(("10", "20", "31")),
        "employer_name": f"晋江{draw.choice(_EMPLOYERS)}有限公司",
        "industry": draw.choice(("C19", "C18", "F52", "I65")),
        "occupation": draw.choice(("6-04", "4-01", "2-02")),
        "skill": draw.choice(("缝纫", "电工", "焊工", "会计", "驾驶")),
        "wage": draw.randrange(2_000, 12_000),
        "status_since": f"20{draw.randrange(10, 26)}-{draw.randrange(1, 13):02d}-01",
        "wish_job": draw.choice(("车工", "收银", "保安", "客服")),
        "wish_wage": draw.randrange(3, 9) * 1_000,
        "is_local": draw.random() < 0.7,
        "is_member": draw.random() < 0.1,
        "has_disability": False,
        "marital": draw.choice("1234"),
        "note": None,
        "collected_by": "林秀梅",
    }
