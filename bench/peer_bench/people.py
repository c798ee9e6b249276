"""Invented records of 25 fields, about 565 bytes of JSON each, the same for every run.

Tuned to be no easier to squeeze than the records the peers were measured with: 10,000 of
them are 5.65 MB of JSON, of which zlib leaves 1.06 MB.
"""

import random
from collections.abc import Mapping
from typing import Final

from sync.change import FieldValue

VILLAGE: Final = "350582001014"
_FAMILY: Final = "王李张刘陈杨黄赵吴周徐孙朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜"
_GIVEN: Final = (
    "志明伟芳娜秀英敏静丽强磊洋艳勇军杰涛超霞平刚桂文辉玲素云建国华红梅兰玉春海燕雪峰山珊晓宇婷欣怡浩然子涵雨泽博"
    "美惠金龙凤宝珠清源德福荣昌盛成功达明远思琪佳慧诗韵俊豪天佑家乐永康"
)
_ROADS: Final = (
    "象山路",
    "中山东路",
    "温陵北路",
    "刺桐路",
    "丰泽街",
    "津淮街",
    "涂门街",
    "泉秀路",
    "宝洲路",
    "湖心街",
)
_FIRMS: Final = ("晨汐", "宏达", "兴业", "海源", "安平", "恒远", "万泰", "金鹭", "瑞丰", "东方")
_TRADES: Final = ("鞋业", "纺织", "陶瓷", "水产", "伞业", "食品", "机械", "电子")
_SKILLS: Final = ("缝纫", "电工", "焊工", "会计", "驾驶", "烹饪", "育婴", "叉车", "数控", "保洁")
_JOBS: Final = ("车工", "收银", "保安", "客服", "仓管", "裁剪", "质检", "配送")
_CODE: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def person_id(number: int) -> str:
    return f"p-{VILLAGE}-{number:05d}"


def person_fields(number: int, draw: random.Random) -> Mapping[str, FieldValue]:
    """Invent one person."""
    year, month, day = draw.randrange(1955, 2007), draw.randrange(1, 13), draw.randrange(1, 29)
    return {
        "person_name": draw.choice(_FAMILY) + "".join(draw.sample(_GIVEN, 2)),
        "id_no": f"350582{year}{month:02d}{day:02d}{draw.randrange(10_000):04d}",
        "phone": f"164{draw.randrange(10**8):08d}",
        "sex": draw.choice("12"),
        "birth_date": f"{year}-{month:02d}-{day:02d}",
        "household_id": f"h-{number // 3:05d}",
        "card": f"62{draw.randrange(10**12):012d}",
        "address": f"{draw.choice(_ROADS)}{draw.randrange(1, 400)}号{draw.randrange(101, 999)}",
        "education": draw.choice(("10", "20", "30", "40")),
        "emp_status": draw.choice("12345"),
        "uscc": f"91350582{''.join(draw.choices(_CODE, k=10))}",
        "employer_name": draw.choice(_FIRMS) + draw.choice(_TRADES),
        "industry": draw.choice(("C19", "C18", "F52", "I65")),
        "occupation": f"{draw.randrange(1, 7)}-{draw.randrange(1, 13):02d}",
        "skills": " ".join(draw.sample(_SKILLS, 2)),
        "wage": draw.randrange(2_000, 12_000),
        "status_since": f"20{draw.randrange(10, 26)}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}",
        "want_job": draw.choice(_JOBS),
        "want_wage": draw.randrange(30, 90) * 100,
        "is_local": draw.random() < 0.7,
        "is_member": draw.random() < 0.1,
        "doc": "1",
        "marital": draw.choice("1234"),
        "note": "".join(draw.choices(_GIVEN, k=6)),
        "visitor": draw.choice(("林秀梅", "陈志强", "吴美云")),
    }
