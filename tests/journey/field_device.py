"""A device without a window: the real replica, the real exchange over HTTP, the form engine."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from desktop.enrolment.member_runner import MemberRunner
from desktop.form_shelf import DEFAULT_FORM, FormClock, shipped_form
from desktop.operations.drafts import Author, FinishedForm, submit_draft
from desktop.operations.enrolment import prepare_joining, read_membership
from desktop.operations.exchange import read_progress
from employment.answers import person_prefill
from forms import DeviceProperties, FormSession
from store import DeliveryState, Store, StoredRecord, find_records, open_store, read_record
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.progress import SyncOutcome

T = TypeVar("T")
KEY = bytes(range(32))


@dataclass(frozen=True)
class OwnThreadReplica:
    """Runs operations where they are asked for; one thread owns everything here."""

    store: Store

    def run(self, operation: Callable[[Store], T]) -> T:
        return operation(self.store)


class FieldDevice:
    """One officer's computer; `store` may be looked into."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.clock, self.entropy = SystemClock(), SystemEntropy()
        self.store = open_store(folder / "replica.db", KEY)
        self._runner = MemberRunner(
            OwnThreadReplica(self.store), connect=HttpTransport, clock=self.clock, entropy=self.entropy
        )

    def join(self, invitation: Path, *, operator: str) -> SyncOutcome:
        text = invitation.read_text(encoding="ascii")
        self._runner.join(
            prepare_joining(
                text, device_name="journey", operator=operator, clock=self.clock, entropy=self.entropy
            )
        )
        return self.sync()

    def sync(self) -> SyncOutcome:
        return self._runner.run_once(lambda _progress: None)

    def fill(self, person_id: str, answers: dict[str, str]) -> str:
        """Fill and finish the form about a person in one commit; give the submission's id."""
        person = read_record(self.store, "person", person_id)
        membership = read_membership(self.store)
        assert person is not None
        assert membership is not None
        device = DeviceProperties(membership.identity.device_id, membership.operator)
        session = FormSession.start(
            shipped_form(DEFAULT_FORM),
            clock=FormClock(self.clock),
            device=device,
            prefill=person_prefill(person.fields),
        )
        for reference, text in answers.items():
            session.answer(reference, text)
        finished = FinishedForm(
            session.finalise(instance_id=self.entropy.uuid()), person_id, draft_id=self.entropy.uuid()
        )
        author = Author(membership.operator, membership.identity.device_id)
        submitted = submit_draft(self.store, finished, author=author, clock=self.clock, entropy=self.entropy)
        return submitted.submission_id

    def state(self, submission_id: str) -> DeliveryState:
        progress = read_progress(self.store, submission_id)
        assert progress is not None
        return progress.state

    def tasks(self, person_id: str) -> tuple[StoredRecord, ...]:
        return find_records(self.store, "task", subject_id=person_id)

    def close(self) -> None:
        self.store.close()
