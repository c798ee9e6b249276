"""Puts the records page together: views and presenters, with the store thread behind every reading."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.caseload.caseload_presenter import CaseloadPresenter
from desktop.caseload.caseload_view import CaseloadView
from desktop.caseload.joining_presenter import JoiningPresenter
from desktop.caseload.new_person_presenter import NewPersonPresenter
from desktop.caseload.readings import Readings
from desktop.caseload.record_words import RecordWords
from desktop.caseload.store_readings import StoreReadings
from desktop.caseload.twin_words import TwinWords
from desktop.code_lists import CodeLists
from desktop.desk import Desk
from desktop.error_report import report_error
from desktop.form_shelf import PERSON_FORMS
from desktop.operations.edits import Author
from desktop.places import place_of
from resources.words import Words


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    """What the program keeps of the records page; `presenter.refresh()` whenever records changed."""

    view: CaseloadView
    presenter: CaseloadPresenter
    joining: JoiningPresenter
    beginning: NewPersonPresenter


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the page leads: forms about a person, in a household or of a place, differences, scanning."""

    collect: Callable[[str, str], None]  # person and form
    collect_new: Callable[[str, Mapping[str, str]], None]  # a housemate if any, and what was typed
    decide: Callable[[str], None]
    monitor: Callable[[], None]
    scan: Callable[[], None]
    say: Callable[[str], None]


def build_caseload_page(
    words: Words, desk: Desk, *, author: Callable[[], Author], form_titles: Mapping[str, str], ways: Ways
) -> CaseloadPage:
    """Wire the page to the desk."""
    asking = StoreReadings(desk.store_worker, desk.clock, desk.entropy, author)
    view = CaseloadView(words)
    record_words = RecordWords(words, CodeLists(words.language), form_titles, PERSON_FORMS)
    presenter = CaseloadPresenter(
        view,
        record_words=record_words,
        readings=Readings(asking.caseload, asking.rows, asking.find, asking.story, asking.note_look),
        now_ms=desk.clock.now_ms,
        place_name=lambda code: place_of([code]),
        collect=ways.collect,
        decide=ways.decide,
        scan=ways.scan,
        report=lambda error: report_error(error, words=words, entropy=desk.entropy),
    )

    def joined(survivor: str, _duplicate: str) -> None:
        ways.say(words.text("screens.record.joined"))
        if view.is_comparing:  # whoever has gone elsewhere meanwhile stays there
            view.leave_sheet()
            presenter.open_record(survivor)
        desk.refresh()

    def part(duplicate: str) -> None:
        survivor = presenter.at_hand
        if survivor is not None:
            asking.part(survivor, duplicate, done=parted, failed=presenter.fail)

    def parted() -> None:
        ways.say(words.text("screens.record.parted"))
        desk.refresh()

    joining = JoiningPresenter(
        view.joining,
        fields=record_words.fields,
        read=asking.pair,
        join=asking.join,
        joined=joined,
        failed=presenter.fail,
        now_ms=desk.clock.now_ms,
    )
    beginning = NewPersonPresenter(
        view.new_person,
        words=TwinWords(record_words.fields),
        look_up=asking.look_up,
        begin=ways.collect_new,
        failed=presenter.fail,
    )
    _connect(view, presenter)
    view.new_person_wanted.connect(presenter.stay)
    view.twin_chosen.connect(presenter.stay)
    view.monitor_chosen.connect(ways.monitor)
    view.twin_chosen.connect(lambda twin: joining.compare(presenter.at_hand or "", twin))
    view.part_chosen.connect(part)
    view.joining.chosen.connect(lambda group, takes: joining.choose(group, takes_other=takes))
    view.joining.swapped.connect(joining.swap)
    view.joining.confirmed.connect(joining.confirm)
    view.new_person_wanted.connect(lambda: beginning.start(presenter.at_hand or ""))
    view.new_person.new_household_chosen.connect(lambda: beginning.start(""))
    view.new_person.typed.connect(beginning.type)
    view.new_person.confirmed.connect(beginning.confirm)
    return CaseloadPage(view, presenter, joining, beginning)


def _connect(view: CaseloadView, presenter: CaseloadPresenter) -> None:
    view.searched.connect(presenter.search)
    view.filter_chosen.connect(presenter.choose_filter)
    view.village_chosen.connect(presenter.choose_village)
    view.rows_wanted.connect(presenter.want_rows)
    view.person_chosen.connect(presenter.look_at)
    view.record_chosen.connect(presenter.open_record)
    view.member_chosen.connect(presenter.open_member)
    view.record_closed.connect(presenter.close_record)
    view.collect_chosen.connect(presenter.collect)
    view.reveal_asked.connect(presenter.reveal)
    view.mask_asked.connect(presenter.mask)
    view.differences_chosen.connect(presenter.decide)
    view.scan_chosen.connect(presenter.start_scanning)
