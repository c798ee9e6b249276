"""How long a device of one village waits for its first records: its people, and the vacancies of its county.

The records are in the city's database before the device asks to join; the clock runs from its request
until all of them are in its encrypted replica, the city's sealing included.
"""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.peer_bench.cost import cost_of
from bench.peer_bench.device import BenchDevice
from bench.peer_bench.people import VILLAGE, person_fields, person_id
from bench.peer_bench.server import LOOK_AGAIN_S, BenchServer, start_server
from server_stub.data_folder import load_settings, open_city
from server_stub.platform.ledger import Ledger
from server_stub.platform.merging import first_revision
from server_stub.platform.records import CityRecord, Provenance, Source
from store import count_records
from sync.adapters.system import SystemClock
from sync.change import FieldValue

_COUNTY: Final = VILLAGE[:6]
_TITLES: Final = (
    "缝纫工",
    "针车工",
    "质检员",
    "仓库管理员",
    "叉车司机",
    "收银员",
    "客服专员",
    "保安",
    "数控操作工",
)
_EMPLOYERS: Final = ("晨汐鞋业", "宏达纺织", "海源水产", "恒远机械", "万泰食品", "瑞丰伞业", "金鹭陶瓷")


def measure_first_fill(folder: Path, *, persons: int, vacancies: int) -> float:
    """Give the seconds from the request to join until everything is there."""
    folder.mkdir()
    with start_server(folder / "server", scopes=[VILLAGE]) as server:
        _put_in(folder / "server", persons=persons, vacancies=vacancies)
        joined = cost_of(
            lambda: _join(folder / "device", server, persons=persons, vacancies=vacancies),
            server=server,
            devices=[],
        )
    return joined.wall_s


def _join(folder: Path, server: BenchServer, *, persons: int, vacancies: int) -> None:
    device = BenchDevice(folder, server)
    while (
        count_records(device.store, "person") < persons or count_records(device.store, "vacancy") < vacancies
    ):
        time.sleep(LOOK_AGAIN_S)
        device.sync()
    device.close()


def _put_in(folder: Path, *, persons: int, vacancies: int) -> None:
    now_ms = SystemClock().now_ms()
    provenance = Provenance(Source.IMPORT, "bench", None, now_ms)
    city = open_city(load_settings(folder))
    with city.write() as connection:
        ledger = Ledger(connection)
        for record in _records(persons, vacancies, revision=first_revision(now_ms)):
            ledger.write(record, provenance=provenance)
        ledger.write_down()
    city.close()


def _records(persons: int, vacancies: int, *, revision: str) -> Iterator[CityRecord]:
    draw = random.Random(7)
    for number in range(persons):
        yield CityRecord("person", person_id(number), revision, person_fields(number, draw), VILLAGE)
    for number in range(vacancies):
        yield CityRecord("vacancy", f"v-{number:06d}", revision, _vacancy(number, draw), _COUNTY)


def _vacancy(number: int, draw: random.Random) -> dict[str, FieldValue]:
    """Invent a vacancy with the fields an office imports."""
    pay = draw.randrange(40, 90) * 100
    return {
        "vacancy_no": f"2026-{number:06d}",
        "employer_uscc": f"91350582MA{draw.randrange(10**8):08d}",
        "employer_name": f"晋江{draw.choice(_EMPLOYERS)}有限公司（演示）",
        "title": draw.choice(_TITLES),
        "openings": draw.randrange(1, 60),
        "work_place": f"{_COUNTY}{draw.randrange(1, 15):03d}{draw.randrange(1, 30):03d}",
        "offered_in": _COUNTY,
        "address": f"工业区 {draw.randrange(1, 400)} 号",
        "pay_min": pay,
        "pay_max": pay + draw.randrange(5, 40) * 100,
        "education": draw.choice(("10", "20", "30", "40")),
        "experience_years": draw.randrange(0, 6),
        "night_shift": draw.random() < 0.3,
        "lodging": draw.random() < 0.5,
        "contact_name": draw.choice(("林女士", "陈先生", "吴经理")),
        "contact_phone": f"164{draw.randrange(10**8):08d}",
        "valid_until": "2027-06-30",
        "state": "open",
    }
