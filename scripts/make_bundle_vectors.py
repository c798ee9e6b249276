"""Write golden plaintexts of bundles: what a computer says of itself and what the office wants of it.

Plaintexts and not envelopes: sealing is fixed by the vectors beside them, and a reader of these needs no key.
Each run writes only files that are not there yet: vectors are added, never changed.

    python scripts/make_bundle_vectors.py tests/vectors/bundle
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from vector_files import write_missing

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sync.bundle_encoding import encode_bundle  # noqa: E402
from sync.change import Bundle, DeviceOrder, DeviceReport  # noqa: E402
from tests.sync.device_words import (  # noqa: E402
    DIAGNOSIS,
    FIRST_REPORT,
    REPORTS_TOGETHER,
    WISHES,
    framed,
    order_table,
    report_table,
)

ACCEPTED: Final[Mapping[str, Bundle]] = {
    "accept-report": Bundle((FIRST_REPORT,)),
    "accept-report--answers-a-wish": Bundle((DIAGNOSIS,)),
    "accept-report--several": Bundle(REPORTS_TOGETHER),
    "accept-order": Bundle(WISHES),
}


def vectors() -> dict[str, bytes]:
    too_long = report_table(diagnostics=[bytes(64 * 1024 + 1)])
    contents = {name: [_plain(item) for item in bundle.items] for name, bundle in ACCEPTED.items()}
    return {
        "contents.json": (json.dumps(contents, ensure_ascii=False, indent=1) + "\n").encode(),
        **{f"{name}.zst": encode_bundle(bundle) for name, bundle in ACCEPTED.items()},
        "refuse-message-malformed--order-without-argument.zst": framed(order_table(argument=None)),
        "refuse-message-malformed--number-is-text.zst": framed(order_table(number=["9"])),
        "refuse-message-malformed--troubles-are-text.zst": framed(report_table(troubles=["copy"])),
        "refuse-message-malformed--report-with-a-name.zst": framed(report_table(operator=["林秀梅"])),
        "refuse-message-too-large--diagnosis.zst": framed(too_long),
    }


def _plain(item: object) -> dict[str, object]:
    """Give an item as its table shows it, with bytes in hexadecimal."""
    assert isinstance(item, DeviceReport | DeviceOrder)
    plain = asdict(item)
    if isinstance(item, DeviceReport):
        plain["diagnostics"] = item.diagnostics.hex()
    return {"is": "report" if isinstance(item, DeviceReport) else "order", **plain}


def main() -> None:
    write_missing(Path(sys.argv[1]), vectors())


if __name__ == "__main__":
    main()
