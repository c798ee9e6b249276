"""Screens of long forms and of every kind of question, in their story."""

from collections.abc import Callable

from desktop.form_entry.form_page import FormPage, build_form_page, form_language
from desktop.form_entry.form_printing import PrintPorts
from desktop.form_entry.form_screen import FormHeader
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.questions.point_list import PointListInput
from desktop.form_entry.questions.signature import SignatureInput
from desktop.form_shelf import shipped_form
from forms import FormDefinition, FormSession, load_form
from tests.desktop.filling import DEVICE, StoryClock, report
from tests.desktop.stage import Stage
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.form_screen import FakeKeeper
from tests.fakes.frame_source import FakeFrameSource
from tests.scenario.form_scenario import bind, form

HOME = "/person_employment"
BRIEF = "/employment_brief"
WORK = BRIEF + "/work"
MEMBER = f"{HOME}/member[1]"
TRADES = ["缝纫工", "电工", "焊工", "叉车司机", "保洁员", "厨师", "服务员"]
TRADES += ["保安", "快递员", "泥瓦工", "木工", "司炉", "钳工"]
ODK = 'xmlns:odk="http://www.opendatakit.org/xforms"'


def opened(stage: Stage, definition: FormDefinition, *, ports: InputPorts | None = None) -> FormPage:
    session = FormSession.start(
        definition,
        clock=StoryClock(),
        device=DEVICE,
        language=form_language(definition, stage.words.language),
    )
    keeper = FakeKeeper(STORY_STARTS_MS)
    page = build_form_page(
        session,
        stage.words,
        header=FormHeader("蔡*明 · 46 岁", f"象山路 12 号 · {definition.title}"),
        context=(),
        keep_draft=keeper.keep,
        submit=keeper.submit,
        new_instance_id=lambda: "uuid:story",
        finished=lambda: None,
        closed=lambda: None,
        report=report,
        ports=ports or InputPorts(cameras=(FakeFrameSource(),)),
        last_time={f"{MEMBER}/m_emp/emp_status": "1"},
        printing=PrintPorts(lambda *_, **__: None, stamp=lambda: "林秀梅"),
    )
    stage.window.show_full_screen_task(page.view)
    stage.pages.append(page)
    return page


def household(stage: Stage) -> FormPage:
    """A household of three, of whom the first is begun."""
    page = opened(stage, shipped_form("person_employment"))
    answer = page.presenter.answer
    answer(f"{HOME}/consent_grp/consent", "1")
    answer(f"{HOME}/consent_grp/consent_sensitive", "1")
    answer(f"{HOME}/hh/household_no", "0921")
    answer(f"{HOME}/hh/member_count", "3")
    answer(f"{MEMBER}/m_id/relation", "0")
    answer(f"{MEMBER}/m_id/person_name", "黄秀珍")
    return page


def form_entries(stage: Stage) -> None:
    household(stage).presenter.go_to(4)


def form_entry_page(stage: Stage) -> None:
    page = household(stage)
    page.presenter.change_answer(f"{MEMBER}/m_emp/emp_status")
    page.presenter.answer(f"{MEMBER}/m_emp/emp_status", "3")


def form_hidden_answers(stage: Stage) -> None:
    """Another kind of work was pressed: what was answered under the first is told to be hidden."""
    page = opened(stage, shipped_form("employment_brief"))
    page.presenter.answer(f"{BRIEF}/who/consent", "1")
    page.presenter.go_on()
    page.presenter.answer(f"{WORK}/emp_status", "1")
    page.presenter.answer(f"{WORK}/unemp_reason", "02")
    page.presenter.answer(f"{WORK}/unemp_registered", "1")
    page.presenter.answer(f"{WORK}/emp_status", "2")


def form_signature(stage: Stage) -> None:
    page = household(stage)
    page.presenter.change_answer(f"{HOME}/consent_grp/consent_sign")
    section = page.view.section
    assert section is not None
    signature = section.panels[f"{HOME}/consent_grp/consent_sign"].input
    assert isinstance(signature, SignatureInput)
    signature.typed.setText("黄秀珍")
    signature.draw.click()


def form_figures(stage: Stage) -> None:
    body = (
        line("start", "几点上班"),
        line("month", "参加工作的月份", "month-year"),
        '<range ref="/data/rate" start="0" end="10" step="1"><label>对现在工作的满意程度</label></range>',
        select("what", "最看重什么，从最看重的排起", ["工资", "离家近", "能学技术"], tag="odk:rank"),
    )
    binds = (bind("start", type="time"), bind("month", type="date"), bind("rate", type="int"))
    page = opened(stage, own_form("<start/><month/><rate/><what/>", *binds, body=body))
    page.presenter.answer("/data/start", "0905")
    page.presenter.answer("/data/month", "2026年8月")
    page.presenter.answer("/data/rate", "7")


def form_searches(stage: Stage) -> None:
    body = (
        select("one", "想做的工种", TRADES),
        select("many", "会做的工种", TRADES, tag="select"),
    )
    page = opened(stage, own_form("<one/><many/>", body=body))
    page.presenter.answer("/data/one", "v4")
    page.presenter.answer("/data/many", "v2 v4")


def form_places(stage: Stage) -> None:
    body = (
        line("place", "采集位置"),
        line("code", "设备编号"),
        '<upload ref="/data/photo" mediatype="image/*"><label>门牌照片</label></upload>',
        '<upload ref="/data/sound" mediatype="audio/*"><label>录音说明</label></upload>',
    )
    kinds = {"place": "geopoint", "code": "barcode", "photo": "binary", "sound": "binary"}
    binds = (bind(name, type=kind) for name, kind in kinds.items())
    opened(stage, own_form("<place/><code/><photo/><sound/>", *binds, body=body))


def form_lines(stage: Stage) -> None:
    body = (line("road", "从村口到家的路"), line("field", "承包地的边界"))
    binds = (bind("road", type="geotrace"), bind("field", type="geoshape"))
    page = opened(stage, own_form("<road/><field/>", *binds, body=body))
    page.presenter.answer("/data/field", "24.7814 118.5526 0 6;24.7821 118.5531 0 0;24.7809 118.5540 0 0")
    section = page.view.section
    assert section is not None
    road = section.panels["/data/road"].input
    assert isinstance(road, PointListInput)
    road.point.put("118.5526", "24.7814", "")
    road.add.click()


def own_form(nodes: str, *model: str, body: tuple[str, ...]) -> FormDefinition:
    xml = form(nodes, *model, body=body)
    return load_form(xml.replace(b"xmlns:h=", f"{ODK} xmlns:h=".encode()))


def line(name: str, label: str, appearance: str = "") -> str:
    return f'<input ref="/data/{name}" appearance="{appearance}"><label>{label}</label></input>'


def select(name: str, label: str, choices: list[str], *, tag: str = "select1") -> str:
    items = "".join(
        f"<item><label>{choice}</label><value>v{number}</value></item>"
        for number, choice in enumerate(choices, start=1)
    )
    return f'<{tag} ref="/data/{name}"><label>{label}</label>{items}</{tag}>'


SCREENS: tuple[Callable[[Stage], None], ...] = (
    form_entries,
    form_entry_page,
    form_hidden_answers,
    form_signature,
    form_figures,
    form_searches,
    form_places,
    form_lines,
)
