"""Invented persons and households, as many as asked for and always the same ones.

Family names come as often as they do in China, given names, places and numbers are
drawn at random from a seed; telephone numbers begin with 164, which nobody is given.
"""

import random
from collections.abc import Iterator
from typing import Final

from store import FieldValue, StoredRecord

_FAMILY: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
    "彭曾肖田董袁潘蒋蔡余于杜叶程苏魏吕丁任卢姚沈钟单仇解查盖"
)
_GIVEN: Final = (
    "志明伟芳娜秀英敏静丽强磊洋艳勇军杰涛超霞平刚桂文辉玲素云建国"
    "华红梅兰玉春海燕雪峰山珊晓宇婷欣怡浩然子涵雨泽博"
)
_ROADS: Final = (
    "象山路",
    "中山东路",
    "温陵北路",
    "刺桐路",
    "丰泽街",
    "津淮街",
    "涂门街",
    "新华北路",
    "泉秀路",
    "宝洲路",
)
_AT_MS: Final = 1_795_311_600_000
PERSONS_IN_A_HOUSE: Final = 3


def invented_people(persons: int, *, seed: int = 7) -> Iterator[StoredRecord]:
    """Give households, each followed by its three members, until there are this many persons."""
    dice = random.Random(seed)
    for number in range(0, persons, PERSONS_IN_A_HOUSE):
        village = f"350582{dice.randrange(1, 15):03d}{dice.randrange(1, 30):03d}"
        house_id = f"h-{village}-{number // PERSONS_IN_A_HOUSE:05d}"
        flat = f"{dice.randrange(1, 9)}0{dice.randrange(1, 5)}"
        address = f"{dice.choice(_ROADS)} {dice.randrange(1, 400)} 号 {flat} 室"
        yield _record("household", house_id, {"address": address, "household_no": house_id[-5:]})
        for member in range(min(PERSONS_IN_A_HOUSE, persons - number)):
            yield _record("person", f"p-{house_id[2:]}-{member}", _person(dice, house_id))


def _person(dice: random.Random, house_id: str) -> dict[str, FieldValue]:
    # The commonest twenty family names are half of everybody.
    family = dice.choice(_FAMILY[:20]) if dice.random() < 0.5 else dice.choice(_FAMILY)
    given = "".join(dice.choices(_GIVEN, k=1 if dice.random() < 0.15 else 2))
    born = f"{dice.randrange(1950, 2008)}{dice.randrange(1, 13):02d}{dice.randrange(1, 29):02d}"
    return {
        "household_id": house_id,
        "person_name": family + given,
        "id_no": f"350582{born}{dice.randrange(1000):03d}{dice.choice('0123456789X')}",
        "phone": f"164{dice.randrange(10**8):08d}",
        "sex": dice.choice("12"),
        "emp_status": dice.choice("123456"),
        "education": dice.choice("123456789"),
        "is_local": dice.random() < 0.8,
        "unemp_reason": dice.choice(("合同到期未续签", "企业裁员", "照顾家人", None)),
        "skills": dice.choice(("缝纫 电焊", "驾驶", "烹饪", "无")),
        "wanted_job": dice.choice(("家附近的车工", "保安", "不限", "仓库管理")),
        "wanted_wage": dice.randrange(20, 90) * 100,
    }


def _record(kind: str, record_id: str, fields: dict[str, FieldValue]) -> StoredRecord:
    return StoredRecord(kind, record_id, "r1", fields, "r1", fields, _AT_MS)
