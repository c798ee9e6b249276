"""The forms of the benchmark: each strains one thing, the surveys a bit of everything at growing size.

`survey-N` has N questions in sections as field forms do; `chain` and `fan-out` are the
two ways a calculation can reach far; `members` repeats; `villages` looks answers up in
20,000 rows, written inside the form or beside it as CSV.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from bench.forms_bench.xform_text import FormText

QUESTIONS_A_SECTION: Final = 13
COUNTIES, TOWNS_A_COUNTY, VILLAGES_A_TOWN = 40, 20, 25


@dataclass(frozen=True, slots=True)
class BenchForm:
    """A form to measure and the files that belong to it."""

    name: str
    xml: bytes
    nodes: int = 0
    files: Mapping[str, bytes] = field(default_factory=dict)


def make_survey(questions: int) -> BenchForm:
    form = FormText("survey")
    factor = form.ask("factor", "折算系数", type="int", required="true()", constraint=". > 0 and . < 100")
    running = ""
    for number in range(1, max(1, round(questions / QUESTIONS_A_SECTION)) + 1):
        form.open_group(f"part{number}", f"第 {number} 部分")
        running = _survey_section(form, factor, running)
        form.close_group()
    return BenchForm(f"survey-{questions}", form.xml(), form.nodes)


def _survey_section(form: FormText, factor: str, running: str) -> str:
    """One section; `running` is the total of the sections before, and the new one is given back."""
    form.ask("person", "姓名", required="true()")
    form.ask("age", "年龄", type="int", constraint=". >= 0 and . <= 120", jr__constraintMsg="年龄不合理")
    form.choose("sex", "性别", ("1", "2"))
    work = form.choose("work", "就业状态", ("1", "2", "3", "4"), required="true()")
    form.ask("employer", "用人单位", relevant=f"{work} = '2'", required="true()")
    form.choose("reason", "失业原因", ("a", "b", "c", "d"), relevant=f"{work} = '1'")
    form.ask("since", "起始日期", type="date", constraint=". <= today()")
    income = form.ask("income", "月收入", type="decimal", relevant=f"{work} = '2'", constraint=". >= 0")
    days = form.ask("days", "本月天数", type="int", constraint=". >= 0 and . <= 31")
    tools = form.choose("skills", "技能", ("a", "b", "c", "d", "e"), many=True)
    form.ask("course", "培训", relevant=f"selected({tools}, 'a')")
    form.ask("phone", "电话", constraint="regex(., '^1[3-9][0-9]{9}$')")
    form.ask("note", "备注", relevant=f"{days} > 10 or {work} = '3'")
    total = form.node("total", type="decimal", calculate=f"coalesce({income}, 0) * coalesce({days}, 0)")
    form.node("share", type="decimal", calculate=f"{total} div {factor}")
    before = f"{running} + " if running else ""
    return form.node("running", type="decimal", calculate=f"{before}coalesce({days}, 0)")


def make_chain(length: int) -> BenchForm:
    form = FormText("chain")
    before = form.ask("start", "起点", type="int")
    form.ask("aside", "无关", type="int")
    for number in range(1, length + 1):
        before = form.node(f"link{number}", type="int", calculate=f"{before} + 1")
    return BenchForm(f"chain-{length}", form.xml(), form.nodes)


def make_fan_out(width: int) -> BenchForm:
    form = FormText("fan")
    hub = form.ask("hub", "中心", type="int")
    form.ask("aside", "无关", type="int")
    for number in range(1, width + 1):
        form.node(f"ray{number}", type="int", calculate=f"{hub} + {number}")
    return BenchForm(f"fan-out-{width}", form.xml(), form.nodes)


def make_members(entries: int) -> BenchForm:
    form = FormText("members")
    form.ask("village", "村居")
    member = form.repeat("member", entries, ("person", "age", "relation", "adult", "work", "income", "place"))
    form.open_repeat("member", "成员")
    for add in _member_nodes(form):
        add()
        form.drop_last_instance_node()
    form.close_repeat()
    form.node("adults", type="int", calculate=f"sum({member}/adult)")
    form.node("earned", type="decimal", calculate=f"sum({member}[income != '']/income)")
    form.node("people", type="int", calculate=f"count({member})")
    return BenchForm(f"members-{entries}", form.xml(), form.nodes + 7 * (entries - 1))


def _member_nodes(form: FormText) -> Iterator[Callable[[], str]]:
    age, adult = form.path("age"), form.path("adult")
    yield partial(form.ask, "person", "姓名", required="true()")
    yield partial(form.ask, "age", "年龄", type="int", constraint=". >= 0 and . <= 120")
    yield partial(form.choose, "relation", "与户主关系", ("01", "02", "03", "04"))
    yield partial(form.node, "adult", type="int", calculate=f"if({age} >= 16, 1, 0)")
    yield partial(form.choose, "work", "就业状态", ("1", "2", "3"), relevant=f"{adult} = 1")
    yield partial(form.ask, "income", "月收入", type="decimal", relevant=f"{adult} = 1")
    yield partial(form.node, "place", type="int", calculate="position(..)")


def make_villages(*, as_file: bool) -> BenchForm:
    form = FormText("places")
    form.add_list("counties", _rows(COUNTIES, 1, ""))
    form.add_list("towns", _rows(COUNTIES * TOWNS_A_COUNTY, TOWNS_A_COUNTY, "county"))
    villages = list(_rows(COUNTIES * TOWNS_A_COUNTY * VILLAGES_A_TOWN, VILLAGES_A_TOWN, "town"))
    files: dict[str, bytes] = {}
    if as_file:
        form.add_file("villages", "jr://file-csv/villages.csv")
        files["villages.csv"] = _csv(villages)
    else:
        form.add_list("villages", villages)
    for number in range(1, 4):
        form.open_group(f"address{number}", f"地址 {number}")
        _address(form)
        form.close_group()
    return BenchForm(
        f"villages-{len(villages)}-{'csv' if as_file else 'inside'}", form.xml(), form.nodes, files
    )


def _address(form: FormText) -> None:
    county = form.choose_from("county", "县", "instance('counties')/root/item")
    town = form.choose_from("town", "镇", f"instance('towns')/root/item[county = {county}]")
    village = form.choose_from("village", "村", f"instance('villages')/root/item[town = {town}]")
    form.node("called", calculate=f"instance('villages')/root/item[name = {village}]/label")
    form.ask("street", "门牌")


def _rows(count: int, each: int, above: str) -> Iterator[dict[str, str]]:
    for number in range(count):
        row = {"name": f"{above[:1] or 'r'}{number}", "label": f"地点 {number} 号"}
        yield {**row, above: f"{'r' if above == 'county' else 'c'}{number // each}"} if above else row


def _csv(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


CATALOGUE: Final[Mapping[str, Callable[[], BenchForm]]] = {
    **{f"survey-{size}": partial(make_survey, size) for size in (25, 100, 250, 500, 1000, 2300)},
    "chain-2000": partial(make_chain, 2000),
    "fan-out-2000": partial(make_fan_out, 2000),
    "members-100": partial(make_members, 100),
    "villages-20000-inside": partial(make_villages, as_file=False),
    "villages-20000-csv": partial(make_villages, as_file=True),
}
