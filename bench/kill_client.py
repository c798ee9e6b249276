"""One officer's computer as a process that may be killed at any moment; `bench/kill.py` starts and kills it.

    .venv/bin/python bench/kill_client.py --data FOLDER [--join INVITATION] [--drain]

It fills forms, some with a photo, and exchanges, over and over. After the commit of a form it prints the
form's id and the digest of its photo: from then on the officer has been told that both are kept. With
--drain it fills no more and ends once the city has said its last word about everything.
"""

import argparse
import hashlib
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.photo_form import FORM, PHOTOS
from desktop.delivered import Delivered
from desktop.form_shelf import FormShelf
from desktop.operations.drafts import Author, FinishedForm, submit_draft
from desktop.operations.enrolment import ask_to_join, keep_joining, prepare_joining, read_membership
from employment.answers import person_prefill
from forms import DeviceProperties, FormSession
from server_stub.platform.form_shelf import FormClock
from store import DeliveryState, Store, count_records, find_records, list_items, open_store
from store.attachment_sending import AttachmentState, attachment_states
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.change import DocumentKind
from sync.keys.enrolment import Enrolment
from sync.runner import SyncRunner

KEY = bytes(range(32))
PAUSE_SECONDS = 0.4
PHOTO_SHARE = 0.4
PHOTO_BYTES = (3_000, 300_000, 900_000)  # one piece, two, and more than one envelope of them
_DONE = frozenset({DeliveryState.APPLIED, DeliveryState.RETURNED})
_JUDGED = frozenset({AttachmentState.APPLIED, AttachmentState.RETURNED})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OneThread:
    """The replica of a program without a window."""

    store: Store

    def run(self, operation: Callable[[Store], T]) -> T:
        return operation(self.store)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--join", type=Path)
    parser.add_argument("--drain", action="store_true")
    options = parser.parse_args()
    store = open_store(options.data / "replica.db", KEY)
    if options.join is not None:
        _join(store, options.join.read_text(encoding="ascii"))
    membership = read_membership(store)
    if membership is None:
        return 1
    runner = SyncRunner(
        replica=OneThread(store),
        transport=HttpTransport(membership.relay_url),
        clock=SystemClock(),
        entropy=SystemEntropy(),
    )
    while True:
        runner.run_once(lambda _progress: None)
        if options.join is not None and _is_filled(store):
            return 0
        if options.drain and _has_its_last_words(store):
            return 0
        if not options.drain and options.join is None:
            print(_fill(store, membership), flush=True)
        time.sleep(PAUSE_SECONDS)


def _join(store: Store, invitation: str) -> None:
    clock, entropy = SystemClock(), SystemEntropy()
    joining = prepare_joining(invitation, device_name="kill", operator="林秀梅", clock=clock, entropy=entropy)
    keep_joining(store, joining)
    ask_to_join(joining, transport=HttpTransport(joining.enrolment.relay_url), clock=clock, entropy=entropy)


def _is_filled(store: Store) -> bool:
    return count_records(store, "person") > 0 and bool(Delivered(store).standing(DocumentKind.FORM, FORM))


def _has_its_last_words(store: Store) -> bool:
    items = all(item.state in _DONE for item in list_items(store))
    return items and all(file.state in _JUDGED for file in attachment_states(store))


def _fill(store: Store, membership: Enrolment) -> str:
    """Finish one form about somebody; once it is on the disk, give its id and its photo's digest, if any."""
    person = random.choice(find_records(store, "person"))
    device_id = membership.identity.device_id
    session = FormSession.start(
        FormShelf(Delivered(store), tell=_raise).newest(FORM),
        clock=FormClock(SystemClock()),
        device=DeviceProperties(device_id, membership.operator),
        prefill=person_prefill(person.fields),
    )
    answers = {
        "who/consent": "1",
        "who/phone": f"164{random.randrange(10**8):08d}",
        "work/emp_status": "1",
        "work/unemp_reason": "04",
        "work/unemp_registered": "1",
        "work/status_since": "2026-10-01",
    }
    for name, text in answers.items():
        session.answer(f"/{FORM}/{name}", text)
    entropy = SystemEntropy()
    photo = random.randbytes(random.choice(PHOTO_BYTES)) if random.random() < PHOTO_SHARE else b""
    form = session.finalise(instance_id=entropy.uuid())
    if photo:
        form = replace(form, attachments={**form.attachments, PHOTOS[0]: photo})
    finished = FinishedForm(form, person.id, draft_id=entropy.uuid())
    author = Author(membership.operator, device_id)
    kept = submit_draft(store, finished, author=author, clock=SystemClock(), entropy=entropy).submission_id
    return f"{kept} {hashlib.sha256(photo).hexdigest()}" if photo else kept


def _raise(error: Exception) -> None:
    raise error


if __name__ == "__main__":
    sys.exit(main())
