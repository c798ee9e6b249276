"""Forms with one of each appearance a form may ask for, and with the pictures it may bring."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.questions.photo_encoding import encode_drawing
from tests.desktop.form_screens import line, opened, own_form, select
from tests.desktop.stage import Stage
from tests.scenario.form_scenario import bind

SHAPES = ("鞋", "石材", "茶叶")
JR = 'jr:constraintMsg="请写整数，例如 4500"'


def drawing(name: str) -> bytes:
    """Draw a small picture: a coloured disc for a trade, a wide plate for a question."""
    is_plate = name == "plate.png"
    image = QImage(900 if is_plate else 300, 300, QImage.Format.Format_RGB888)
    image.fill(QColor("#E6F0FA"))
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#B0442C" if "1" in name else "#1B5A99"))
    painter.drawEllipse(QRectF(60, 60, 180, 180))
    painter.end()
    return encode_drawing(image, max_pixels=1200)


def text(name: str, words: str, *files: str) -> str:
    values = "".join(f'<value form="{kind}">jr://images/{file}</value>' for kind, file in map(split, files))
    return f'<text id="{name}"><value>{words}</value>{values}</text>'


def split(file: str) -> tuple[str, str]:
    kind, _, name = file.partition("=")
    return kind, name


PICTURED = tuple(text(f"v{number}", shape, f"image=v{number}.png") for number, shape in enumerate(SHAPES))
ITEMS = "".join(
    f"<item><label ref=\"jr:itext('v{number}')\"/><value>v{number}</value></item>" for number in range(3)
)


def form_pictures(stage: Stage) -> None:
    words = (
        text("q", "这家做什么", "image=plate.png", "big-image=plate.png", "audio=intro.mp3"),
        *PICTURED,
    )
    itext = f'<itext><translation lang="zh">{"".join(words)}</translation></itext>'
    ref = "<label ref=\"jr:itext('q')\"/>"
    body = (
        f'<select1 ref="/data/what">{ref}{ITEMS}</select1>',
        f'<select ref="/data/also"><label>还做什么</label>{ITEMS}</select>',
    )
    page = opened(stage, own_form("<what/><also/>", itext, body=body), ports=InputPorts(read_picture=drawing))
    page.presenter.answer("/data/what", "v1")
    page.presenter.answer("/data/also", "v0 v2")


def form_picture_lists(stage: Stage) -> None:
    """The same pictures where choices are searched, ticked in a list and put in order."""
    itext = f'<itext><translation lang="zh">{"".join(PICTURED)}</translation></itext>'
    body = (
        f'<select1 ref="/data/one" appearance="autocomplete"><label>主要做什么</label>{ITEMS}</select1>',
        f'<select ref="/data/many" appearance="autocomplete"><label>还做什么</label>{ITEMS}</select>',
        f'<odk:rank ref="/data/order"><label>按收入排一排</label>{ITEMS}</odk:rank>',
    )
    nodes = "<one/><many/><order/>"
    ports = InputPorts(read_picture=drawing)
    page = opened(stage, own_form(nodes, itext, bind("order", type="odk:rank"), body=body), ports=ports)
    page.presenter.answer("/data/one", "v1")
    page.presenter.answer("/data/many", "v0 v2")


def form_texts(stage: Stage) -> None:
    body = (
        '<input ref="/data/name"><label>姓名</label><hint>和身份证上一样</hint></input>',
        line("phone", "手机号", "numbers"),
        line("note", "情况说明", "multiline"),
        line("wage", "每月工资（元）", "thousands-sep"),
        line("count", "家里几口人", "counter"),
        line("code", "取件密码", "masked"),
        line("day", "哪天开始的"),
        line("year", "毕业年份", "year"),
        line("both", "约定时间"),
    )
    binds = (
        bind("name", required="true()"),
        f'<bind nodeset="/data/wage" type="int" constraint=". &lt; 100000" {JR}/>',
        bind("count", type="int", required="true()"),
        bind("day", type="date"),
        bind("year", type="date"),
        bind("both", type="dateTime"),
    )
    nodes = "<name/><phone/><note/><wage/><count/><code/><day/><year/><both/>"
    page = opened(stage, own_form(nodes, *binds, body=body))
    page.presenter.answer("/data/count", "3")
    page.presenter.answer("/data/code", "4711")
    page.presenter.answer("/data/wage", "120000")
    page.presenter.leave_field("/data/wage")


def form_choices(stage: Stage) -> None:
    body = (
        appearing("yes", "愿意夜班吗", ["愿意", "不愿意"]),
        appearing("mood", "对现在的收入满意吗", ["很满意", "满意", "一般", "不满意", "很不满意"], "likert"),
        appearing("pack", "每周哪几天有空", list("一二三四五六日"), "columns-pack", tag="select"),
        appearing("two", "希望的工作", ["离家近、能照顾老人", "工资高一些，加班也行"], "columns-2"),
        appearing("short", "文化程度", ["小学", "初中", "高中", "大专"], "minimal"),
        between("stars", "服务打几分", 5, "rating"),
        between("hours", "每天几小时", 12, "picker"),
        '<trigger ref="/data/read"><label>已经当面念给本人听</label></trigger>',
    )
    binds = (bind("stars", type="int"), bind("hours", type="int"), bind("mood", required="true()"))
    nodes = "<yes/><mood/><pack/><two/><short/><stars/><hours/><read/>"
    page = opened(stage, own_form(nodes, *binds, body=body))
    page.presenter.answer("/data/mood", "v2")
    page.presenter.answer("/data/pack", "v1 v3")
    page.presenter.answer("/data/stars", "4")


def between(name: str, label: str, end: int, appearance: str) -> str:
    limits = f'start="1" end="{end}" step="1" appearance="{appearance}"'
    return f'<range ref="/data/{name}" {limits}><label>{label}</label></range>'


def appearing(
    name: str, label: str, choices: list[str], appearance: str = "", *, tag: str = "select1"
) -> str:
    written = select(name, label, choices, tag=tag)
    return written.replace("><label>", f' appearance="{appearance}"><label>', 1)


SCREENS: tuple[Callable[[Stage], None], ...] = (form_pictures, form_picture_lists, form_texts, form_choices)
