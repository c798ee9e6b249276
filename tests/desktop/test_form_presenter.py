from dataclasses import dataclass, field

import pytest

from desktop.form_entry.draft_document import DraftDocument, read_document
from desktop.form_entry.form_presenter import FormPresenter
from desktop.form_entry.form_screen import QuestionCard, SaveState, SectionState
from forms import FormSession
from resources.words import Words
from store import StoreUnavailableError
from tests.desktop.filling import WHO, WORK, begin_filling, report, resume_filling
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.form_screen import FakeFormScreen, FakeKeeper


class DiskFullError(StoreUnavailableError):
    code = "store-disk-full"


@dataclass
class Filling:
    screen: FakeFormScreen = field(default_factory=FakeFormScreen)
    keeper: FakeKeeper = field(default_factory=lambda: FakeKeeper(STORY_STARTS_MS))
    ends: list[str] = field(default_factory=list)
    session: FormSession = field(default_factory=begin_filling)
    kept: DraftDocument | None = None

    def __post_init__(self) -> None:
        self.presenter = FormPresenter(
            self.screen,
            self.session,
            words=Words("zh_CN"),
            keep_draft=self.keeper.keep,
            submit=self.keeper.submit,
            new_instance_id=lambda: "uuid:story",
            finished=lambda: self.ends.append("finished"),
            closed=lambda: self.ends.append("closed"),
            report=report,
            kept=self.kept,
        )
        self.presenter.begin()

    def answer(self, **answers: str) -> None:
        """Answer questions of either section by their last name."""
        places = {"consent": WHO, "phone": WHO}
        for name, text in answers.items():
            self.presenter.answer(f"{places.get(name, WORK)}/{name}", text)

    def card(self, reference: str) -> QuestionCard:
        return self.screen.cards[reference]


@pytest.fixture
def filling() -> Filling:
    return Filling()


def fill_first_page(filling: Filling) -> None:
    filling.answer(consent="1", phone="13805551234")
    filling.presenter.go_on()


def fill_all(filling: Filling) -> None:
    fill_first_page(filling)
    filling.answer(emp_status="1", unemp_reason="02", unemp_registered="1", status_since="2026年8月1日")
    filling.presenter.go_on()


def test_the_first_page_shows_what_is_known_and_complains_about_nothing(filling: Filling) -> None:
    assert filling.card(f"{WHO}/person_name").text == "蔡*明"
    assert [card.problem for card in filling.screen.cards.values()] == ["", "", "", ""]
    assert filling.screen.outline is not None
    assert filling.screen.outline.figures == "0 / 4"


def test_an_answer_brings_its_follow_ups_without_building_the_page_anew(filling: Filling) -> None:
    fill_first_page(filling)

    filling.answer(emp_status="1")

    assert set(filling.screen.updated) >= {f"{WORK}/unemp_reason", f"{WORK}/unemp_registered"}
    assert filling.card(f"{WORK}/unemp_reason").question.is_relevant
    assert filling.card(f"{WORK}/unemp_reason").is_follow_up
    assert not filling.card(f"{WORK}/employer_name").question.is_relevant


def test_a_wrong_answer_is_told_when_its_field_is_left_not_while_typing(filling: Filling) -> None:
    filling.answer(phone="1380")
    while_typing = filling.card(f"{WHO}/phone").problem
    filling.presenter.leave_field(f"{WHO}/phone")

    assert while_typing == ""
    assert filling.card(f"{WHO}/phone").problem == "请输入11位手机号。"


def test_a_wrong_answer_that_becomes_right_is_forgiven_at_once(filling: Filling) -> None:
    filling.answer(phone="1380")
    filling.presenter.leave_field(f"{WHO}/phone")
    filling.answer(phone="13805551234")

    assert filling.card(f"{WHO}/phone").problem == ""


def test_an_empty_field_that_is_only_passed_through_is_not_scolded(filling: Filling) -> None:
    filling.presenter.leave_field(f"{WHO}/phone")

    assert filling.card(f"{WHO}/phone").problem == ""


def test_leaving_a_page_is_never_refused_and_the_outline_remembers(filling: Filling) -> None:
    filling.presenter.go_on()

    assert filling.screen.outline is not None
    assert [row.state for row in filling.screen.outline.rows] == [
        SectionState.WRONG,
        SectionState.CURRENT,
        SectionState.AHEAD,
    ]
    assert filling.screen.outline.rows[0].note == "2 项需要修改"


def test_text_that_is_no_date_stays_in_the_field_with_an_example(filling: Filling) -> None:
    fill_first_page(filling)
    filling.answer(emp_status="3", status_since="2026年13月")
    filling.presenter.leave_field(f"{WORK}/status_since")

    card = filling.card(f"{WORK}/status_since")
    assert card.text == "2026年13月"
    assert card.problem == "日期写成年-月-日，例如 2026-08-01"


def test_a_date_as_people_write_it_is_kept_as_the_form_wants_it(filling: Filling) -> None:
    fill_first_page(filling)
    filling.answer(emp_status="3", status_since="2026年8月1日")

    assert filling.session.question(f"{WORK}/status_since").value == "2026-08-01"


def test_a_future_date_is_held_up_by_the_forms_own_sentence(filling: Filling) -> None:
    fill_first_page(filling)
    filling.answer(emp_status="3", status_since="2026-11-23")
    filling.presenter.leave_field(f"{WORK}/status_since")

    assert filling.card(f"{WORK}/status_since").problem == "起始日期不能晚于今天。"


def test_every_change_is_kept_and_the_sign_tells_the_time(filling: Filling) -> None:
    filling.answer(phone="13805551234")
    unsaved = filling.screen.saved
    filling.presenter.save()

    assert unsaved[0] is SaveState.SAVING
    assert filling.screen.saved == (SaveState.SAVED, "已自动保存 08:00")
    resumed = resume_filling(filling.keeper.drafts[-1])
    assert resumed.question(f"{WHO}/phone").value == "13805551234"


def test_nothing_is_written_when_nothing_changed(filling: Filling) -> None:
    filling.answer(phone="13805551234")
    filling.presenter.save()
    filling.presenter.save()

    assert len(filling.keeper.drafts) == 1


def test_a_draft_that_could_not_be_kept_is_tried_again(filling: Filling) -> None:
    filling.answer(phone="13805551234")
    filling.keeper.error = DiskFullError()
    filling.presenter.save()
    told = filling.screen.saved
    filling.keeper.error = None
    filling.presenter.save()

    assert told == (SaveState.FAILED, "还没存上，稍后自动再试")
    assert len(filling.keeper.drafts) == 1


def test_the_review_lists_every_answer_in_words(filling: Filling) -> None:
    fill_all(filling)

    review = filling.screen.review
    assert review is not None
    assert review.problem_count == 0
    answers = {line.label: line.answer for group in review.groups for line in group.lines}
    assert answers["目前就业状态"].startswith("未就业")
    assert answers["该状态起始日期"] == "2026-08-01"
    assert "单位/个体户名称" not in answers


def test_finishing_gives_one_submission_and_ends(filling: Filling) -> None:
    fill_all(filling)
    filling.presenter.go_on()

    [submission] = filling.keeper.submissions
    assert submission.instance_id == "uuid:story"
    assert submission.values[f"{WORK}/unemp_registered"] == "1"
    assert filling.ends == ["finished"]


def test_a_form_with_a_gap_is_not_submitted_and_leads_to_the_gap(filling: Filling) -> None:
    fill_first_page(filling)
    filling.presenter.go_on()

    assert filling.screen.review is not None
    assert filling.screen.review.problem_count == 1
    assert filling.screen.footer is not None
    assert filling.screen.footer.problems == "还有 1 处要改"
    filling.presenter.go_on()
    assert filling.keeper.submissions == []
    assert filling.screen.focused == f"{WORK}/emp_status"


def test_text_that_was_refused_holds_finishing_up(filling: Filling) -> None:
    fill_all(filling)
    filling.presenter.go_back()
    filling.answer(status_since="昨天")
    filling.presenter.go_on()
    filling.presenter.go_on()

    assert filling.keeper.submissions == []


def test_mending_goes_to_the_first_question_that_holds_the_form_up(filling: Filling) -> None:
    filling.presenter.go_on()
    filling.presenter.go_on()
    filling.presenter.mend_first()

    assert filling.screen.focused == f"{WHO}/consent"
    assert filling.screen.section is not None
    assert filling.screen.section.number == 1


def test_a_submission_that_fails_keeps_the_form_open_and_the_draft(filling: Filling) -> None:
    fill_all(filling)
    filling.keeper.error = DiskFullError()
    filling.presenter.go_on()

    assert filling.ends == []
    assert filling.screen.failure is not None
    filling.keeper.error = None
    filling.presenter.go_on()
    assert filling.ends == ["finished"]


def test_putting_a_form_aside_keeps_it_first(filling: Filling) -> None:
    filling.answer(phone="13805551234")
    filling.presenter.save_and_leave()

    assert len(filling.keeper.drafts) == 1
    assert filling.ends == ["closed"]


def test_a_person_who_refuses_stops_the_form(filling: Filling) -> None:
    filling.answer(consent="0")
    filling.presenter.leave_field(f"{WHO}/consent")

    assert filling.card(f"{WHO}/consent").problem == "本人不同意，请停止采集并作废本表。"


def put_aside_and_resume(filling: Filling) -> Filling:
    filling.presenter.save_and_leave()
    document = filling.keeper.drafts[-1]
    return Filling(session=resume_filling(document), kept=read_document(document))


def test_refused_text_comes_back_with_its_problem_when_the_draft_is_resumed(filling: Filling) -> None:
    fill_first_page(filling)
    filling.answer(emp_status="3", status_since="2026-13-40")

    resumed = put_aside_and_resume(filling)
    resumed.presenter.go_to(1)

    card = resumed.card(f"{WORK}/status_since")
    assert card.text == "2026-13-40"
    assert card.problem == "日期写成年-月-日，例如 2026-08-01"


def test_refused_text_that_was_mended_after_resuming_is_forgotten(filling: Filling) -> None:
    fill_first_page(filling)
    filling.answer(emp_status="3", status_since="2026-13-40")
    resumed = put_aside_and_resume(filling)
    resumed.answer(status_since="2026-08-01")

    again = put_aside_and_resume(resumed)

    assert again.kept is not None
    assert again.kept.rejected == {}
    assert again.session.question(f"{WORK}/status_since").value == "2026-08-01"


def test_refused_text_holds_finishing_up_after_resuming_too(filling: Filling) -> None:
    fill_all(filling)
    filling.answer(status_since="2026-13-40")

    resumed = put_aside_and_resume(filling)
    resumed.presenter.go_to(2)
    resumed.presenter.go_on()

    assert resumed.keeper.submissions == []
