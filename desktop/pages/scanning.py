"""The scanning page of an unlocked device: real records, and issuers from the newest registry."""

from collections.abc import Callable, Sequence

from desktop.capture.capture_feed import CaptureFeed
from desktop.capture.code_resolution import CodeResolver
from desktop.capture.frame_source import FrameSource
from desktop.capture.local_records import ReplicaRecords
from desktop.capture.scan_page import ScanPage, build_scan_page
from desktop.capture.scan_ways import ScanWays
from desktop.desk import Desk
from desktop.moments import local_time
from resources.words import Words
from store import Store
from sync.codes.subject_code import SubjectCode, read_code


def code_resolver(desk: Desk, *, reader: Store) -> CodeResolver:
    """Give what tells codes apart on this device; scanning and the counter ask the same."""

    def check_code(text: str) -> SubjectCode:
        registry = desk.news.registry if desk.news else None
        issuers = registry.issuers if registry else ()
        return read_code(text, issuers=issuers, today=local_time(desk.clock.now_ms()).date())

    return CodeResolver(
        records=ReplicaRecords(reader, is_open=desk.shows_records),
        check_code=check_code,
        today=lambda: local_time(desk.clock.now_ms()).date(),
    )


def scanning_page(
    desk: Desk,
    words: Words,
    *,
    resolver: CodeResolver,
    cameras: Sequence[FrameSource],
    collect: Callable[[str], None],
    ways: ScanWays,
) -> ScanPage:
    """Wire the page to the desk; `collect` gets the id of the person to ask."""
    return build_scan_page(
        words,
        CaptureFeed(cameras),
        resolver=resolver,
        now_ms=desk.clock.now_ms,
        collect=lambda target: collect(target.person_id),
        look_up=desk.sync,
        camera_count=len(cameras),
        ways=ways,
    )
