"""What a laptop says of itself and what the office wants of it, as the golden vectors of bundles tell it."""

from typing import Any, Final

import zstandard

from sync.cbor import encode_cbor
from sync.change import DeviceOrder, DeviceReport, DeviceWish
from tests.fakes.clock import STORY_STARTS_MS

DAY_MS: Final = 24 * 3_600_000

FIRST_REPORT: Final = DeviceReport(
    at_ms=STORY_STARTS_MS,
    program="0.1.0",
    system="linux x86_64",
    free_mib=20_480,
    unsent=3,
    last_sync_ms=0,
    forms=(),
    troubles=("exchange",),
)
REPORTS_TOGETHER: Final = (
    DeviceReport(
        at_ms=STORY_STARTS_MS + DAY_MS,
        program="0.1.0",
        system="windows x86_64",
        free_mib=18_200,
        unsent=0,
        last_sync_ms=STORY_STARTS_MS + DAY_MS - 60_000,
        forms=("employment_brief 2026110101", "household_roster 2026110101"),
        troubles=(),
    ),
    DeviceReport(
        at_ms=STORY_STARTS_MS + 2 * DAY_MS,
        program="0.2.0",
        system="windows x86_64",
        free_mib=812,
        unsent=1,
        last_sync_ms=STORY_STARTS_MS + DAY_MS,
        forms=("employment_brief 2026120101",),
        troubles=("copy", "space"),
    ),
)
DIAGNOSIS: Final = DeviceReport(
    at_ms=STORY_STARTS_MS + 3 * DAY_MS,
    program="0.2.0",
    system="linux aarch64",
    free_mib=4_096,
    unsent=0,
    last_sync_ms=STORY_STARTS_MS + 3 * DAY_MS,
    forms=("employment_brief 2026120101",),
    troubles=(),
    order=9,
    diagnostics="[checks]\nspace: fine\n空间：正常\n".encode(),
)
WISHES: Final = (
    DeviceOrder(8, DeviceWish.REQUIRE_UPDATE, "0.3.0"),
    DeviceOrder(9, DeviceWish.DIAGNOSTICS),
)


def framed(table: dict[str, object]) -> bytes:
    """Give the plaintext of a bundle with one row of one table, whatever stands in it."""
    plain = {"schema": 2, "order": b"\x00", "tables": [table]}
    return zstandard.ZstdCompressor(level=3).compress(encode_cbor(plain))


def report_table(**other: Any) -> dict[str, object]:
    """Give one report as a table, every column a list; `other` takes the place of columns."""
    columns = {
        "at_ms": [STORY_STARTS_MS],
        "program": ["0.1.0"],
        "system": ["linux x86_64"],
        "free_mib": [20_480],
        "unsent": [3],
        "last_sync_ms": [0],
        "forms": [None],
        "troubles": [["exchange"]],
        "order": [0],
        "diagnostics": [b""],
    }
    return {"is": "report", "rows": 1, "columns": columns | other}


def order_table(**other: Any) -> dict[str, object]:
    """Give one wish as a table; a column that is None is left out."""
    columns: dict[str, Any] = {"number": [9], "wish": ["require-update"], "argument": ["0.3.0"]}
    columns = {name: column for name, column in (columns | other).items() if column is not None}
    return {"is": "order", "rows": 1, "columns": columns}
