"""The scanning page says only what is so: without a camera, after the lock, and of codes nobody here has."""

import pytest

from desktop.capture.errors import CameraUnavailableError, PictureUnreadableError
from desktop.capture.scan_screen import FinderState, ScanChoice, ScanOrigin
from tests.desktop.test_scan_presenter import CARD, Page


@pytest.fixture
def page() -> Page:
    page = Page()
    page.presenter.enter()
    return page


def test_without_a_camera_a_gun_leaves_no_empty_picture_that_claims_a_find(page: Page) -> None:
    page.presenter.camera_failed(CameraUnavailableError(index="0"))
    page.presenter.text_arrived("0921", origin=ScanOrigin.SCANNER)
    after_the_gun = page.screen.finder
    page.presenter.choose(ScanChoice.AGAIN)
    waiting = page.screen.finder
    page.presenter.set_continuous(is_on=True)
    page.presenter.text_arrived("0777", origin=ScanOrigin.SCANNER)

    assert {after_the_gun, waiting, page.screen.finder} == {page.screen.finder}
    assert page.screen.finder is not None
    assert (page.screen.finder.state, page.screen.finder.pill) == (FinderState.MISSING, "")


def test_a_picture_that_cannot_be_read_is_told_among_the_other_ways(page: Page) -> None:
    page.presenter.camera_failed(CameraUnavailableError(index="0"))
    page.presenter.picture_failed(PictureUnreadableError(file="a.txt"))

    assert page.screen.finder is not None
    assert (page.screen.finder.state, page.screen.finder.pill) == (FinderState.MISSING, "这张图片读不了")


def test_whoever_asks_for_the_camera_again_sees_it_open(page: Page) -> None:
    page.presenter.camera_failed(CameraUnavailableError(index="0"))
    page.presenter.try_camera()

    assert page.screen.finder is not None
    assert page.screen.finder.state is FinderState.STARTING
    assert page.feed.acts[-1] == "start"


def test_what_the_gun_read_is_not_said_to_stand_in_the_picture(page: Page) -> None:
    page.presenter.camera_ready()
    page.presenter.text_arrived("0921", origin=ScanOrigin.SCANNER)

    assert page.screen.finder is not None
    assert page.screen.finder.pill == "已暂停"


def test_behind_the_closed_door_nothing_that_was_read_is_left(page: Page) -> None:
    page.presenter.set_continuous(is_on=True)
    page.presenter.scanned(CARD)
    page.presenter.forget()

    assert (page.screen.recent, page.screen.run, page.screen.card) == ((), (), None)
    assert page.screen.has_forgotten
    assert "YS1:GOOD" not in repr(vars(page.presenter))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("13900009999", "还没有这个人的档案"),
        ("350582199003229015", "还没有这个人的档案"),
        ("https://dz.example.gov.cn/mp?addrcode=3505820010140921", "还没有这个门牌的档案"),
        ("0777", "本机没有这个码"),
        ("https://www.gsxt.gov.cn/?uniscid=91350582MA2XYWUY17", "统一社会信用代码"),
        ("LGYZ-350582-001", "零工驿站"),
        ("https://example.cn/poster", "这是一个网址"),
    ],
)
def test_each_kind_of_code_is_named_for_what_it_is(page: Page, text: str, title: str) -> None:
    page.presenter.text_arrived(text, origin=ScanOrigin.SCANNER)

    assert page.screen.card is not None
    assert page.screen.card.title == title


def test_a_text_nobody_interprets_is_shown_with_its_own_punctuation(page: Page) -> None:
    page.presenter.text_arrived("周五前交表，谢谢（林）", origin=ScanOrigin.SCANNER)

    assert page.screen.card is not None
    assert page.screen.card.body == "周五前交表，谢谢（林）"
