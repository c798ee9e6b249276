"""The program from the locked door to the last page: who is shown when, and who hears what.

Three states: locked (a passphrase is asked), joining (no platform yet), working (the
pages). Everything else is in the pages and the desk; this file only joins them.
"""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop.capture.scan_page import ScanPage
from desktop.caseload.caseload_page import CaseloadPage
from desktop.collecting import Collecting
from desktop.coming_back import ComingBack
from desktop.components.empty_state import EmptyState
from desktop.components.focus_ring import FocusRing
from desktop.desk import Desk
from desktop.door import Door
from desktop.enrolment.fill_presenter import Arrived
from desktop.error_report import report_error
from desktop.first_fill import FirstFill
from desktop.front_door import FrontDoor
from desktop.help.helping import Helping
from desktop.joining import Joining
from desktop.pages.deciding import Deciding
from desktop.pages.this_computer import ThisComputer
from desktop.pages.work_pages import WorkPages
from desktop.pages.working_day import WorkingDay
from desktop.paths import AppPaths
from desktop.places import place_of
from desktop.recovering import secure_recovery
from desktop.reporting import ComputerReport
from desktop.shell.main_window import MainWindow
from desktop.traffic import TrafficMeter
from desktop.wiping import InstallationWipe, finish_wipe
from desktop.world import World
from resources.words import Words
from sync.progress import SyncOutcome
from sync.standing import DeviceWipedError


class Program(QObject):
    """One window on one data folder."""

    working = Signal()
    language_chosen = Signal(str)  # at the door or in the first run; whoever made this program makes another

    def __init__(
        self,
        paths: AppPaths,
        words: Words,
        *,
        world: World,
        invitation: Path | None = None,
        front: FrontDoor | None = None,
    ) -> None:
        super().__init__()
        self.paths, self.words, self._world = paths, words, world
        self._invitation = invitation
        self._front = front
        self.window = front.window if front is not None else MainWindow(words)
        self.focus_ring: FocusRing | None = None
        self.successor: Program | None = None  # the same program in another language
        finish_wipe(paths, world.keychain)
        self.desk = Desk(
            connect=world.connect,
            clock=world.clock,
            entropy=world.entropy,
            listen=world.listen,
            wipe=InstallationWipe(paths, world.keychain),
            meter=TrafficMeter(paths.traffic, clock=world.clock),
            report=self._report() if world.reports_itself else None,
        )
        self.door = Door(paths, self.desk, self.window, words, keychain=world.keychain)
        if front is not None:
            self.door.adopt(front)
        self.computer = ThisComputer(
            paths,
            self.desk,
            self.window,
            words,
            keychain=world.keychain,
            updates=world.updates,
            camera_count=len(world.cameras),
        )
        self.help = Helping(self.window, words)
        self.collecting = Collecting(self.desk, self.window, words, cameras=world.cameras)
        self._coming_back = ComingBack(self.desk, self.collecting)
        self.deciding = Deciding(self.desk, self.window, words)
        self.deciding.refused.connect(self._tell_error)
        self.work = WorkPages(
            self.desk,
            self.window,
            words,
            collecting=self.collecting,
            deciding=self.deciding,
            computer=self.computer,
            cameras=world.cameras,
        )
        self.joining: Joining | None = None
        self._first_fill = FirstFill(self.desk)
        self._connect()

    def start(self) -> None:
        """Show the window with its door closed."""
        self.door.show()
        self.window.show()
        self.computer.start()
        if self._front is not None:
            self._front.take_over(self.door.knock)
        application = QApplication.instance()
        if application is not None:
            self.work.gun.watch(application)

    @property
    def day(self) -> WorkingDay | None:
        return self.work.day

    @property
    def scanning(self) -> ScanPage | None:
        return self.work.scanning

    @property
    def records(self) -> CaseloadPage | None:
        return self.work.records

    def tell_broken(self, error: BaseException) -> None:
        """Have whoever looks at the program now hear of an error that nobody caught; from any thread."""
        if self.successor is not None:
            self.successor.tell_broken(error)
        else:
            self.desk.broken.emit(error)

    def lock(self) -> None:
        """Put the open form aside, close the door, and let go of the records and their keys."""
        self._coming_back.note()
        self._leave_task()
        self.deciding.lock()
        self.work.lock()
        self.computer.locked()
        self.door.show()
        self.desk.lock()

    def close(self) -> None:
        """End: camera, form, exchange, replica."""
        self._leave_task()
        if self.joining is not None:
            self.joining.close()
            self.joining = None
        self.work.close()
        self.computer.close()
        self.desk.close()

    def _leave_task(self) -> None:
        """Close whatever has the whole window to itself; each keeps what it promises to keep."""
        self.collecting.leave()
        self.deciding.leave()
        self.work.leave_task()

    def _report(self) -> ComputerReport:
        world = self._world
        return ComputerReport(self.paths, self.words.language, world.clock, world.keychain.is_available)

    def _connect(self) -> None:
        window = self.window
        window.closing.connect(self.close)
        window.lock_requested.connect(self.lock)
        window.sync_requested.connect(self.desk.sync)
        window.back_requested.connect(self._leave_task)
        self.computer.help_wanted.connect(self.help.open)
        self.computer.lock_wanted.connect(self.lock)
        self.computer.membership.began_anew.connect(self._begin_joining)
        self.door.opened.connect(self._opened)
        self.door.first_run.connect(self._begin_first_run)
        self.door.language_chosen.connect(self.language_chosen)
        self.door.passed.connect(self._name_operator)
        self.door.passed.connect(self.work.show_again)
        self.door.passed.connect(self._coming_back.open_again)
        self.desk.broken.connect(self._tell_error)
        self.desk.sync_ended.connect(self._end_if_wiped)
        self._first_fill.completed.connect(self._say_all_here)
        self.desk.status_changed.connect(lambda status, _progress: window.show_sync(status))
        self.collecting.refused.connect(self._tell_error)
        self.work.refused.connect(self._tell_error)
        self.collecting.submitted.connect(lambda _submitted: self._after_submitting())

    def _opened(self) -> None:
        news = self.desk.news
        if self.joining is not None:
            self.joining.installed()
        elif news is not None and news.membership is not None and news.registry is not None:
            self._begin_work()
        else:
            self._begin_joining()

    def _begin_first_run(self) -> None:
        """Show the steps of a computer without an installation."""
        self._show_joining(is_installed=False)

    def _begin_joining(self) -> None:
        joining = self._show_joining(is_installed=True)
        if self.desk.news is not None and self.desk.news.membership is not None:
            joining.wait()

    def _show_joining(self, *, is_installed: bool) -> Joining:
        if self.joining is None:
            world = self._world
            self.joining = Joining(
                self.desk,
                self.words,
                device_name=world.device_name,
                fill=self._first_fill,
                install=self.door.install,
                cameras=world.cameras,
                has_keychain=world.keychain.is_available(),
                is_installed=is_installed,
                invitation=self._invitation,
                told=world.told,
            )
            self.joining.entered.connect(self._joined)
            self.joining.left.connect(self.window.close)
            self.joining.language_chosen.connect(self.language_chosen)
        self.window.show_full_screen_task(self.joining.view)
        return self.joining

    def _joined(self) -> None:
        joining, self.joining = self.joining, None
        if joining is None:
            return
        joining.close()
        if self.window.leave_full_screen_task() is not None:
            joining.view.deleteLater()
        self._begin_work()
        if self._first_fill.is_under_way:
            self._say_filling("still_coming", self._first_fill.arrived())

    def _name_operator(self) -> None:
        """Name whoever works here, who after a lock may be another than before."""
        news = self.desk.news
        if self.day is not None and news is not None and news.membership is not None:
            place = place_of(news.membership.scope)
            self.day.greet(self.desk.operator, place=place)
            self.window.show_operator(self.desk.operator, place=place)

    def _say_all_here(self, arrived: Arrived) -> None:
        """Tell whoever went to work before the first fill had finished that it has."""
        if self.joining is None:
            self._say_filling("all_here", arrived)

    def _say_filling(self, key: str, arrived: Arrived) -> None:
        counted = {"households": arrived.households, "persons": arrived.persons}
        self.window.toast.say(self.words.text(f"screens.enrolment.{key}", **counted))

    def _begin_work(self) -> None:
        news, reader = self.desk.news, self.desk.reader
        if news is None or news.membership is None or reader is None:
            raise RuntimeError("work begins after unlocking and joining")
        place = place_of(news.membership.scope)
        if self._first_fill.arrived().households == 0:
            self._first_fill.begin()
        if self.day is not None:  # it joined anew: the pages are there
            self._name_operator()
            self._secure_recovery()
            self.desk.listen_again()
            self.desk.resume_sync()
            return
        self.work.begin(operator=self.desk.operator, place=place, news=news, reader=reader)
        self._name_operator()
        self._secure_recovery()
        self.working.emit()
        self.desk.sync()

    def _secure_recovery(self) -> None:
        """Give the city its slot in the key file as soon as this computer knows of which city it is."""
        unlocked = self.desk.unlocked
        if unlocked is not None:
            self.desk.run(lambda store: secure_recovery(store, unlocked), done=lambda _: None)

    def _after_submitting(self) -> None:
        self.window.toast.say(self.words.text("screens.program.submitted"))
        self.desk.sync()

    def _end_if_wiped(self, outcome: SyncOutcome) -> None:
        """Leave nothing but the word that everything was erased; a new start begins afresh."""
        if outcome.code != DeviceWipedError.code:
            return
        if self.desk.meter is not None:
            self.desk.meter.forget()
        self.close()
        told = self.words.error(DeviceWipedError.code)
        quiet = f"{told.explanation} {told.next_step}"
        self.window.show_full_screen_task(EmptyState(told.title, icon="circle-alert", quiet=quiet))

    def _tell_error(self, error: Exception) -> None:
        told = report_error(error, words=self.words, entropy=self._world.entropy)
        self.window.toast.say(told.in_one_line(self.words), icon="circle-alert")
