"""Write a small replica of the version this program makes, for the tests that open it for ever.

Run it once, when an upgrade step is added: `NNNN.sqlite` is the encrypted file, `NNNN.json`
what it holds. An existing pair is never written again, because what a released program has
left on a laptop cannot be changed either. The key is published: these people are invented.

    python scripts/make_store_vector.py tests/vectors/store
"""

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from store import (  # noqa: E402
    ConflictDecision,
    DeliveryState,
    Draft,
    DraftFiles,
    InboxState,
    Origin,
    Store,
    StoredRecord,
    decide_conflict,
    enqueue,
    keep_conflict,
    keep_enrolment,
    keep_received,
    keep_registry,
    keep_sealed,
    keep_submission,
    mark_delivered,
    mark_item,
    open_store,
    save_draft,
    settle_received,
    write_record,
)
from store.disclosures import Disclosure, note_disclosure  # noqa: E402
from store.trust import Alarm, keep_trust, note_seen, raise_alarm  # noqa: E402
from store.upgrade import read_version  # noqa: E402
from tests.store import story  # noqa: E402
from tests.store.contents import contents  # noqa: E402

_AT = story.MORNING_MS
_HOUSEHOLD = StoredRecord(
    "household", story.HOUSEHOLD, "r1", {"address": "象山路 12 号", "household_no": "0921"}, "r1", {}, _AT
)
_SUBJECTS = (("household", story.HOUSEHOLD), ("person", story.PERSON), ("person", "p-gone"), ("task", "t-1"))


def fill(store: Store) -> None:
    """Leave something in every table: the Cai household, one doubt, one form on its way and one received."""
    officer = Origin("device", operator="林秀梅", submission_id="form-1", item_id="item-1")
    platform = Origin("platform")
    write_record(store, replace(_HOUSEHOLD, base_fields=_HOUSEHOLD.fields), origin=platform)
    first = story.person("r1", phone="16405950001", age=46, is_head=True, note=None)
    write_record(store, replace(first, base_fields=first.fields), origin=platform)
    write_record(store, story.person("r2", phone="16405950002", age=46, is_head=True), origin=officer)
    gone = replace(first, id="p-gone")
    write_record(store, gone, origin=platform)
    write_record(store, replace(gone, revision="r2", is_deleted=True), origin=platform)
    task = StoredRecord(
        "task", "t-1", "r1", {"subject_id": story.PERSON, "state": "dispatched"}, None, None, _AT
    )
    write_record(store, task, origin=platform)
    draft = Draft("draft-1", "employment_brief", "2026110101", story.PERSON, b"<page 1>", _AT)
    save_draft(store, draft, DraftFiles(frozenset({"door-1.jpg"}), {"door-1.jpg": b"a photo of the door"}))
    keep_submission(store, story.submission())
    for number in (1, 2, 3):
        enqueue(store, story.item(f"item-{number}"))
    first_envelope, second = story.sealed(1), story.sealed(2, b"more sealed bytes")
    keep_sealed(store, first_envelope, item_ids=["item-1"], head=story.head_of(first_envelope))
    mark_delivered(store, first_envelope.id, receipt=b"signed word", at_ms=_AT + 2)
    mark_item(store, "item-1", DeliveryState.RETURNED, at_ms=_AT + 3, code="id-no-mismatch")
    keep_sealed(store, second, item_ids=["item-2"], head=story.head_of(second))
    keep_received(store, [story.received(1), story.received(2), story.received(3)], stream="city", cursor=3)
    settle_received(store, "envelope-1", InboxState.MERGED)
    settle_received(store, "envelope-2", InboxState.QUARANTINED, code="envelope-gap")
    keep_conflict(store, story.conflict())
    keep_conflict(store, story.conflict("conflict-2"))
    decide_conflict(store, "conflict-1", ConflictDecision("16405950001", "林秀梅", _AT + 60_000))
    keep_enrolment(store, b"this device")
    keep_registry(store, 4, b"registry 4")
    keep_trust(store, "checkpoint", b"checkpoint 7")
    raise_alarm(store, Alarm("chain-fork", "city/350500", _AT))
    raise_alarm(store, Alarm("clock-behind", "day 20779", _AT))
    note_disclosure(store, Disclosure("person", story.PERSON, "林秀梅", _AT + 70_000, "核对身份证", 30))
    note_seen(store, "clock-behind", "day 20779", operator="林秀梅", at_ms=_AT + 60_000)


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "replica.db"
        store = open_store(path, story.KEY)
        number = f"{read_version(store.database):04d}"
        if (folder / f"{number}.sqlite").exists():
            store.close()
            return
        fill(store)
        held = contents(store, _SUBJECTS)
        store.close()
        (folder / f"{number}.sqlite").write_bytes(path.read_bytes())
    text = json.dumps({"subjects": _SUBJECTS, "holds": held}, ensure_ascii=False, indent=1)
    (folder / f"{number}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
