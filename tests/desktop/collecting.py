"""Every screen of collecting, set up in its story: a scan, a form half filled, a record with its history."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np

from desktop.capture.barcode_decoder import Scan
from desktop.capture.capture_feed import CaptureFeed
from desktop.capture.code_resolution import CodeResolver
from desktop.capture.errors import CameraUnavailableError
from desktop.capture.frame_source import Frame
from desktop.capture.picture_source import read_picture
from desktop.capture.scan_page import ScanPage, build_scan_page
from desktop.capture.scan_screen import ScanOrigin
from desktop.code_lists import CodeLists
from desktop.codecard.card_painter import CardFace, write_card
from desktop.codecard.photographed import photograph
from desktop.form_entry.form_page import FormPage, build_form_page, form_language
from desktop.form_entry.person_context import PersonContext
from desktop.form_entry.remarks import Judge, nothing_to_remark
from desktop.pages.rail_pages import SCAN
from employment import (
    AnsweredAbout,
    FormFinding,
    RuleContext,
    check_character,
    review_answers,
    shipped_references,
    shipped_rule_pack,
)
from sync.codes.subject_code import CodeKind, SubjectCode
from tests.desktop.filling import WHO, WORK, begin_filling, brief_form, report
from tests.desktop.records_screens import SCREENS as RECORDS_SCREENS
from tests.desktop.stage import Stage
from tests.desktop.whole_rail import stand
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.form_screen import FakeKeeper
from tests.fakes.frame_source import FakeFrameSource
from tests.fakes.local_records import CAI_MING, HOUSEHOLD_ID, PERSONS, FakeLocalRecords, record

TODAY = date(2026, 11, 22)
CODE = "YS1:" + "6BFOXN%TS3DH0YOJAY UNF+PG9DLIMA5T68:QC-ZW" * 4
MINUTE_MS = 60_000
PAST_RETIREMENT = "35058219500518901"


def close_all(feeds: list[CaptureFeed]) -> None:
    for feed in feeds:
        feed.close()


def scanning(stage: Stage) -> ScanPage:
    feed = CaptureFeed([FakeFrameSource(name="1280×720"), FakeFrameSource()])
    stage.feeds.append(feed)
    known = SubjectCode(CodeKind.HOUSEHOLD, HOUSEHOLD_ID, date(2026, 1, 1), date(2027, 1, 1))
    resolver = CodeResolver(FakeLocalRecords(), check_code=lambda text: known, today=lambda: TODAY)
    page = build_scan_page(
        stage.words,
        feed,
        resolver=resolver,
        now_ms=lambda: STORY_STARTS_MS,
        collect=lambda target: None,
        look_up=lambda: None,
        camera_count=2,
    )
    text = stage.words.text
    stand(stage.window, stage.words, SCAN, page.view)
    page.presenter.enter()
    face = CardFace(text("screens.codecard.heading"), CODE, "象山路 12 号  0921")
    card = read_picture(write_card(face, stage.folder / "card.png"))
    page.view.show_frame(Frame(photograph(card, np.random.default_rng(3)), 0.0))
    page.view.show_camera(1, "1280×720")
    page.presenter.camera_ready()
    return page


def scan_waiting(stage: Stage) -> None:
    scanning(stage)


def scan_found(stage: Stage) -> None:
    page = scanning(stage)
    page.presenter.text_arrived("13955075507", origin=ScanOrigin.TYPED)
    page.presenter.scanned(Scan(CODE, "QRCode", is_certain=True))


def scan_unknown(stage: Stage) -> None:
    scanning(stage).presenter.text_arrived("0777", origin=ScanOrigin.TYPED)


def scan_uncertain(stage: Stage) -> None:
    scanning(stage).presenter.scanned(Scan("欧阳建国 13900000000", "QRCode", is_certain=False))


def scan_without_camera(stage: Stage) -> None:
    scanning(stage).presenter.camera_failed(CameraUnavailableError(index="0"))


def filling(stage: Stage, *, judge: Judge = nothing_to_remark) -> FormPage:
    definition = brief_form()
    context = PersonContext(stage.words, CodeLists(stage.words.language), TODAY)
    task = record(
        "task",
        "t-1",
        title="登记失业但仍在参保",
        explanation="晋江远帆物流有限公司为其缴纳职工社保至 2026年11月。",
        question="现在是否还在这家单位上班，什么时候离开的？",
        state="dispatched",
    )
    keeper = FakeKeeper(STORY_STARTS_MS)
    page = build_form_page(
        begin_filling(language=form_language(definition, stage.words.language)),
        stage.words,
        header=context.header(PERSONS[0], address="象山路 12 号", form_title=definition.title),
        context=context.cards(PERSONS[0], tasks=[task], history=[]),
        keep_draft=keeper.keep,
        submit=keeper.submit,
        new_instance_id=lambda: "uuid:story",
        finished=lambda: None,
        closed=lambda: None,
        report=report,
        judge=judge,
    )
    stage.window.show_full_screen_task(page.view)
    stage.pages.append(page)
    return page


def form_first(stage: Stage) -> None:
    filling(stage)


def fill(page: FormPage) -> None:
    page.presenter.answer(f"{WHO}/consent", "1")
    page.presenter.answer(f"{WHO}/phone", "13805551234")
    page.presenter.go_on()
    page.presenter.answer(f"{WORK}/emp_status", "1")
    page.presenter.answer(f"{WORK}/unemp_registered", "1")


def form_wrong(stage: Stage) -> None:
    page = filling(stage)
    fill(page)
    page.presenter.answer(f"{WORK}/status_since", "2026年13月")
    page.presenter.leave_field(f"{WORK}/status_since")


def form_review(stage: Stage) -> None:
    page = filling(stage)
    fill(page)
    page.presenter.answer(f"{WORK}/unemp_reason", "02")
    page.presenter.go_on()


def rules_of_an_old_man(answers: Mapping[str, str]) -> Sequence[FormFinding]:
    about = AnsweredAbout(CAI_MING, {"id_no": PAST_RETIREMENT + check_character(PAST_RETIREMENT)})
    context = RuleContext(today=TODAY, references=shipped_references())
    return review_answers(shipped_rule_pack(), answers, about=about, context=context)


def form_review_remarks(stage: Stage) -> None:
    page = filling(stage, judge=rules_of_an_old_man)
    fill(page)
    page.presenter.answer(f"{WORK}/unemp_reason", "02")
    page.presenter.go_back()
    page.presenter.answer(f"{WHO}/phone", "13800138000")
    page.presenter.go_on()
    page.presenter.go_on()
    page.presenter.go_on()


def form_review_verified(stage: Stage) -> None:
    form_review_remarks(stage)
    page = stage.pages[-1]
    page.presenter.remark_acts.write_note("D14", f"{WORK}/emp_status", "看过退休审批表，尚未办理退休")
    page.presenter.remark_acts.confirm("D14", f"{WORK}/emp_status")


def form_review_wrong(stage: Stage) -> None:
    page = filling(stage)
    page.presenter.go_on()
    page.presenter.go_on()


SCREENS: tuple[Callable[[Stage], None], ...] = (
    scan_waiting,
    scan_found,
    scan_unknown,
    scan_uncertain,
    scan_without_camera,
    form_first,
    form_wrong,
    form_review,
    form_review_remarks,
    form_review_verified,
    form_review_wrong,
    *RECORDS_SCREENS,
)
