"""The Cai household of Xiangshan Road 12, as scanning finds it on this computer."""

from desktop.capture.local_records import Standing
from employment.resident_id import check_character
from store import StoredRecord

HOUSEHOLD_ID = "h-350582001014-0921"
CAI_MING = "p-350582001014-0921-1"
CAI_SHAN = "p-350582001014-0921-2"
XU_YING = "p-350582001014-0921-3"
COLLECTED_MS = 1_791_763_200_000  # 2026-10-12


def id_number(first17: str) -> str:
    return first17 + check_character(first17)


def record(kind: str, record_id: str, **fields: str) -> StoredRecord:
    return StoredRecord(kind, record_id, "r1", fields, None, None, 0)


HOUSEHOLD = record("household", HOUSEHOLD_ID, address="象山路 12 号", household_no="0921")
PERSONS = (
    record(
        "person",
        CAI_MING,
        household_id=HOUSEHOLD_ID,
        person_name="蔡志明",
        relation="0",
        id_no=id_number("35058219800307901"),
        phone="13805551234",
        emp_status="1",
        unemp_registered="1",
    ),
    record(
        "person",
        CAI_SHAN,
        household_id=HOUSEHOLD_ID,
        person_name="蔡秀珊",
        relation="3",
        id_no=id_number("35058220040307902"),
    ),
    record(
        "person",
        XU_YING,
        household_id=HOUSEHOLD_ID,
        person_name="许丽英",
        relation="1",
        id_no=id_number("35058219820307904"),
    ),
)


class FakeLocalRecords:
    """Answers from the household above; its shape can be changed by a test."""

    def __init__(self) -> None:
        self.households = [HOUSEHOLD]
        self.persons = list(PERSONS)
        self.others: dict[str, StoredRecord] = {}
        self.standings = {
            CAI_MING: Standing(has_open_doubt=True, has_draft=False, collected_at_ms=None),
            CAI_SHAN: Standing(has_open_doubt=False, has_draft=False, collected_at_ms=None),
            XU_YING: Standing(has_open_doubt=False, has_draft=False, collected_at_ms=COLLECTED_MS),
        }

    def household(self, household_id: str) -> StoredRecord | None:
        return next((each for each in self.households if each.id == household_id), None)

    def households_numbered(self, number: str) -> tuple[StoredRecord, ...]:
        return tuple(each for each in self.households if each.fields["household_no"] == number)

    def members(self, household_id: str) -> tuple[StoredRecord, ...]:
        return self._persons_with("household_id", household_id)

    def person(self, person_id: str) -> StoredRecord | None:
        return next((each for each in self.persons if each.id == person_id), None)

    def persons_with_id_number(self, number: str) -> tuple[StoredRecord, ...]:
        return self._persons_with("id_no", number)

    def persons_with_phone(self, phone: str) -> tuple[StoredRecord, ...]:
        return self._persons_with("phone", phone)

    def households_at_plate(self, code: str) -> tuple[StoredRecord, ...]:
        return tuple(each for each in self.households if each.fields.get("door_plate") == code)

    def enterprise(self, credit_code: str) -> StoredRecord | None:
        return self.others.get(f"e-{credit_code}")

    def task(self, task_id: str) -> StoredRecord | None:
        return self.others.get(task_id)

    def standing(self, person_id: str) -> Standing:
        return self.standings[person_id]

    def _persons_with(self, field: str, value: str) -> tuple[StoredRecord, ...]:
        return tuple(each for each in self.persons if each.fields.get(field) == value)
