"""The screens of this computer itself: copies, idle lock, operators, a new secret, a recovery."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.components.dialog import ScrimDialog
from desktop.diagnosis import Standing, examine, write_report
from desktop.help.help_window import HelpWindow
from desktop.help.pages import Topic
from desktop.operations.device_keys import DeviceKeys, KeyName
from desktop.pages.rail_pages import COMPUTER
from desktop.preferences import Preferences
from desktop.second_copy import CopyStatus
from desktop.settings.alarm_words import say_alarms
from desktop.settings.copy_words import say_copy
from desktop.settings.diagnosis_card import DiagnosisSheet
from desktop.settings.examining import about_facts, program_facts
from desktop.settings.key_words import say_keys
from desktop.settings.secret_sheet import SecretAct, SecretSheet
from desktop.settings.section_tabs import Section
from desktop.settings.settings_view import SettingsView
from desktop.shell.main_window import MainWindow
from desktop.shell.recovery_view import AnswerView, AskView
from desktop.theme import current_theme
from desktop.who_may_come import OperatorAtTheDoor
from resources.words import Words
from store.trust import Alarm
from sync.custody.key_file import SecretKind
from tests.desktop.whole_rail import at_work
from tests.fakes.clock import STORY_STARTS_MS

HOUR_MS = 3_600_000
STICK = Path("/media/linxiumei/SHUANGLONG-32G")
OPERATORS = (
    OperatorAtTheDoor("0921", SecretKind.PIN),
    OperatorAtTheDoor("0922", SecretKind.PIN),
    OperatorAtTheDoor("1", SecretKind.PASSPHRASE),
)
COPIED = CopyStatus(STICK, last_ms=STORY_STARTS_MS - 15 * HOUR_MS)
KEYS = DeviceKeys(
    KeyName(1, "3f9ac07e5d10b84c92e6a17f08d3b5c4", "77e0a4192bd83c6f5508e1d9c3a2b7f6"),
    first_heard_ms=STORY_STARTS_MS - 200 * HOUR_MS,
    since_version=None,
)
WAITING_KEYS = DeviceKeys(
    KEYS.current,
    None,
    41,
    following=KeyName(3, "c04e19f2a7b3d5608e12f4c9b7a6d380", ""),
    wished_at_ms=STORY_STARTS_MS - HOUR_MS,
)
PRINTERS = ("HP LaserJet M17w", "汉印 N31")
STANDING = Standing(
    now_ms=STORY_STARTS_MS,
    records_bytes=86 << 20,
    free_bytes=700 << 20,
    has_keychain=True,
    last_copy_ms=STORY_STARTS_MS - 15 * HOUR_MS,
    last_exchange_ms=STORY_STARTS_MS - 200 * HOUR_MS,
    unsent=3,
    open_alarms=0,
    returned=2,
    printers=2,
    log=("2026-11-22 08:12:03,123 ERROR desktop.error_report unexpected KeyError, reference QC-1A2B3C, at",),
)
ALARMS = (
    Alarm("clock-behind", "day 20779", STORY_STARTS_MS - 30 * HOUR_MS),
    Alarm("peer-history-differs", "7", STORY_STARTS_MS - 2 * HOUR_MS),
    Alarm("delivery-withheld", "5", STORY_STARTS_MS - 70 * HOUR_MS, "林秀梅", STORY_STARTS_MS - 40 * HOUR_MS),
)
# As long as a real one: 420 characters of base45.
REQUEST = (
    "QZR1:"
    + "6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDEXWK G2EP4J0BGJLFX3R3VHXK.PJ:2DPF6R:5SVBHABVCNN95" * 4
)


def page(
    words: Words,
    status: CopyStatus,
    *,
    has_keychain: bool = True,
    section: Section = Section.RECORDS,
) -> tuple[MainWindow, SettingsView]:
    view = SettingsView(words, camera_count=2)
    window = at_work(words, COMPUTER, view)
    title, sentence = words.text("screens.settings.title"), words.text("screens.settings.sentence")
    window.set_heading("computer", title=title, sentence=sentence)
    view.copies.show_copy(say_copy(status, now_ms=STORY_STARTS_MS, words=words))
    view.idle.show_minutes(10)
    shown = OPERATORS if has_keychain else OPERATORS[2:]
    view.operators.show_operators(shown, inside=shown[0].operator, has_keychain=has_keychain, first="林秀梅")
    view.keys.show_keys(say_keys(KEYS, now_ms=STORY_STARTS_MS, words=words))
    view.text_size.show_percent(current_theme().percent)
    view.looks.show_choices(has_contrast=False, has_sound=True)
    view.language.show_language("en" if words.language == "zh_CN" else "zh_CN")
    view.camera.show_camera(0)
    view.printer.show_printers(PRINTERS if has_keychain else (), chosen=PRINTERS[0] if has_keychain else "")
    view.data.show_facts(
        (
            (words.text("screens.settings.data_size"), "86.4 MB"),
            (words.text("screens.settings.data_free"), "41.2 GB"),
            (words.text("screens.settings.data_folder"), "~/.local/share/quancai"),
        )
    )
    view.about.show_facts(about_facts(words))
    view.diagnosis.show_checks(examine(STANDING))
    view.open_section(section)
    return window, view


def settings_display(words: Words) -> QWidget:
    return page(words, COPIED, section=Section.DISPLAY)[0]


def settings_people(words: Words) -> QWidget:
    return page(words, COPIED, section=Section.PEOPLE)[0]


def settings_people_without_keychain(words: Words) -> QWidget:
    return page(words, COPIED, section=Section.PEOPLE, has_keychain=False)[0]


def settings_devices(words: Words) -> QWidget:
    return page(words, COPIED, section=Section.DEVICES)[0]


def settings_devices_without_printer(words: Words) -> QWidget:
    return page(words, COPIED, section=Section.DEVICES, has_keychain=False)[0]


def settings_about(words: Words) -> QWidget:
    return page(words, COPIED, section=Section.ABOUT)[0]


def settings_report(words: Words) -> QWidget:
    window, view = page(words, COPIED, section=Section.ABOUT)
    program = program_facts(Preferences(), language=words.language)
    report = write_report(program, STANDING, modules={"desktop.error_report"})
    view.show_sheet(DiagnosisSheet(words, report))
    return window


def help_window(words: Words, topic: Topic) -> QWidget:
    window = HelpWindow(words)
    window.show_topic(topic)
    return window


def help_scan(words: Words) -> QWidget:
    return help_window(words, Topic.SCAN)


def help_keys(words: Words) -> QWidget:
    return help_window(words, Topic.KEYS)


def help_pin(words: Words) -> QWidget:
    return help_window(words, Topic.PIN)


def computer_alarms(words: Words) -> QWidget:
    window, view = page(words, COPIED, section=Section.PEOPLE)
    view.alarms.show_alarms(say_alarms(ALARMS, now_ms=STORY_STARTS_MS, words=words))
    view.keys.show_keys(say_keys(WAITING_KEYS, now_ms=STORY_STARTS_MS, words=words))
    window.set_badge("computer", 2)
    return window


def computer_beginning_anew(words: Words) -> QWidget:
    window, _ = page(words, COPIED)
    text = words.text
    dialog = ScrimDialog(
        window,
        question=text("screens.device.anew_question"),
        explanation=text("screens.device.anew_explanation", unsent=3, drafts=2),
        act=text("screens.device.anew_act"),
        safe=text("screens.device.anew_safe"),
    )
    dialog.ask()
    return window


def computer(words: Words) -> QWidget:
    return page(words, COPIED)[0]


def computer_new(words: Words) -> QWidget:
    return page(words, CopyStatus(), has_keychain=False)[0]


def computer_stick_missing(words: Words) -> QWidget:
    return page(words, CopyStatus(STICK, COPIED.last_ms, trouble="copy-place-missing"))[0]


def computer_stick_full(words: Words) -> QWidget:
    return page(words, CopyStatus(STICK, COPIED.last_ms, trouble="copy-place-full"))[0]


def computer_copying(words: Words) -> QWidget:
    return page(words, CopyStatus(STICK, is_running=True))[0]


def adding(words: Words) -> QWidget:
    window, view = page(words, COPIED)
    sheet = SecretSheet(words, SecretAct.ADD, has_keychain=True)
    view.show_sheet(sheet)
    sheet.go.click()
    return window


def changing_without_keychain(words: Words) -> QWidget:
    window, view = page(words, COPIED)
    sheet = SecretSheet(words, SecretAct.CHANGE, has_keychain=False)
    view.show_sheet(sheet)
    sheet.refuse(words.error("key-file-missing", {"file": "key.slot"}).next_step)
    return window


def recovery_ask(words: Words) -> QWidget:
    window = MainWindow(words)
    window.show_lock_screen(AskView(words, operator="0921", has_keychain=False))
    return window


def recovery_answer(words: Words) -> QWidget:
    window = MainWindow(words)
    view = AnswerView(words, request=REQUEST)
    window.show_lock_screen(view)
    view.go.click()
    return window


SCREENS = (
    settings_display,
    settings_people,
    settings_people_without_keychain,
    settings_devices,
    settings_devices_without_printer,
    settings_about,
    settings_report,
    help_scan,
    help_keys,
    help_pin,
    computer,
    computer_alarms,
    computer_beginning_anew,
    computer_new,
    computer_stick_missing,
    computer_stick_full,
    computer_copying,
    adding,
    changing_without_keychain,
    recovery_ask,
    recovery_answer,
)
