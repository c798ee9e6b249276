"""The records page in its states: the list, one person in each tab, masked and for the moment in full."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from desktop.caseload.caseload_filters import Choice
from desktop.caseload.caseload_view import CaseloadView
from desktop.caseload.joining_presenter import JoiningPresenter, Pair
from desktop.caseload.new_person_presenter import LookedUp, NewPersonPresenter
from desktop.caseload.people import Caseload, PersonRow, PersonState
from desktop.caseload.record_story import FilledOnce, RecordStory
from desktop.caseload.record_words import RecordWords
from desktop.caseload.twin_words import TwinWords
from desktop.code_lists import CodeLists
from desktop.form_shelf import ALL_FORMS, PERSON_FORMS, form_title
from desktop.operations.exchange import QueueRow
from desktop.operations.twins import Twin
from desktop.pages.rail_pages import RECORDS
from desktop.places import place_of
from employment.privacy import mask_name
from employment.same_person import Evidence
from store import DeliveryState, Origin, RecordVersion, StoredRecord, StoredSubmission
from store.attachments import Attachment, AttachmentId
from store.disclosures import Disclosure
from tests.desktop.stage import Stage
from tests.desktop.whole_rail import stand
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.local_records import CAI_MING, HOUSEHOLD, PERSONS

MINUTE_MS: Final = 60_000
NAMES: Final = ("蔡*明", "黄*珍", "许*英", "吴*航", "陈*华", "何*宗", "韩*章")


def records_words(stage: Stage) -> RecordWords:
    titles = {form_id: form_title(form_id, stage.words) for form_id in ALL_FORMS}
    return RecordWords(stage.words, CodeLists(stage.words.language), titles, PERSON_FORMS)


def caseload(stage: Stage) -> CaseloadView:
    view = CaseloadView(stage.words)
    stand(stage.window, stage.words, RECORDS, view)
    return view


def records(stage: Stage) -> None:
    states = [state for state in PersonState for _ in range(2)]
    rows = [
        PersonRow(
            id=f"p-{number}",
            name=name,
            sex="male",
            age=46,
            id_tail="9013",
            address=f"象山路 {number * 7} 号",
            household_no="0921",
            emp_status=str(number % 4 + 1),
            changed_at_ms=STORY_STARTS_MS,
        )
        for number, name in enumerate(
            ("蔡*明", "黄*珍", "许*英", "吴*航", "陈*华", "何*宗", "韩*章") * 2, start=1
        )
    ]
    words = records_words(stage)
    view = caseload(stage)
    caseload_now = Caseload(
        tuple(row.id for row in rows),
        {
            "350582001014": frozenset(row.id for row in rows[:9]),
            "350582001015": frozenset(row.id for row in rows[9:]),
        },
        marked={state: frozenset({row.id}) for state, row in zip(states, rows, strict=False)},
    )
    pills = Choice().pills(caseload_now, words=stage.words)
    villages = Choice().villages(caseload_now, words=stage.words, place_name=lambda code: place_of([code]))
    view.show_filters(pills, villages)
    view.show_ids(caseload_now.ids)
    view.show_rows(
        tuple(words.listed(row, caseload_now.state_of(row.id), now_ms=STORY_STARTS_MS) for row in rows)
    )
    view.show_preview(words.page(story_of(differing=0), now_ms=STORY_STARTS_MS))
    view.show_count(stage.words.count("screens.records.held", len(rows)))


def records_loading(stage: Stage) -> None:
    caseload(stage).show_loading()


def records_empty(stage: Stage) -> None:
    text = stage.words.text
    caseload(stage).show_empty(text("screens.records.empty"), text("screens.records.empty_act"))


def one_record(stage: Stage) -> None:
    show_record(stage, differing=0)


def one_record_differing(stage: Stage) -> None:
    show_record(stage, differing=3)


def one_record_shown(stage: Stage) -> None:
    show_record(stage, differing=0, is_shown=True)


def one_record_asked_why(stage: Stage) -> None:
    view = show_record(stage, differing=0)
    assert view.record.reveal is not None
    view.record.reveal.button.click()


def one_record_history(stage: Stage) -> None:
    show_record(stage, differing=0).record.tabs[2].click()


def one_record_forms(stage: Stage) -> None:
    show_record(stage, differing=0).record.tabs[1].click()


def one_record_files(stage: Stage) -> None:
    show_record(stage, differing=0).record.tabs[3].click()


def show_record(stage: Stage, *, differing: int, is_shown: bool = False) -> CaseloadView:
    view = caseload(stage)
    page = records_words(stage).page(story_of(differing=differing), now_ms=STORY_STARTS_MS, is_shown=is_shown)
    view.show_record(page)
    return view


def two_records_compared(stage: Stage) -> None:
    view = caseload(stage)
    twin = replace(PERSONS[0], id="p-twin", fields={**PERSONS[0].fields, "phone": "13900000000"})
    groups = (("emp_status", "unemp_registered"), ("person_name",), ("phone",))
    pair = Pair(PERSONS[0], replace(twin, changed_at_ms=STORY_STARTS_MS), groups, Evidence.SAME_NUMBER)
    presenter = JoiningPresenter(
        view.joining,
        fields=records_words(stage).fields,
        read=lambda survivor, duplicate, *, done, failed: done(pair),
        join=lambda survivor, duplicate, taken, *, done, failed: None,
        joined=lambda survivor, duplicate: None,
        failed=lambda error: None,
        now_ms=lambda: STORY_STARTS_MS,
    )
    view.record.twin_chosen.emit("p-twin")
    presenter.compare(CAI_MING, "p-twin")


def new_person(stage: Stage) -> None:
    begin_person(stage, ())


def new_person_known(stage: Stage) -> None:
    begin_person(
        stage, (Twin(PERSONS[0], Evidence.SAME_NUMBER), Twin(PERSONS[2], Evidence.SAME_NAME_AND_PHONE))
    )


def new_person_new_household(stage: Stage) -> None:
    begin_person(stage, (), house=None)


def begin_person(stage: Stage, twins: tuple[Twin, ...], *, house: StoredRecord | None = HOUSEHOLD) -> None:
    view = caseload(stage)
    presenter = NewPersonPresenter(
        view.new_person,
        words=TwinWords(records_words(stage).fields),
        look_up=lambda said, beside, *, done, failed: done(LookedUp(twins, house)),
        begin=lambda beside, said: None,
        failed=lambda error: None,
    )
    view.begin_person()
    presenter.start(CAI_MING)
    presenter.type({"person_name": "蔡志明"})


def story_of(*, differing: int) -> RecordStory:
    person = replace(PERSONS[0], fields={**PERSONS[0].fields, "key_group": "hard graduate"})
    times = {
        state: STORY_STARTS_MS + place * MINUTE_MS
        for place, state in enumerate((DeliveryState.QUEUED, DeliveryState.DELIVERED, DeliveryState.CHECKED))
    }
    form = StoredSubmission("uuid:1", "employment_brief", "1", CAI_MING, b"", STORY_STARTS_MS, "林秀梅")
    progress = QueueRow(
        "uuid:1",
        "employment_brief",
        CAI_MING,
        "蔡*明",
        DeliveryState.CHECKED,
        times,
        size_bytes=900,
        item_count=2,
    )
    before = {**person.fields, "phone": "13900000000", "emp_status": "2"}
    versions = (
        RecordVersion("r0", before, STORY_STARTS_MS - 40_000 * MINUTE_MS, False, Origin("platform")),
        RecordVersion("r1", person.fields, STORY_STARTS_MS, False, Origin("device", "林秀梅", "uuid:1")),
    )
    members = [
        PersonRow(one.id, mask_name(str(one.fields["person_name"])), "", 46, "9013", "", "", "1", 0, relation)
        for one, relation in zip(PERSONS, ("0", "3", "1"), strict=True)
    ]
    photo = Attachment(AttachmentId("a1"), "sign.png", "image/png", 41_000, is_sent=False)
    return RecordStory(
        person,
        HOUSEHOLD,
        versions,
        (FilledOnce(form, progress, (photo,)),),
        drafts=frozenset({"employment_brief"}),
        differing=differing,
        members=tuple(members),
        twins=(Twin(PERSONS[2], Evidence.SAME_NAME_AND_PHONE),),
        absorbed=(PERSONS[1],),
        looks=(Disclosure("person", person.id, "林秀梅", STORY_STARTS_MS, "核对身份证", 30),),
    )


SCREENS: tuple[Callable[[Stage], None], ...] = (
    records,
    records_empty,
    records_loading,
    one_record,
    one_record_differing,
    one_record_shown,
    one_record_asked_why,
    one_record_forms,
    one_record_history,
    one_record_files,
    two_records_compared,
    new_person,
    new_person_known,
    new_person_new_household,
)
