"""Puts the scanning page together: view, camera feed and presenter, wired once.

The only place that knows all three; `desktop/app.py` hands in what comes from outside.
"""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.capture.barcode_decoder import Scan
from desktop.capture.capture_feed import CaptureFeed
from desktop.capture.code_resolution import CodeResolver
from desktop.capture.errors import CaptureError
from desktop.capture.outcome_words import OutcomeWords
from desktop.capture.scan_presenter import ScanPresenter
from desktop.capture.scan_screen import ScanOrigin
from desktop.capture.scan_view import ScanView
from desktop.capture.scan_ways import NOWHERE, CollectionTarget, ScanWays
from desktop.code_lists import CodeLists
from resources.words import Words


@dataclass(frozen=True, slots=True)
class ScanPage:
    """What the program keeps of the scanning page."""

    view: ScanView
    presenter: ScanPresenter
    feed: CaptureFeed


def build_scan_page(
    words: Words,
    feed: CaptureFeed,
    *,
    resolver: CodeResolver,
    now_ms: Callable[[], int],
    collect: Callable[[CollectionTarget], None],
    look_up: Callable[[], None],
    camera_count: int = 1,
    ways: ScanWays = NOWHERE,
) -> ScanPage:
    """Wire the page; `presenter.enter()` and `leave()` as it comes and goes, `feed.close()` at the end."""
    view = ScanView(words, camera_count=camera_count)
    presenter = ScanPresenter(
        view,
        feed,
        resolver=resolver,
        outcome_words=OutcomeWords(words, CodeLists(words.language)),
        now_ms=now_ms,
        collect=collect,
        look_up=look_up,
        ways=ways,
    )
    _wire_feed(feed, view, presenter)
    view.text_entered.connect(lambda text: presenter.text_arrived(text, origin=ScanOrigin.TYPED))
    view.picture_chosen.connect(feed.read_picture_file)
    view.picture_pasted.connect(feed.read_pasted_picture)
    view.member_chosen.connect(presenter.choose_member)
    view.choice_made.connect(presenter.choose)
    view.scan_chosen.connect(presenter.choose_scan)
    view.pause_wanted.connect(presenter.pause)
    view.resume_wanted.connect(presenter.try_camera)
    view.camera_switched.connect(feed.next_camera)
    view.continuous_wanted.connect(lambda is_on: presenter.set_continuous(is_on=is_on))
    return ScanPage(view, presenter, feed)


def _wire_feed(feed: CaptureFeed, view: ScanView, presenter: ScanPresenter) -> None:
    def paste_failed(error: CaptureError) -> None:
        feed.pause()
        presenter.picture_failed(error)

    def picture_read(scans: tuple[Scan, ...]) -> None:
        if scans:
            presenter.scanned(scans[0], origin=ScanOrigin.PICTURE)
        else:
            presenter.picture_without_code()

    feed.frame_taken.connect(view.show_frame)
    feed.camera_named.connect(view.show_camera)
    feed.camera_started.connect(presenter.camera_ready)
    feed.code_read.connect(presenter.scanned)
    feed.failed.connect(presenter.camera_failed)
    feed.picture_read.connect(picture_read)
    feed.picture_failed.connect(presenter.picture_failed)
    view.paste_failed.connect(paste_failed)
