import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store
from store.disclosures import disclosures_of
from store.leaving import note_places
from tests.desktop.records_page import OPERATOR, Page, opened_household
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.local_records import CAI_MING, CAI_SHAN, PERSONS, XU_YING


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened_household(tmp_path) as store:
        yield store


@pytest.fixture
def page(store: Store) -> Page:
    page = Page(store)
    page.presenter.refresh()
    return page


def test_somebody_of_the_household_is_a_press_away_and_so_is_the_way_back(page: Page) -> None:
    page.presenter.open_record(CAI_MING)
    assert page.screen.record is not None
    assert [(member.id, member.is_this) for member in page.screen.record.members] == [
        (CAI_MING, True),
        (CAI_SHAN, False),
        (XU_YING, False),
    ]

    page.presenter.open_member(XU_YING)
    assert page.screen.record.person_id == XU_YING
    page.presenter.close_record()
    assert page.screen.record.person_id == CAI_MING
    page.presenter.close_record()

    assert page.screen.record is None


def test_a_full_name_is_shown_once_it_is_written_down_why(store: Store, page: Page) -> None:
    page.presenter.open_record(CAI_MING)
    page.presenter.reveal("  核对身份证 ")

    assert page.screen.record is not None
    assert page.screen.record.name == "蔡志明"
    assert page.screen.record.facts[0].value == PERSONS[0].fields["id_no"]
    [look] = disclosures_of(store, "person", CAI_MING)
    assert (look.operator, look.at_ms, look.purpose, look.seconds) == (
        OPERATOR,
        STORY_STARTS_MS,
        "核对身份证",
        30,
    )
    assert page.screen.record.history[0].source == "显示全名 · 林秀梅"


def test_without_a_purpose_nothing_is_shown_and_nothing_noted(store: Store, page: Page) -> None:
    page.presenter.open_record(CAI_MING)
    page.presenter.reveal("   ")

    assert page.screen.record is not None
    assert page.screen.record.name == "蔡*明"
    assert disclosures_of(store, "person", CAI_MING) == ()


def test_a_record_masks_itself_again_and_another_one_is_masked_at_once(page: Page) -> None:
    page.presenter.open_record(CAI_MING)
    page.presenter.reveal("核对")
    page.presenter.mask()
    assert page.screen.record is not None
    assert page.screen.record.name == "蔡*明"

    page.presenter.reveal("核对")
    page.presenter.open_member(XU_YING)

    assert page.screen.record.name == "许*英"
    assert not page.screen.record.is_shown


def test_a_village_keeps_its_own(store: Store, page: Page) -> None:
    places = [("person", CAI_MING, "350582001014"), ("person", XU_YING, "350582001015")]
    note_places(store, [*places, ("person", CAI_SHAN, "350582001014")])
    page.presenter.refresh()
    assert [one.label for one in page.screen.villages] == [
        "全部村居 3",
        "350582001014 2",
        "350582001015 1",
    ]

    page.presenter.choose_village("350582001015")

    assert page.screen.ids == (XU_YING,)


def test_the_person_chosen_stands_beside_the_list(page: Page) -> None:
    page.presenter.look_at(XU_YING)

    assert page.screen.preview is not None
    assert page.screen.preview.name == "许*英"
    assert page.screen.record is None


@pytest.mark.expects_warning
def test_a_mistake_of_ours_has_a_number_for_support_and_a_line_in_the_log(
    page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    page.presenter.fail(ZeroDivisionError("蔡志明"))

    [logged] = caplog.messages
    [reference] = re.findall(r"QC-[0-9A-F]{6}", logged)
    assert page.screen.failure is not None
    assert reference in page.screen.failure[1]
    assert "蔡志明" not in logged
