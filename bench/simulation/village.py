"""Two small villages with people whose names and numbers are found again if they leak."""

from typing import Final

from server_stub.platform.merging import first_revision
from server_stub.platform.records import CityRecord

SOUTH: Final = "350582001014"
NORTH: Final = "350582001015"
TOWN: Final = "350582001"

_PEOPLE: Final = (
    (SOUTH, "0901", 1, "曾浩然", "350582199003229015", "16405957919", "象山二巷 148 号"),
    (SOUTH, "0901", 2, "苏雨欣", "350582199308099004", "16405955838", "象山二巷 148 号"),
    (SOUTH, "0902", 1, "陈天赐", "350582198805121017", "16405950001", "象山路 72 号"),
    (NORTH, "0101", 1, "许丽英", "350582197501010020", "16405950002", "后溪路 5 号"),
    (NORTH, "0101", 2, "林建国", "350582197301010015", "16405950003", "后溪路 5 号"),
)
# What must not be found in clear in any file of a device or of the relay.
PLANTED: Final = tuple(
    word for _, _, _, name, number, _, address in _PEOPLE for word in (name, number, address)
)


def newcomer(person_id: str, *, now_ms: int) -> CityRecord:
    """Give somebody who was on no list."""
    fields = {
        "household_id": f"h-{SOUTH}-0901",
        "person_name": "曾乐怡",
        "id_no": None,
        "phone": "16405950009",
        "relation": "3",
        "emp_status": "1",
        "unemp_registered": None,
        "unemp_reason": "04",
        "emp_form": None,
        "employer_name": None,
        "status_since": "2026-09-01",
    }
    household = f"h-{SOUTH}-0901"
    return CityRecord("person", person_id, first_revision(now_ms), fields, SOUTH, belongs_to=household)


def villagers(*, now_ms: int) -> tuple[CityRecord, ...]:
    """Give the households and their people as the city lists them."""
    revision = first_revision(now_ms)
    households: dict[str, CityRecord] = {}
    people: list[CityRecord] = []
    for village, house, place, name, number, phone, address in _PEOPLE:
        household_id = f"h-{village}-{house}"
        fields = {"village": village, "household_no": house, "address": address, "head_name": name}
        households.setdefault(household_id, CityRecord("household", household_id, revision, fields, village))
        person = {
            "household_id": household_id,
            "person_name": name,
            "id_no": number,
            "phone": phone,
            "relation": "0" if place == 1 else "1",
            "emp_status": "1",
            "unemp_registered": None,
            "unemp_reason": "04",
            "emp_form": None,
            "employer_name": None,
            "status_since": "2026-09-01",
        }
        person_id = f"p-{village}-{house}-{place}"
        people.append(CityRecord("person", person_id, revision, person, village, belongs_to=household_id))
    return (*households.values(), *people)
