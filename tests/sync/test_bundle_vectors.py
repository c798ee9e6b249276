"""Plaintexts of bundles that earlier programs wrote are read for ever; they are added to, never changed."""

from pathlib import Path

import pytest

from sync.bundle_encoding import decode_bundle, encode_bundle
from sync.change import Bundle
from sync.errors import SyncError
from tests.sync.device_words import DIAGNOSIS, FIRST_REPORT, REPORTS_TOGETHER, WISHES

FOLDER = Path(__file__).parents[1] / "vectors" / "bundle"
REFUSED = sorted(FOLDER.glob("refuse-*.zst"))
ACCEPTED = {
    "accept-report.zst": Bundle((FIRST_REPORT,)),
    "accept-report--answers-a-wish.zst": Bundle((DIAGNOSIS,)),
    "accept-report--several.zst": Bundle(REPORTS_TOGETHER),
    "accept-order.zst": Bundle(WISHES),
}


@pytest.mark.parametrize(("name", "bundle"), ACCEPTED.items(), ids=ACCEPTED)
def test_what_was_written_is_read_as_it_was_meant(name: str, bundle: Bundle) -> None:
    assert decode_bundle((FOLDER / name).read_bytes()) == bundle
    assert decode_bundle(encode_bundle(bundle)) == bundle


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_what_no_honest_program_writes_is_refused_for_the_reason_in_its_name(path: Path) -> None:
    with pytest.raises(SyncError) as caught:
        decode_bundle(path.read_bytes())

    assert caught.value.code == path.stem.removeprefix("refuse-").partition("--")[0]


def test_no_vector_lies_there_that_nobody_reads() -> None:
    assert {path.name for path in FOLDER.glob("*.zst")} == {*ACCEPTED, *(path.name for path in REFUSED)}
    assert len(REFUSED) == 5
