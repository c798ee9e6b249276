from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from desktop.capture.barcode_decoder import Scan
from desktop.capture.code_resolution import CodeResolver
from desktop.capture.errors import CameraUnavailableError, PictureUnreadableError
from desktop.capture.outcome_words import OutcomeWords
from desktop.capture.scan_presenter import ScanPresenter
from desktop.capture.scan_screen import FinderState, ScanChoice, ScanOrigin
from desktop.capture.scan_ways import CollectionTarget, ScanWays
from desktop.code_lists import CodeLists
from resources.words import Words
from sync.codes.errors import CodeForgedError
from sync.codes.subject_code import CodeKind, SubjectCode
from tests.fakes.clock import FakeClock
from tests.fakes.local_records import CAI_MING, CAI_SHAN, HOUSEHOLD_ID, FakeLocalRecords
from tests.fakes.scan_screen import FakeFeed, FakeScanScreen

CARD = Scan("YS1:GOOD", "QRCode", is_certain=True)
FORGED = Scan("YS1:FORGED", "QRCode", is_certain=True)


def check(text: str) -> SubjectCode:
    """Stands for the signature check, which has its own tests."""
    if text == FORGED.text:
        raise CodeForgedError
    return SubjectCode(CodeKind.HOUSEHOLD, HOUSEHOLD_ID, date(2026, 1, 1), date(2027, 1, 1))


@dataclass
class Page:
    records: FakeLocalRecords = field(default_factory=FakeLocalRecords)
    screen: FakeScanScreen = field(default_factory=FakeScanScreen)
    feed: FakeFeed = field(default_factory=FakeFeed)
    collected: list[CollectionTarget] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    searched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        words = Words("zh_CN")
        self.presenter = ScanPresenter(
            self.screen,
            self.feed,
            resolver=CodeResolver(self.records, check_code=check, today=lambda: date(2026, 11, 22)),
            outcome_words=OutcomeWords(words, CodeLists("zh_CN")),
            now_ms=FakeClock().now_ms,
            collect=self.collected.append,
            look_up=lambda: self.looked_up.append("asked"),
            ways=ScanWays(search=self.searched.append),
        )


@pytest.fixture
def page() -> Page:
    page = Page()
    page.presenter.enter()
    return page


def test_entering_the_page_starts_the_camera_and_waits(page: Page) -> None:
    assert page.feed.acts == ["start"]
    assert page.screen.card is None
    assert page.screen.finder is not None
    assert page.screen.finder.state is FinderState.STARTING


def test_a_household_card_shows_who_lives_there_and_chooses_the_most_urgent(page: Page) -> None:
    page.presenter.scanned(CARD)

    card = page.screen.card
    assert card is not None
    assert (card.title, card.detail) == ("象山路 12 号", "户码 0921 · 摄像头 · 刚刚")
    assert [(row.name, row.mark.text, row.is_chosen) for row in card.members] == [
        ("蔡*明", "疑点待核", True),
        ("蔡*珊", "待采集", False),
        ("许*英", "已采 10月12日", False),
    ]


def test_a_result_freezes_the_picture_until_the_officer_goes_on(page: Page) -> None:
    page.presenter.scanned(CARD)

    assert page.feed.acts == ["start", "pause"]
    assert page.screen.finder is not None
    assert (page.screen.finder.state, page.screen.finder.pill) == (FinderState.FOUND, "已识别：户码 0921")


def test_collecting_starts_with_the_person_that_was_chosen(page: Page) -> None:
    page.presenter.scanned(CARD)
    page.presenter.choose_member(CAI_SHAN)
    page.presenter.choose(ScanChoice.COLLECT)

    assert page.collected == [CollectionTarget(CAI_SHAN, HOUSEHOLD_ID)]
    assert page.feed.acts[-1] == "stop"


def test_collecting_without_choosing_takes_the_doubt_first(page: Page) -> None:
    page.presenter.scanned(CARD)
    page.presenter.choose(ScanChoice.COLLECT)

    assert page.collected == [CollectionTarget(CAI_MING, HOUSEHOLD_ID)]


def test_an_unknown_number_gives_three_ways_on(page: Page) -> None:
    page.presenter.text_arrived("0777", origin=ScanOrigin.TYPED)

    card = page.screen.card
    assert card is not None
    assert [act.choice for act in card.acts] == [
        ScanChoice.LOOK_UP,
        ScanChoice.NEW_HOUSEHOLD,
        ScanChoice.TYPE,
    ]
    assert card.body == "没有这个号码的档案。核对一下号码，或同步一次再找。"


def test_typing_again_starts_from_what_was_typed(page: Page) -> None:
    page.presenter.text_arrived("777", origin=ScanOrigin.TYPED)
    page.presenter.choose(ScanChoice.TYPE)

    assert page.screen.asked_text == "0777"


def test_an_unknown_number_may_be_looked_up_on_the_platform(page: Page) -> None:
    page.presenter.text_arrived("350582199003229015", origin=ScanOrigin.SCANNER)
    page.presenter.choose(ScanChoice.LOOK_UP)

    assert page.looked_up == ["asked"]


def test_a_forged_code_offers_nothing_but_another_try(page: Page) -> None:
    page.presenter.scanned(FORGED)

    card = page.screen.card
    assert card is not None
    assert card.members == ()
    assert [act.choice for act in card.acts] == [ScanChoice.AGAIN, ScanChoice.TYPE]
    page.presenter.choose(ScanChoice.COLLECT)
    assert page.collected == []


def test_a_guessed_character_set_asks_to_check_every_character(page: Page) -> None:
    page.presenter.scanned(Scan("欧阳建国", "QRCode", is_certain=False))

    assert page.screen.card is not None
    assert page.screen.card.caution != ""


def test_scanning_again_forgets_the_result_and_goes_on(page: Page) -> None:
    page.presenter.scanned(CARD)
    page.presenter.choose(ScanChoice.AGAIN)

    assert page.screen.card is None
    assert page.feed.acts == ["start", "pause", "start"]


def test_continuous_scanning_does_not_stop_and_the_list_grows(page: Page) -> None:
    page.presenter.set_continuous(is_on=True)
    page.presenter.scanned(CARD)
    page.presenter.text_arrived("0777", origin=ScanOrigin.SCANNER)

    assert "pause" not in page.feed.acts
    assert [scan.label for scan in page.screen.recent] == ["户码 0777", "户码 0921"]


def test_a_missing_camera_is_a_calm_sentence_and_the_gun_still_works(page: Page) -> None:
    page.presenter.camera_failed(CameraUnavailableError(index="0"))
    assert page.screen.finder is not None
    assert (page.screen.finder.state, page.screen.finder.title) == (FinderState.MISSING, "摄像头打不开")

    page.presenter.text_arrived("YS1:GOOD", origin=ScanOrigin.SCANNER)

    assert page.screen.card is not None
    assert page.screen.card.title == "象山路 12 号"


def test_a_picture_that_cannot_be_read_says_so_where_one_looks(page: Page) -> None:
    page.presenter.picture_failed(PictureUnreadableError(file="a.txt"))

    assert page.screen.finder is not None
    assert page.screen.finder.pill == "这张图片读不了"


def test_leaving_the_page_lets_go_of_the_camera(page: Page) -> None:
    page.presenter.leave()

    assert page.feed.acts == ["start", "stop"]


def test_a_typed_number_is_not_said_to_have_been_seen(page: Page) -> None:
    page.presenter.camera_ready()
    page.presenter.text_arrived("0777", origin=ScanOrigin.TYPED)

    assert page.screen.finder is not None
    assert (page.screen.finder.state, page.screen.finder.pill) == (FinderState.PAUSED, "已暂停")


def test_without_a_camera_the_other_ways_in_stay_on_the_page(page: Page) -> None:
    page.presenter.camera_failed(CameraUnavailableError(index="0"))
    page.presenter.text_arrived("0921", origin=ScanOrigin.TYPED)

    assert page.screen.finder is not None
    assert page.screen.finder.state is FinderState.MISSING


def test_records_that_change_under_a_result_show_it_anew_without_being_asked_for(page: Page) -> None:
    page.presenter.scanned(CARD)
    scanned = page.screen.card
    page.records.persons = page.records.persons[:2]
    page.presenter.records_changed()

    assert scanned is not None
    assert page.screen.card is not None
    assert (scanned.is_asked_for, page.screen.card.is_asked_for) == (True, False)
    assert [row.name for row in page.screen.card.members] == ["蔡*明", "蔡*珊"]


def test_whoever_was_collected_makes_room_for_the_next_of_the_household(page: Page) -> None:
    page.presenter.scanned(CARD)
    page.presenter.choose_member(CAI_SHAN)
    page.records.standings[CAI_SHAN] = replace(page.records.standings[CAI_SHAN], collected_at_ms=1)
    page.presenter.records_changed()
    page.presenter.choose(ScanChoice.COLLECT)

    assert [target.person_id for target in page.collected] == [CAI_MING]


def test_continuous_scanning_lists_every_code_once_in_place_of_a_card(page: Page) -> None:
    page.presenter.set_continuous(is_on=True)
    page.presenter.text_arrived("0921", origin=ScanOrigin.CAMERA)
    page.presenter.text_arrived("13900009999", origin=ScanOrigin.SCANNER)
    page.presenter.text_arrived("0921", origin=ScanOrigin.CAMERA)

    assert [scan.text for scan in page.screen.run] == ["0921", "13900009999"]
    assert page.screen.card is None


def test_choosing_a_line_of_the_run_ends_it_with_its_card(page: Page) -> None:
    page.presenter.set_continuous(is_on=True)
    page.presenter.text_arrived("13900009999", origin=ScanOrigin.CAMERA)
    page.presenter.text_arrived("0921", origin=ScanOrigin.CAMERA)
    page.presenter.choose_scan(0)

    assert not page.screen.is_continuous
    assert page.screen.card is not None
    assert page.screen.card.title == "象山路 12 号"


@pytest.mark.parametrize("text", ["象山路 12 号", "https://x.example/a"])
def test_text_that_is_no_code_is_looked_for_in_the_records(page: Page, text: str) -> None:
    page.presenter.text_arrived(f" {text} ", origin=ScanOrigin.TYPED)
    card = page.screen.card
    assert card is not None
    page.presenter.choose(card.acts[0].choice)

    assert card.acts[0].label == "在采集档案里查找"
    assert page.searched == [text]
