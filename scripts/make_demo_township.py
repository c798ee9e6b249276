"""Make the demonstration township: real villages of 青阳街道, invented households and residents.

Everything is drawn from one seed, so the committed files can be made again byte
for byte:

    python -m scripts.make_demo_township

Nobody in it exists. Identity numbers are valid but carry order numbers from 900
up, telephone numbers begin with 164, which no operator uses, and employers say
（演示）. Months are stored as distances from the month of loading (0 = that month,
-1 = the one before), so the story holds in any month.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from employment import check_character
from employment.retirement import add_months
from employment.table import parse_table

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "resources" / "lists"
DEMO = ROOT / "resources" / "demo"

SEED = 350582001
AS_OF = date(2026, 11, 1)
HOUSEHOLDS_A_VILLAGE = 20
STORY_VILLAGE = "350582001014"
STORY_HOUSEHOLD = 921
# Village, operator, number of the first household: no number is used in two villages.
VILLAGES = (
    (STORY_VILLAGE, "林秀梅", 902),
    ("350582001015", "施文彬", 101),
    ("350582001016", "庄雅婷", 201),
    ("350582001010", "曾国华", 301),
    ("350582001007", "许惠珠", 401),
    ("350582001017", "洪建成", 501),
)
HOME_REGION = "350582"
REGIONS = ((HOME_REGION, 80), ("350583", 8), ("350524", 6), ("350502", 4), ("350525", 2))

MALE, FEMALE = "male", "female"
HEAD, SPOUSE, SON, DAUGHTER, PARENT = "0", "1", "2", "3", "5"
WORKING_AGE, STUDENT_UNTIL, PENSION_AGE = 16, 22, 60


@dataclass(frozen=True, slots=True)
class Work:
    """What is known about somebody's work; all empty when nobody has asked."""

    emp_status: str = ""
    unemp_registered: str = ""
    unemp_reason: str = ""
    emp_form: str = ""
    employer_name: str = ""
    status_since: str = ""


@dataclass(frozen=True, slots=True)
class Insured:
    """Months of insurance up to and including the month of loading."""

    kind: str
    months: int
    employer_name: str = ""


@dataclass(frozen=True, slots=True)
class Resident:
    """One invented person, before identity and telephone numbers are given out."""

    name: str
    sex: str
    born_on: date
    relation: str
    work: Work = field(default_factory=Work)
    insured: Insured | None = None
    region: str = HOME_REGION


class Draw:
    """Weighted draws from the lists, all from one seed."""

    def __init__(self, names: str) -> None:
        self._random = random.Random(SEED)
        self._lists: dict[str, list[tuple[str, int]]] = {}
        for row in parse_table(names, columns=("kind", "text", "weight")):
            self._lists.setdefault(row["kind"], []).append((row["text"], int(row["weight"])))

    def one(self, kind: str) -> str:
        return self.weighted(self._lists[kind])

    def weighted(self, choices: Sequence[tuple[str, int]]) -> str:
        texts, weights = zip(*choices, strict=True)
        chosen: str = self._random.choices(texts, weights)[0]
        return chosen

    def between(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def chance(self, percent: int) -> bool:
        return self._random.randrange(100) < percent

    def birthday(self, age: int) -> date:
        """Draw the birth date of somebody who has that age on the day the township stands for."""
        return date(AS_OF.year - age, 1, 1) + timedelta(days=self._random.randrange(300))


def make_township(lists: Mapping[str, str]) -> Mapping[str, str]:
    """Make the four files, by name, from the texts of the lists."""
    places = {row["code"]: row for row in parse_table(lists["divisions.tsv"], columns=("code", "short_name"))}
    draw = Draw(lists["demo_names.tsv"])
    township = [["village", "place_name", "operator"]]
    households = [["id", "village", "household_no", "address", "head_name"]]
    persons = [PERSON_COLUMNS]
    insurance = [["person_id", "month_offset", "kind", "employer_name"]]
    numbers = Numbers()
    for village, operator, first in VILLAGES:
        place = places[village]
        township.append([village, place["name"].removesuffix("居委会"), operator])
        for number in range(first, first + HOUSEHOLDS_A_VILLAGE):
            address, residents = make_household(draw, village, number=number, place=place["short_name"])
            household_id = f"h-{village}-{number:04d}"
            households.append([household_id, village, f"{number:04d}", address, residents[0].name])
            for index, resident in enumerate(residents, start=1):
                person_id = f"p-{village}-{number:04d}-{index}"
                persons.append(person_row(person_id, household_id, resident, numbers=numbers))
                insurance.extend(insurance_rows(person_id, resident.insured))
    tables = {"township": township, "households": households, "persons": persons, "insurance": insurance}
    return {f"{name}.tsv": "".join("\t".join(row) + "\n" for row in rows) for name, rows in tables.items()}


def make_household(draw: Draw, village: str, *, number: int, place: str) -> tuple[str, Sequence[Resident]]:
    if (village, number) == (STORY_VILLAGE, STORY_HOUSEHOLD):
        return "象山路 12 号", story_residents()
    return f"{place}{draw.one('street')} {draw.between(1, 168)} 号", tuple(residents_of(draw))


def story_residents() -> Sequence[Resident]:
    """The household of the demonstration: its head lost his job, yet his insurance is still being paid."""
    employer = "晋江晨汐鞋业有限公司（演示）"
    head_work = Work("2", emp_form="10", employer_name=employer, status_since="2019-03-01")
    spouse_work = Work("2", emp_form="22", status_since="2021-06-15")
    return (
        Resident("蔡志明", MALE, date(1980, 5, 18), HEAD, head_work, Insured("employer", 6, employer)),
        Resident("蔡珊", FEMALE, date(2004, 8, 9), DAUGHTER),
        Resident("许丽英", FEMALE, date(1982, 2, 24), SPOUSE, spouse_work, Insured("flexible", 4)),
    )


def residents_of(draw: Draw) -> Iterator[Resident]:
    head_age, surname = draw.between(26, 66), draw.one("surname")
    yield resident(draw, surname, MALE, age=head_age, relation=HEAD)
    if draw.chance(82):
        spouse_age = max(22, head_age + draw.between(-5, 2))
        yield resident(draw, draw.one("surname"), FEMALE, age=spouse_age, relation=SPOUSE)
    for _ in range(draw.between(0, 2)):
        age = head_age - draw.between(23, 31)
        if age >= WORKING_AGE:  # younger people are counted in the register but not collected
            sex, relation = (MALE, SON) if draw.chance(50) else (FEMALE, DAUGHTER)
            yield resident(draw, surname, sex, age=age, relation=relation)
    if head_age < PENSION_AGE and draw.chance(30):
        age = min(88, head_age + draw.between(22, 30))
        yield resident(draw, surname, MALE, age=age, relation=PARENT)


def resident(draw: Draw, surname: str, sex: str, *, age: int, relation: str) -> Resident:
    work = draw_work(draw, age)
    insured, region = draw_insured(draw, work), draw.weighted(REGIONS)
    name, born_on = surname + draw.one(sex), draw.birthday(age)
    return Resident(name, sex, born_on, relation, begin_grown(work, born_on), insured, region)


def begin_grown(work: Work, born_on: date) -> Work:
    """Let nobody have worked before the sixteenth birthday, which would be a doubt (D51)."""
    grown_on = add_months(born_on, WORKING_AGE * 12).isoformat()
    return replace(work, status_since=max(work.status_since, grown_on)) if work.emp_status == "2" else work


def draw_work(draw: Draw, age: int) -> Work:
    since = (AS_OF - timedelta(days=draw.between(40, 2_400))).isoformat()
    if age <= STUDENT_UNTIL:
        status = draw.weighted((("4", 55), ("2", 25), ("1", 10), ("", 10)))
    elif age >= PENSION_AGE:
        status = draw.weighted((("8", 80), ("3", 15), ("", 5)))
    else:
        status = draw.weighted((("2", 69), ("1", 9), ("6", 9), ("3", 3), ("", 10)))
    if status == "1":
        reason = draw.weighted((("02", 50), ("04", 25), ("03", 10), ("08", 15)))
        return Work(status, draw.weighted((("1", 60), ("0", 40))), reason, status_since=since)
    if status == "2":
        form = draw.weighted((("10", 60), ("21", 20), ("22", 18), ("30", 2)))
        employer = draw.one("employer") if form == "10" else ""
        return Work(status, emp_form=form, employer_name=employer, status_since=since)
    return Work(status, status_since=since if status else "")


def draw_insured(draw: Draw, work: Work) -> Insured | None:
    """Insure some of those in work; the unemployed have none, so the story's doubt is the only one."""
    if work.employer_name and draw.chance(38):
        return Insured("employer", draw.between(3, 6), work.employer_name)
    if work.emp_form == "22" and draw.chance(50):
        return Insured("flexible", draw.between(2, 6))
    return None


class Numbers:
    """Gives out identity and telephone numbers, none twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._phones = 0

    def resident_id(self, region: str, born_on: date, *, sex: str) -> str:
        for order in range(901 if sex == MALE else 900, 1000, 2):
            first17 = f"{region}{born_on:%Y%m%d}{order:03d}"
            if first17 not in self._taken:
                self._taken.add(first17)
                return first17 + check_character(first17)
        raise ValueError("a hundred people were born there on that day", region, born_on)

    def phone(self) -> str:
        self._phones += 1
        return f"1640595{(self._phones * 7919) % 10_000:04d}"  # 7919 is prime: scattered, never repeated


PERSON_COLUMNS = [
    "id", "household_id", "person_name", "id_no", "phone", "relation", "emp_status", "unemp_registered",
    "unemp_reason", "emp_form", "employer_name", "status_since",
]  # fmt: skip


def person_row(person_id: str, household_id: str, resident: Resident, *, numbers: Numbers) -> list[str]:
    id_no = numbers.resident_id(resident.region, resident.born_on, sex=resident.sex)
    work = resident.work
    return [
        person_id, household_id, resident.name, id_no, numbers.phone(), resident.relation, work.emp_status,
        work.unemp_registered, work.unemp_reason, work.emp_form, work.employer_name, work.status_since,
    ]  # fmt: skip


def insurance_rows(person_id: str, insured: Insured | None) -> Iterator[list[str]]:
    if insured is not None:
        for offset in range(1 - insured.months, 1):
            yield [person_id, str(offset), insured.kind, insured.employer_name]


def main() -> None:
    lists = {path.name: path.read_text(encoding="utf-8") for path in LISTS.glob("*.tsv")}
    DEMO.mkdir(exist_ok=True)
    for name, text in make_township(lists).items():
        (DEMO / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"resources/demo/{name}: {len(text.splitlines()) - 1} rows")


if __name__ == "__main__":
    main()
