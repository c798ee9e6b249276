"""Two records laid side by side in words: what looks alike only under the mask is said to differ."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from desktop.caseload.field_words import FieldWords
from desktop.caseload.joining_presenter import JoiningPresenter, Pair, PairPage
from desktop.code_lists import CodeLists
from resources.words import Words
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.local_records import PERSONS, XU_YING

HER_PHONE, OTHER_PHONE = "13805551234", "13888881234"


@dataclass
class Shown:
    page: PairPage | None = None

    def show_pair(self, page: PairPage) -> None:
        self.page = page


def read(
    survivor: str, duplicate: str, *, done: Callable[[Pair | None], None], failed: Callable[..., None]
) -> None:
    del survivor, duplicate, failed
    fields = {**PERSONS[0].fields, "phone": HER_PHONE, "employer_name": "远帆"}
    first = replace(PERSONS[0], fields=fields)
    second = replace(first, id=XU_YING, fields=fields | {"phone": OTHER_PHONE, "employer_name": "晋兴"})
    done(Pair(first, second, (("phone",), ("employer_name",)), None))


@pytest.fixture
def page() -> PairPage:
    shown = Shown()
    presenter = JoiningPresenter(
        shown,
        fields=FieldWords(Words("zh_CN"), CodeLists("zh_CN")),
        read=read,
        join=lambda *_, **__: None,
        joined=lambda *_: None,
        failed=lambda _error: None,
        now_ms=lambda: STORY_STARTS_MS,
    )
    presenter.compare(PERSONS[0].id, XU_YING)
    assert shown.page is not None
    return shown.page


def test_numbers_that_differ_under_the_mask_say_so_and_others_need_not(page: PairPage) -> None:
    phone, employer = page.lines

    assert phone.stands == phone.other == "138****1234"
    assert phone.note == "遮住的几位不一样，先到两份档案里显示全名看清，再选"
    assert employer.note == ""
