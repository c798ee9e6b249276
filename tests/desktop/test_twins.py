from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from desktop.caseload.caseload_screen import NewPersonPage
from desktop.caseload.field_words import FieldWords
from desktop.caseload.joining_presenter import JoiningPresenter, Pair, PairPage
from desktop.caseload.new_person_presenter import LookedUp, NewPersonPresenter
from desktop.caseload.readings import Failed
from desktop.caseload.twin_words import TwinWords
from desktop.code_lists import CodeLists
from desktop.errors import RecordMissingError
from desktop.operations.twins import find_twins
from employment.same_person import Evidence
from resources.words import Words
from store import Origin, Store, StoredRecord, open_store, write_record
from store.errors import StoreDiskFullError
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.local_records import CAI_MING, CAI_SHAN, HOUSEHOLD, HOUSEHOLD_ID, PERSONS, XU_YING

MING = PERSONS[0]
FIELDS = FieldWords(Words("zh_CN"), CodeLists("zh_CN"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "replica.db", b"k" * 32)
    for each in (HOUSEHOLD, *PERSONS):
        write_record(store, replace(each, base_fields={}), origin=Origin("platform"))
    yield store
    store.close()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"id_no": str(MING.fields["id_no"])}, Evidence.SAME_NUMBER),
        ({"person_name": "蔡志明", "phone": "13805551234"}, Evidence.SAME_NAME_AND_PHONE),
        (
            {"person_name": "蔡志明", "birth_manual": "1980-03-07", "household_id": HOUSEHOLD_ID},
            Evidence.SAME_NAME_AND_BIRTH,
        ),
    ],
)
def test_whoever_is_here_already_is_found_while_it_is_typed(
    store: Store, said: Mapping[str, str], reason: Evidence
) -> None:
    [twin] = find_twins(store, said)

    assert (twin.record.id, twin.evidence) == (CAI_MING, reason)


@pytest.mark.parametrize("said", [{"person_name": "蔡志明"}, {"phone": "13805551234"}, {}])
def test_a_name_or_a_phone_alone_makes_nobody_the_same(store: Store, said: Mapping[str, str]) -> None:
    assert find_twins(store, said) == ()


def test_nobody_is_their_own_twin(store: Store) -> None:
    assert find_twins(store, MING.fields, beside=CAI_MING) == ()


@dataclass
class Sheet:
    """Both sheets without Qt."""

    page: NewPersonPage | None = None
    pair: PairPage | None = None
    begun: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    joined: list[tuple[str, str, frozenset[str]]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    def show_page(self, page: NewPersonPage) -> None:
        self.page = page

    def show_pair(self, page: PairPage) -> None:
        self.pair = page


def beginning(store: Store, sheet: Sheet, *, house: StoredRecord | None = HOUSEHOLD) -> NewPersonPresenter:
    return NewPersonPresenter(
        sheet,
        words=TwinWords(FIELDS),
        look_up=lambda said, beside, *, done, failed: done(LookedUp(find_twins(store, said), house)),
        begin=lambda beside, said: sheet.begun.append((beside, said)),
        failed=sheet.failures.append,
    )


def test_the_same_person_is_offered_masked_with_the_reason(store: Store) -> None:
    sheet = Sheet()
    presenter = beginning(store, sheet)
    presenter.start(CAI_MING)
    presenter.type({"id_no": str(MING.fields["id_no"])})

    assert sheet.page is not None
    [card] = sheet.page.twins
    assert (card.id, card.name, card.reason) == (CAI_MING, "蔡*明", "身份证号相同")
    assert str(MING.fields["id_no"]) not in repr(sheet.page)


def test_somebody_new_goes_on_to_the_form_with_what_was_typed(store: Store) -> None:
    sheet = Sheet()
    presenter = beginning(store, sheet)
    presenter.start(CAI_MING)
    said = {"person_name": "蔡小宝", "id_no": "", "phone": ""}
    presenter.type(said)
    presenter.confirm(said)

    assert sheet.page is not None
    assert sheet.page.may_go_on
    assert sheet.begun == [(CAI_MING, {"person_name": "蔡小宝"})]


def test_a_household_nobody_knows_is_begun_with_its_address(store: Store) -> None:
    sheet = Sheet()
    presenter = beginning(store, sheet, house=None)
    presenter.start("")
    said = {"person_name": "蔡小宝", "address": "象山路 99 号", "household_no": ""}
    presenter.type(said)
    presenter.confirm(said)

    assert sheet.page is not None
    assert (sheet.page.is_new_household, sheet.page.may_go_on) == (True, True)
    assert sheet.begun == [("", {"person_name": "蔡小宝", "address": "象山路 99 号"})]


def test_without_a_household_or_an_address_nobody_new_is_begun(store: Store) -> None:
    sheet = Sheet()
    presenter = beginning(store, sheet, house=None)
    presenter.start("")
    presenter.type({"person_name": "蔡小宝"})
    presenter.confirm({"person_name": "蔡小宝"})

    assert sheet.page is not None
    assert not sheet.page.may_go_on
    assert sheet.begun == []


def comparing(sheet: Sheet, pair: Pair) -> JoiningPresenter:
    presenter = JoiningPresenter(
        sheet,
        fields=FIELDS,
        read=lambda survivor, duplicate, *, done, failed: done(pair),
        join=lambda survivor, duplicate, taken, *, done, failed: sheet.joined.append(
            (survivor, duplicate, taken)
        ),
        joined=lambda survivor, duplicate: None,
        failed=sheet.failures.append,
        now_ms=lambda: STORY_STARTS_MS,
    )
    presenter.compare(pair.survivor.id, pair.duplicate.id)
    return presenter


PAIR = Pair(MING, PERSONS[2], (("emp_status", "unemp_registered"), ("person_name",), ("phone",)), None)


def test_where_the_one_that_stays_says_nothing_the_other_is_taken() -> None:
    sheet = Sheet()
    comparing(sheet, replace(PAIR, survivor=PERSONS[2], duplicate=MING))

    assert sheet.pair is not None
    assert [(line.title, line.takes_other) for line in sheet.pair.lines] == [
        ("就业状态、失业登记", True),
        ("姓名", False),
        ("手机号", True),
    ]


def test_fields_that_move_together_are_taken_together_and_only_once_it_is_confirmed() -> None:
    sheet = Sheet()
    presenter = comparing(sheet, PAIR)
    presenter.choose(("emp_status", "unemp_registered"), takes_other=True)
    presenter.choose(("phone",), takes_other=True)
    presenter.choose(("phone",), takes_other=False)
    assert sheet.joined == []

    presenter.confirm()
    presenter.confirm()

    assert sheet.joined == [(CAI_MING, XU_YING, frozenset({"emp_status", "unemp_registered"}))]


def test_a_choice_that_could_not_be_written_stands_and_is_confirmed_again() -> None:
    sheet = Sheet()
    tries: list[frozenset[str]] = []

    def refuse(survivor: str, duplicate: str, taken: frozenset[str], *, done: object, failed: Failed) -> None:
        tries.append(taken)
        failed(StoreDiskFullError())

    presenter = JoiningPresenter(
        sheet,
        fields=FIELDS,
        read=lambda survivor, duplicate, *, done, failed: done(PAIR),
        join=refuse,
        joined=lambda survivor, duplicate: None,
        failed=sheet.failures.append,
        now_ms=lambda: STORY_STARTS_MS,
    )
    presenter.compare(CAI_MING, XU_YING)
    presenter.choose(("phone",), takes_other=True)

    presenter.confirm()
    presenter.confirm()

    assert tries == [frozenset({"phone"}), frozenset({"phone"})]
    assert len(sheet.failures) == 2


def test_two_who_are_read_late_never_stand_in_for_two_asked_for_since() -> None:
    sheet = Sheet()
    read: list[Callable[[Pair | None], None]] = []
    presenter = JoiningPresenter(
        sheet,
        fields=FIELDS,
        read=lambda survivor, duplicate, *, done, failed: read.append(done),
        join=lambda survivor, duplicate, taken, *, done, failed: sheet.joined.append(
            (survivor, duplicate, taken)
        ),
        joined=lambda survivor, duplicate: None,
        failed=sheet.failures.append,
        now_ms=lambda: STORY_STARTS_MS,
    )
    presenter.compare(CAI_MING, XU_YING)
    presenter.compare(CAI_SHAN, XU_YING)

    read[0](PAIR)
    presenter.confirm()

    assert sheet.pair is None
    assert sheet.joined == []


def test_a_record_that_went_meanwhile_is_said_instead_of_laid_beside() -> None:
    sheet = Sheet()
    presenter = JoiningPresenter(
        sheet,
        fields=FIELDS,
        read=lambda survivor, duplicate, *, done, failed: done(None),
        join=lambda survivor, duplicate, taken, *, done, failed: sheet.joined.append(
            (survivor, duplicate, taken)
        ),
        joined=lambda survivor, duplicate: None,
        failed=sheet.failures.append,
        now_ms=lambda: STORY_STARTS_MS,
    )

    presenter.compare(CAI_MING, XU_YING)
    presenter.confirm()

    assert [type(each) for each in sheet.failures] == [RecordMissingError]
    assert sheet.joined == []
