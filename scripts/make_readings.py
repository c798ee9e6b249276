"""Write the readings of Chinese characters that the search of the replica uses.

Source: the table of the PyPI package `pypinyin` (MIT), tones taken off, and the surnames
below whose reading the table lacks. Each line is one syllable: the characters that are
mostly read so, and those that may be. Run it again only with a newer source, and raise
`VERSION` in `store/search_index.py` with it: replicas index themselves anew.

    python scripts/make_readings.py store/readings.tsv
"""

import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from pypinyin.constants import PINYIN_DICT

# Old family names and their readings (通用规范汉字表 and 中国姓氏大辞典 agree on these).
SURNAMES = {
    "黑": "he",
    "宓": "fu",
    "郗": "chi",
    "郇": "huan",
    "朴": "piao",
    "繁": "po",
    "折": "she",
    "撒": "sa",
    "员": "yun",
    "逄": "pang",
    "逯": "lu",
    "乜": "nie",
    "尉": "yu",
    "仇": "qiu",
    "解": "xie",
    "区": "ou",
    "单": "shan",
    "查": "zha",
    "盖": "ge",
    "缪": "miao",
    "翟": "zhai",
    "召": "shao",
    "冼": "xian",
}
# Passports write lü and nü with yu, keyboards with v, hurried people with u.
VARIANTS = {"lv": ("lyu", "lu"), "nv": ("nyu", "nu"), "lve": ("lyue", "lue"), "nve": ("nyue", "nue")}


def without_tone(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading).replace("u\N{COMBINING DIAERESIS}", "v")
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def readings_of(code: int, told: str) -> list[str]:
    """Give the readings of one character, the most common first."""
    found = [without_tone(reading) for reading in told.split(",")]
    found += [SURNAMES[chr(code)]] if chr(code) in SURNAMES else []
    found += [variant for reading in found for variant in VARIANTS.get(reading, ())]
    return list(dict.fromkeys(reading for reading in found if reading.isascii() and reading.isalpha()))


def main(path: Path) -> None:
    mostly, also = defaultdict(list), defaultdict(list)
    for code, told in sorted(PINYIN_DICT.items()):
        first, *others = readings_of(code, told)
        mostly[first].append(chr(code))
        for reading in others:
            also[reading].append(chr(code))
    lines = [f"{one}\t{''.join(mostly[one])}\t{''.join(also[one])}\n" for one in sorted({*mostly, *also})]
    path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
