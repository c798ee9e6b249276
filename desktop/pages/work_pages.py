"""The pages of somebody at work: what stands in the rail, who tells them what, and which keys open them.

They are made once, when work begins, and live behind the locked door as long as the program. What
has the whole window to itself (a form, a decision) is opened by whoever owns it; a page never knows.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.capture.chime import Chime, Sound
from desktop.capture.frame_source import FrameSource
from desktop.capture.scan_page import ScanPage
from desktop.capture.scan_ways import ScanWays
from desktop.caseload.caseload_page import CaseloadPage, Ways, build_caseload_page
from desktop.collecting import Collecting
from desktop.correcting import Correcting
from desktop.desk import Desk
from desktop.form_shelf import ALL_FORMS, ENTERPRISE_FORM, form_title
from desktop.gig.questions import FORM_ID as GIG_FORM
from desktop.news import News
from desktop.pages.deciding import Deciding
from desktop.pages.gig_counter import GigCounter
from desktop.pages.gun_routing import GunRouting
from desktop.pages.rail_pages import (
    COMPUTER,
    GIG,
    RECORDS,
    ROUNDS,
    SCAN,
    SYNC,
    TASKS,
    TODAY,
    add_pages,
)
from desktop.pages.scanning import code_resolver, scanning_page
from desktop.pages.slip_printing import SlipPrinting
from desktop.pages.this_computer import ThisComputer
from desktop.pages.working_day import WorkingDay
from desktop.shell.main_window import MainWindow
from desktop.today.today_page import Heading
from resources.words import Words
from store import Store, list_draft_heads


class WorkPages(QObject):
    """Made with the program, filled when work begins."""

    refused = Signal(object)  # an exception
    submitted = Signal(str)  # a form was finished on one of the pages; the sentence to say

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        words: Words,
        *,
        collecting: Collecting,
        deciding: Deciding,
        computer: ThisComputer,
        cameras: Sequence[FrameSource],
    ) -> None:
        super().__init__()
        self._desk, self._window, self._words = desk, window, words
        self._collecting, self._deciding, self._computer = collecting, deciding, computer
        self._cameras = cameras
        self.day: WorkingDay | None = None
        self.scanning: ScanPage | None = None
        self.records: CaseloadPage | None = None
        self.gig: GigCounter | None = None
        self._correcting = Correcting(
            desk,
            words,
            resume=collecting.resume,
            is_busy=self._is_busy,
        )
        self._correcting.refused.connect(self.refused)
        self._chime = Chime(is_wanted=lambda: computer.choices.now.has_sound)
        self.gun = GunRouting(window, words)
        self.gun.served.connect(self._sound)
        collecting.paper.chosen_printer = lambda: computer.choices.now.printer
        self.slips = SlipPrinting(window, words, chosen_printer=lambda: computer.choices.now.printer)
        window.page_changed.connect(self.show)
        window.page_requested.connect(self.go_to)
        window.action_chosen.connect(lambda _page: self.go_to(SCAN))
        window.manual_entry_requested.connect(self._enter_by_hand)
        window.operator_chosen.connect(lambda: self.go_to(COMPUTER))
        computer.scan_wanted.connect(lambda: self.go_to(SCAN))
        desk.news_arrived.connect(self._show_badges)

    def begin(self, *, operator: str, place: str, news: News, reader: Store) -> None:
        """Make the pages; called once."""
        self.day = WorkingDay(self._desk, self._words, operator=operator, place=place)
        self._computer.updating.changed.connect(self.day.show_update)
        self.day.show_update(self._computer.updating.state)
        resolver = code_resolver(self._desk, reader=reader)
        self.scanning = scanning_page(
            self._desk,
            self._words,
            resolver=resolver,
            cameras=self._cameras,
            collect=self._collecting.begin,
            ways=ScanWays(
                register=self._register,
                verify=self._collecting.verify,
                monitor=self._monitor,
                search=self._search,
                settle=self._settle,
                heard=self._sound,
            ),
        )
        self.gig = GigCounter(
            self._desk,
            self._words,
            resolver=resolver,
            choices=self._computer.choices,
            cameras=self._cameras,
        )
        self.records = self._caseload_page()
        self.scanning.feed.choose_camera(self._computer.choices.now.camera)
        self._computer.choices.camera_chosen.connect(self.scanning.feed.choose_camera)
        self.scanning.view.camera_switched.connect(self._keep_camera)
        self._add(self.day, self.scanning, self.records, self.gig)
        self._computer.add_page()
        self._connect(self.day, self.gig)
        self.gun.begin(self.scanning, self.gig)
        self.day.show_news(news)

    def go_to(self, key: str) -> None:
        """Open a page, unless something has the whole window to itself."""
        if self.day is not None and not self._window.is_full_screen_task_open:
            self._window.go_to(key)

    def show(self, key: str) -> None:
        """A page came to the front; only that one uses the camera."""
        if key == COMPUTER:
            self._computer.show()
        if self.day is not None and key == ROUNDS:
            self.day.rounds.presenter.refresh()
        if self.scanning is None or self.gig is None:
            return
        if key != "scan":
            self.scanning.presenter.leave()
        if key != GIG:
            self.gig.leave()
        if key == SCAN:
            self.scanning.presenter.enter()
        elif key == GIG:
            self.gig.enter()

    def show_again(self) -> None:
        """The door is open: the page that was there before comes to the front."""
        self.show(self._window.navigation.current or "")

    def leave_task(self) -> None:
        """Close what these pages showed over the whole window."""
        self.slips.leave()

    def lock(self) -> None:
        """Let the camera go, whoever stands at the counter, and what a purpose had opened."""
        self.slips.leave()
        if self.records is not None:
            self.records.presenter.mask()
        if self.scanning is not None:
            self.scanning.presenter.forget()
        if self.gig is not None:
            self.gig.lock()

    def close(self) -> None:
        self.gun.stop()
        if self.gig is not None:
            self.gig.close()
        if self.scanning is not None:
            self.scanning.feed.close()

    def _caseload_page(self) -> CaseloadPage:
        return build_caseload_page(
            self._words,
            self._desk,
            author=self._collecting.author,
            form_titles={form_id: form_title(form_id, self._words) for form_id in ALL_FORMS},
            ways=Ways(
                collect=self._collecting.begin,
                collect_new=self._collecting.begin_member,
                decide=self._deciding.open,
                monitor=self._monitor,
                scan=lambda: self.go_to(SCAN),
                say=self._window.toast.say,
            ),
        )

    def _add(self, day: WorkingDay, scanning: ScanPage, records: CaseloadPage, gig: GigCounter) -> None:
        widgets = {
            TODAY: day.today,
            SCAN: scanning.view,
            RECORDS: records.view,
            TASKS: day.tasks,
            ROUNDS: day.houses,
            GIG: gig.view,
            SYNC: day.exchange,
        }
        add_pages(self._window, self._words, widgets)

    def _connect(self, day: WorkingDay, gig: GigCounter) -> None:
        day.collect_wanted.connect(self._collecting.begin)
        day.correction_wanted.connect(self._correcting.open)
        day.verify_wanted.connect(self._collecting.verify)
        day.draft_wanted.connect(self._resume)
        day.differences_wanted.connect(self._deciding.open)
        day.page_wanted.connect(self.go_to)
        day.today.heading_changed.connect(self._show_heading)
        gig.refused.connect(self.refused)
        gig.said.connect(self._say)
        gig.slip_wanted.connect(self.slips.show)
        gig.served.connect(self._sound)
        gig.heading_changed.connect(self._show_station)
        self.slips.said.connect(self._say)
        gig.submitted.connect(lambda _submitted: self._desk.sync())

    def _resume(self, draft_id: str) -> None:
        """Go on with a draft: that of the counter at the counter, which knows where it stands."""
        drafts = list_draft_heads(self._desk.reader) if self._desk.reader is not None else ()
        is_gig = any(draft.id == draft_id and draft.form_id == GIG_FORM for draft in drafts)
        if self.gig is None or not is_gig:
            self._collecting.resume(draft_id)
            return
        self.gig.resume(
            draft_id,
            is_busy=self._is_busy,
            come=lambda: self.go_to(GIG),
            otherwise=lambda: self._collecting.resume(draft_id),
        )

    def _is_busy(self) -> bool:
        return self._window.is_locked or self._window.is_full_screen_task_open

    def _say(self, sentence: str, is_problem: bool) -> None:  # noqa: FBT001 — a slot has no names
        self._window.toast.say(sentence, icon="circle-alert" if is_problem else "circle-check")

    def _keep_camera(self) -> None:
        """Begin with the camera somebody switched to the next time, too."""
        if self.scanning is not None:
            self._computer.choices.choose_camera(self.scanning.feed.index)

    def _sound(self, is_known: bool) -> None:  # noqa: FBT001 — the shape of a callback
        self._chime.sound(Sound.FOUND if is_known else Sound.UNKNOWN)

    def _monitor(self) -> None:
        self._collecting.begin_about_place(ENTERPRISE_FORM)

    def _settle(self, number: str) -> None:
        self._collecting.begin_household({"household_no": number})

    def _search(self, query: str) -> None:
        """Look among the records for what was typed or scanned and is no code."""
        self.go_to(RECORDS)
        if self.records is not None:
            self.records.view.search_for(query)

    def _register(self, read: str) -> None:
        """Go to the counter with what was scanned elsewhere."""
        self.go_to(GIG)
        if self.gig is not None and read:
            self.gig.presenter.arrive(read)

    def _show_heading(self, heading: Heading) -> None:
        self._window.set_heading(TODAY, title=heading.title, sentence=heading.sentence)
        self._window.set_action(
            TODAY,
            self._words.text("screens.today.scan"),
            icon="scan-qr-code",
            key_hint="F2",
            is_primary=heading.is_scan_next,
        )

    def _show_station(self, sentence: str) -> None:
        self._window.set_heading(GIG, title=self._words.text("screens.pages.gig"), sentence=sentence)

    def _show_badges(self, news: News) -> None:
        if self.day is not None:
            self._window.set_badge(TASKS, len(news.day.tasks))
            self._window.set_badge(SYNC, news.day.unsent + news.day.returned)
        if self.records is not None:
            self.records.presenter.refresh()
        if self.scanning is not None:
            self.scanning.presenter.records_changed(is_closed=news.day.closed_code is not None)

    def _enter_by_hand(self) -> None:
        """Ctrl+L: at the counter into its own field, elsewhere into that of the scanning page."""
        if self._window.is_full_screen_task_open or self.scanning is None or self.gig is None:
            return
        if self._window.navigation.current == GIG:
            self.gig.view.take_focus()
            return
        self.go_to(SCAN)
        self.scanning.view.ask_for_text("")
