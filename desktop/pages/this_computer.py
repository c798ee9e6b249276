"""The page 设置与帮助: what this computer does by itself, who may open it, how it looks, how it stands.

Joins the page to the parts that do the work. Changing a slot stretches a secret, so it runs on
the store thread; removing somebody ends in a lock, because the keys change when the replica is
closed, and the next opening does that.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop.components.dialog import ScrimDialog
from desktop.desk import Desk
from desktop.diagnosis import Standing, examine, write_report
from desktop.error_report import report_error
from desktop.errors import WorkerStoppedError
from desktop.idle_lock import IdleLock
from desktop.operator_names import say_operator
from desktop.operators import Custodian
from desktop.pages.membership_cards import MembershipCards
from desktop.pages.rail_pages import COMPUTER, add_pages
from desktop.paths import AppPaths
from desktop.second_copy import SecondCopy
from desktop.settings.choices import ProgramChoices
from desktop.settings.copy_words import say_copy
from desktop.settings.diagnosis_card import DiagnosisSheet
from desktop.settings.examining import about_facts, data_facts, look_around, program_facts
from desktop.settings.secret_sheet import SecretAct, SecretSheet
from desktop.settings.section_tabs import Section
from desktop.settings.settings_view import SettingsView
from desktop.settings.update_words import say_update
from desktop.shell.main_window import MainWindow
from desktop.shell.secret_form import NewSecret
from desktop.unlocking import Unlocked
from desktop.updating import Updates, UpdateState, Updating
from desktop.who_may_come import list_operators
from resources.words import Words
from store import StoreError
from store.attachment_sending import count_waiting_attachments
from store.outbox import count_unsent
from sync.custody.secret_policy import Keychain
from sync.progress import SyncOutcome, SyncState


class ThisComputer(QObject):
    """Lives as long as the program; its page exists once somebody works."""

    lock_wanted = Signal()
    help_wanted = Signal(str)  # a topic; empty for the one that fits
    scan_wanted = Signal()

    def __init__(
        self,
        paths: AppPaths,
        desk: Desk,
        window: MainWindow,
        words: Words,
        *,
        keychain: Keychain,
        updates: Updates | None = None,
        camera_count: int = 1,
    ) -> None:
        super().__init__()
        self._camera_count = camera_count
        self._paths, self._desk, self._window, self._words = paths, desk, window, words
        self._keychain = keychain
        self.view: SettingsView | None = None
        self.copies = SecondCopy(paths.preferences, clock=desk.clock, unlocked=self._inside)
        self.choices = ProgramChoices(paths)
        minutes = self.choices.now.idle_minutes
        self.idle = IdleLock(clock=desk.clock, minutes=minutes, is_open=lambda: self._inside() is not None)
        self.updating = Updating(updates)
        self.updating.changed.connect(self._show_update)
        self.membership = MembershipCards(desk, window, words, page=COMPUTER)
        self.idle.due.connect(self.lock_wanted)
        self.idle.warned.connect(self._warn)
        desk.sync_ended.connect(self._exchange_ended)
        window.text_size_requested.connect(self.choices.step_text_size)
        self.choices.text_size_changed.connect(self._tell_text_size)

    def start(self) -> None:
        """Begin to watch whether somebody is there."""
        application = QApplication.instance()
        if application is not None:
            self.idle.watch(application)
        self.updating.started()

    def add_page(self) -> None:
        text, view = self._words.text, SettingsView(self._words, camera_count=self._camera_count)
        self.view = view
        view.copies.copy_wanted.connect(self.copies.copy_now)
        view.copies.place_chosen.connect(self.copies.choose)
        view.idle.minutes_chosen.connect(self._choose_minutes)
        view.operators.add_chosen.connect(lambda: self._show_sheet(SecretAct.ADD))
        view.operators.change_chosen.connect(lambda: self._show_sheet(SecretAct.CHANGE))
        view.operators.remove_chosen.connect(self._ask_to_remove)
        view.diagnosis.again_chosen.connect(self._examine)
        view.diagnosis.export_chosen.connect(self._show_report)
        view.section_opened.connect(self._section_opened)
        view.help.help_chosen.connect(self.help_wanted)
        view.about.licences_chosen.connect(lambda: self.help_wanted.emit("licences"))
        view.camera.try_chosen.connect(self.scan_wanted)
        self.choices.attach(view)
        self.copies.changed.connect(lambda _: self._show_copy())
        add_pages(self._window, self._words, {COMPUTER: view})
        title, sentence = text("screens.settings.title"), text("screens.settings.sentence")
        self._window.set_heading(COMPUTER, title=title, sentence=sentence)
        self.membership.attach(view)
        self.show()

    def show(self) -> None:
        """Show how things stand; called whenever the page comes to the front."""
        inside = self._inside()
        if self.view is None or inside is None:
            return
        self._show_copy()
        self.choices.show()
        self._section_opened(self.view.section)
        self.view.idle.show_minutes(self.idle.minutes)
        self.view.operators.show_operators(
            list_operators(self._paths),
            inside=inside.operator,
            has_keychain=self._keychain.is_available(),
            first=self._first_operator,
        )

    def locked(self) -> None:
        """Leave nothing half done behind a closed door."""
        self.copies.give_up()
        if self.view is not None:
            self.view.come_again()

    def close(self) -> None:
        """End what goes on behind the work; every form has been left by now."""
        self.idle.stop()
        self.copies.close()
        self.updating.close(self._count_unsent)

    def _inside(self) -> Unlocked | None:
        return None if self._window.is_locked else self._desk.unlocked

    def _show_copy(self) -> None:
        if self.view is not None:
            now_ms = self._desk.clock.now_ms()
            self.view.copies.show_copy(say_copy(self.copies.status, now_ms=now_ms, words=self._words))

    def _exchange_ended(self, outcome: SyncOutcome) -> None:
        if outcome.state is SyncState.OK:
            self.copies.after_exchange()
        required = None if self._desk.news is None else self._desk.news.required_version
        self.updating.look(unsent=self._unsent, now_ms=self._desk.clock.now_ms(), required=required)

    @property
    def _first_operator(self) -> str:
        """Name whoever this computer joined for; empty before it has."""
        membership = self._desk.news.membership if self._desk.news is not None else None
        return "" if membership is None else membership.operator

    @property
    def _unsent(self) -> int:
        """Give how much only this computer has; as long as nobody knows, some."""
        return 1 if self._desk.news is None else self._desk.news.day.unsent

    def _count_unsent(self) -> int:
        """Count behind everything that is still being written; where nobody can look, there is some."""
        try:
            return self._desk.store_worker.run_and_wait(
                lambda store: count_unsent(store) + count_waiting_attachments(store)
            )
        except (WorkerStoppedError, StoreError):
            return 1

    def _show_update(self, state: UpdateState) -> None:
        if self.view is not None:
            self.view.about.show_update(say_update(state, self._words))

    def _warn(self, seconds: int) -> None:
        sentence = self._words.text("screens.computer.idle_soon", seconds=seconds)
        self._window.toast.say(sentence, icon="lock-keyhole")

    def _choose_minutes(self, minutes: int) -> None:
        self.idle.minutes = minutes
        self.choices.keep(idle_minutes=minutes)

    def _section_opened(self, section: str) -> None:
        """Look at the disk and the printers only when somebody wants to see them."""
        if self.view is None:
            return
        if section == Section.RECORDS:
            self.view.data.show_facts(data_facts(self._paths, self._words))
        elif section == Section.ABOUT:
            self.view.about.show_facts(about_facts(self._words))
            self.view.about.show_update(say_update(self.updating.state, self._words))
            self._examine()

    def _look_around(self) -> Standing:
        preferences, has_keychain = self.choices.now, self._keychain.is_available()
        return look_around(self._paths, self._desk, has_keychain=has_keychain, preferences=preferences)

    def _examine(self) -> None:
        if self.view is not None:
            self.view.diagnosis.show_checks(examine(self._look_around()))

    def _show_report(self) -> None:
        if self.view is None:
            return
        program = program_facts(self.choices.now, language=self._words.language)
        report = write_report(program, self._look_around(), modules=sys.modules)
        sheet = DiagnosisSheet(self._words, report)
        sheet.left.connect(self.view.come_again)
        sheet.place_chosen.connect(lambda place: self._save_report(sheet, place))
        self.view.show_sheet(sheet)

    def _save_report(self, sheet: DiagnosisSheet, place: Path) -> None:
        try:
            place.write_text(sheet.report, encoding="utf-8")
        except OSError:
            sheet.refuse(self._words.text("screens.diagnosis.not_saved"))
            return
        if self.view is not None:
            self.view.come_again()
        self._window.toast.say(self._words.text("screens.diagnosis.saved", file=place.name))

    def _show_sheet(self, act: SecretAct) -> None:
        if self.view is None:
            return
        sheet = SecretSheet(self._words, act, has_keychain=self._keychain.is_available())
        sheet.left.connect(self.view.come_again)
        sheet.chosen.connect(lambda name, secret: self._keep_secret(sheet, name, secret))
        self.view.show_sheet(sheet)

    def _keep_secret(self, sheet: SecretSheet, name: str, secret: NewSecret) -> None:
        if sheet.act is SecretAct.ADD:
            done = self._words.text("screens.computer.added", operator=name)
            self._run(lambda one: one.add(name, secret.typed, kind=secret.kind), done=done, sheet=sheet)
        else:
            done = self._words.text("screens.computer.changed")
            self._run(lambda one: one.change(secret.typed, kind=secret.kind), done=done, sheet=sheet)

    def _run(self, act: Callable[[Custodian], None], *, done: str, sheet: SecretSheet) -> None:
        inside = self._inside()
        if inside is None:
            return
        custodian = Custodian(inside, self._keychain, self._desk.entropy)

        def end(_: None) -> None:
            if self.view is not None and self.view.sheet is sheet:  # or somebody has gone on to another
                self.view.come_again()
            self.show()
            self._window.toast.say(done)

        def refuse(error: Exception) -> None:
            if self.view is not None and self.view.sheet is sheet:
                sheet.refuse(self._tell(error))

        self._desk.store_worker.run_apart(lambda: act(custodian), done=end, failed=refuse)

    def _ask_to_remove(self, operator: str) -> None:
        text, name = self._words.text, say_operator(operator, self._words, first=self._first_operator)
        dialog = ScrimDialog(
            self._window,
            question=text("screens.computer.remove_question", operator=name),
            explanation=text("screens.computer.remove_explanation", operator=name),
            act=text("screens.computer.remove_act"),
            safe=text("screens.computer.remove_safe"),
        )
        dialog.answered.connect(lambda is_chosen: self._remove(operator) if is_chosen else None)
        dialog.answered.connect(dialog.deleteLater)
        dialog.ask()

    def _remove(self, operator: str) -> None:
        inside = self._inside()
        if inside is None:
            return
        custodian = Custodian(inside, self._keychain, self._desk.entropy)
        self._desk.store_worker.run_apart(
            lambda: custodian.begin_removal(operator),
            done=lambda _: self.lock_wanted.emit(),
            failed=lambda error: self._window.toast.say(self._tell(error), icon="circle-alert"),
        )

    def _tell(self, error: Exception) -> str:
        return report_error(error, words=self._words, entropy=self._desk.entropy).in_one_line(self._words)

    def _tell_text_size(self, percent: int) -> None:
        self._window.toast.say(self._words.text("screens.shell.larger", percent=percent), is_brief=True)
