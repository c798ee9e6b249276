"""One officer's computer as a process that may be killed at any moment; `bench/kill.py` starts and kills it.

    .venv/bin/python bench/kill_client.py --data FOLDER [--join INVITATION] [--drain]

It fills forms and exchanges, over and over. After the commit of a form it prints the form's id:
from then on the officer has been told that it is kept. With --drain it fills no more and
ends once the city has said its last word about everything.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from desktop.operations.drafts import Author, FinishedForm, submit_draft
from desktop.operations.enrolment import ask_to_join, keep_joining, prepare_joining, read_membership
from employment.answers import person_prefill
from forms import DeviceProperties, FormSession
from server_stub.platform.form_shelf import FormClock, shipped_form
from store import DeliveryState, Store, count_records, find_records, list_items, open_store
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.keys.enrolment import Enrolment
from sync.runner import SyncRunner

KEY = bytes(range(32))
FORM = "employment_brief"
PAUSE_SECONDS = 0.02
_DONE = frozenset({DeliveryState.APPLIED, DeliveryState.RETURNED})

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
        if options.join is not None and count_records(store, "person"):
            return 0
        if options.drain and all(item.state in _DONE for item in list_items(store)):
            return 0
        if not options.drain and options.join is None:
            print(_fill(store, membership), flush=True)
        time.sleep(PAUSE_SECONDS)


def _join(store: Store, invitation: str) -> None:
    clock, entropy = SystemClock(), SystemEntropy()
    joining = prepare_joining(invitation, device_name="kill", operator="林秀梅", clock=clock, entropy=entropy)
    keep_joining(store, joining)
    ask_to_join(joining, transport=HttpTransport(joining.enrolment.relay_url), clock=clock, entropy=entropy)


def _fill(store: Store, membership: Enrolment) -> str:
    """Finish one form about somebody; give its id once it is on the disk."""
    person = random.choice(find_records(store, "person"))
    device_id = membership.identity.device_id
    session = FormSession.start(
        shipped_form(FORM),
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
    finished = FinishedForm(session.finalise(instance_id=entropy.uuid()), person.id, draft_id=entropy.uuid())
    author = Author(membership.operator, device_id)
    return submit_draft(store, finished, author=author, clock=SystemClock(), entropy=entropy).submission_id


if __name__ == "__main__":
    sys.exit(main())
