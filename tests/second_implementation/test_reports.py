"""A computer's report and the office's wish, read by what was written from the page alone."""

from sync.bundle_encoding import encode_bundle
from sync.change import Bundle, DeviceOrder, DeviceReport, DeviceWish
from tests.second_implementation.bundle import read_bundle, write_bundle

REPORT = DeviceReport(
    at_ms=7,
    program="0.2.0",
    system="linux x86_64",
    free_mib=20_480,
    unsent=3,
    last_sync_ms=6,
    forms=("employment_brief 2026120101",),
    troubles=("copy",),
    order=4,
    diagnostics=b"[checks]",
)


def test_a_report_is_read_by_its_page() -> None:
    (read,) = read_bundle(encode_bundle(Bundle((REPORT,))))

    assert read == {
        "is": "report",
        "at_ms": 7,
        "program": "0.2.0",
        "system": "linux x86_64",
        "free_mib": 20_480,
        "unsent": 3,
        "last_sync_ms": 6,
        "forms": ["employment_brief 2026120101"],
        "troubles": ["copy"],
        "order": 4,
        "diagnostics": b"[checks]",
    }


def test_a_wish_is_read_by_its_page_and_comes_back_the_same() -> None:
    encoded = encode_bundle(Bundle((DeviceOrder(9, DeviceWish.REQUIRE_UPDATE, "0.3.0"),)))

    read = read_bundle(encoded)

    assert read == [{"is": "order", "number": 9, "wish": "require-update", "argument": "0.3.0"}]
    assert read_bundle(write_bundle(read)) == read
