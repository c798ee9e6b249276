"""A village's computer and its office without a socket: the real replica, exchange, forms and desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from desktop.delivered import Delivered
from desktop.enrolment.member_runner import MemberRunner
from desktop.form_shelf import DeliveredFormBrokenError, FormClock, FormShelf
from desktop.operations.drafts import Author, FinishedForm, submit_draft
from desktop.operations.enrolment import prepare_joining, read_membership
from employment.answers import person_prefill
from forms import DeviceProperties, FormSession, FormSubmission
from server_stub.platform.enrol import invite
from store import OutboxItem, Store, items_of_submission, open_store, read_record
from sync.keys.enrolment import encode_invitation
from sync.progress import SyncOutcome, SyncProgress
from tests.fakes.asgi_transport import AsgiTransport
from tests.fakes.transport import FakeTransport
from tests.scenario.office import CAI, Office
from tests.scenario.realm import TOWNSHIP

T = TypeVar("T")
KEY = bytes(range(32))


@dataclass(frozen=True)
class OneThread:
    store: Store

    def run(self, operation: Callable[[Store], T]) -> T:
        return operation(self.store)


@dataclass
class Village:
    """One computer that has joined; its store and its wire may be looked into."""

    store: Store
    office: Office
    runner: MemberRunner
    wire: FakeTransport
    broken: list[DeliveredFormBrokenError] = field(default_factory=list)
    told: list[SyncProgress] = field(default_factory=list)

    @property
    def shelf(self) -> FormShelf:
        return FormShelf(Delivered(self.store), tell=self.broken.append)

    def sync(self) -> SyncOutcome:
        return self.runner.run_once(self.told.append)

    def exchange(self) -> SyncOutcome:
        """Send, let the office work, and hear its answers."""
        self.sync()
        self.office.desk.run_once()
        return self.sync()

    def start(self, form_id: str) -> FormSession:
        """Begin the newest version of a form about 蔡志明."""
        person = read_record(self.store, "person", CAI)
        assert person is not None
        return FormSession.start(
            self.shelf.newest(form_id),
            clock=FormClock(self.office.clock),
            device=self.device,
            prefill=person_prefill(person.fields, form_id=form_id),
        )

    def resume(self, form_id: str, version: str, saved: bytes) -> FormSession:
        definition = self.shelf.pinned(form_id, version)
        return FormSession.resume(definition, saved, clock=FormClock(self.office.clock), device=self.device)

    def finish(self, session: FormSession, answers: Mapping[str, str], *, judged_by: str = "") -> str:
        """Answer, finish and keep a form about 蔡志明; give the submission's id."""
        for reference, text in answers.items():
            session.answer(reference, text)
        self.office.clock.advance(1)
        return self.keep(session.finalise(instance_id=self.office.entropy.uuid(), judged_by=judged_by))

    def keep(self, submission: FormSubmission) -> str:
        finished = FinishedForm(submission, CAI, draft_id=self.office.entropy.uuid())
        author = Author("林秀梅", self.device.device_id)
        clock, entropy = self.office.clock, self.office.entropy
        return submit_draft(self.store, finished, author=author, clock=clock, entropy=entropy).submission_id

    def items(self, submission_id: str) -> tuple[OutboxItem, ...]:
        return items_of_submission(self.store, submission_id)

    @property
    def device(self) -> DeviceProperties:
        membership = read_membership(self.store)
        assert membership is not None
        return DeviceProperties(membership.identity.device_id, membership.operator)


def settle_village(
    office: Office, folder: Path, *, scope: tuple[str, ...] = (TOWNSHIP,), suite: int | None = None
) -> Village:
    """Let a computer join and fill."""
    with office.city.write() as connection:
        invitation = invite(
            connection,
            scope=scope,
            relay_url="https://relay.example",
            roots=office.desk.keys.roots,
            settings=office.settings.for_platform(),
            now_ms=office.clock.now_ms(),
            entropy=office.entropy,
            suite=suite,
        )
    folder.mkdir(parents=True, exist_ok=True)
    store = open_store(folder / "replica.db", KEY)
    wire = FakeTransport(AsgiTransport(office.relay_app).exchange)
    runner = MemberRunner(
        OneThread(store), connect=lambda _url: wire, clock=office.clock, entropy=office.entropy
    )
    runner.join(
        prepare_joining(
            encode_invitation(invitation),
            device_name="象山社区窗口",
            operator="林秀梅",
            clock=office.clock,
            entropy=office.entropy,
        )
    )
    village = Village(store, office, runner, wire)
    village.exchange()
    return village
