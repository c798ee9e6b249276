"""From an envelope to its effect, in two stages, each one commit with the answer it causes.

Checking opens the envelope and holds every item against form, rules and scope;
applying merges what held and answers with the records as they are now. The state
of the envelope moves in the same commit, so whatever stops us, a stage happens once:
on the way back the next stage is simply the one its row says. An envelope that
cannot be used is quarantined with its code and holds up nobody (P5), and so is one of which
some items wait for a mistake of ours to be mended; the others have their effect.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from server_stub.platform import inbox, items
from server_stub.platform.alarms import watch_acknowledgement
from server_stub.platform.answering import combine, news_for, verdicts_of
from server_stub.platform.attachments import take_pieces
from server_stub.platform.chains import read_link, write_link
from server_stub.platform.delivering import send_again
from server_stub.platform.device_words import keep_reports
from server_stub.platform.inbox import UNEXPECTED, Arrived, InboxState
from server_stub.platform.items import JudgedItem
from server_stub.platform.judging import Judging
from server_stub.platform.missing_links import MissingLinks
from server_stub.platform.outgoing import Postbox
from server_stub.platform.port import CityPlatform, PlacedState
from server_stub.platform.registry import may_hold
from sync.bundle_encoding import decode_bundle
from sync.change import (
    EVERYTHING,
    BlobPiece,
    BundleItem,
    Change,
    DeviceReport,
    FilledForm,
    RecordLeft,
    Verdict,
    VerdictState,
    Want,
)
from sync.document_pieces import DOCUMENT
from sync.envelope.chain import chain_name, check_successor
from sync.envelope.header import EnvelopeKind
from sync.envelope.opening import open_with_any
from sync.envelope.verifying import StandingError, VerifiedEnvelope, verify_envelope
from sync.errors import EnvelopeForkError, EnvelopeGapError, MessageMalformedError, SyncError
from sync.keys.identity import DeviceIdentity
from sync.keys.registry_document import DeviceEntry, RegistryDocument, Sender

logger = logging.getLogger(__name__)


class NewKeysWaitError(SyncError):
    """A device wishes for new keys, and the office has said that a person approves them."""

    code = "new-keys-wait"


class NewKeysRefusedError(SyncError):
    """A person has looked at a device's wish for new keys and said no; the present ones stay."""

    code = "new-keys-refused"


# Lists the keys that a device's statement, verified to be from this sender, wishes for it.
RenewKeys = Callable[[bytes, Sender], None]


@dataclass(frozen=True, slots=True)
class Intake:
    """Both stages on one transaction; made anew for each."""

    connection: Connection
    openers: tuple[DeviceIdentity, ...]  # the city's identities, with former sealing keys
    renew_keys: RenewKeys
    reviews_keys: bool  # a person looks at every wish for new keys
    registry: RegistryDocument
    city: CityPlatform
    postbox: Postbox
    now_ms: int

    def check(self, arrived: Arrived) -> None:
        """Open an envelope and judge its items; what cannot be opened is set aside."""
        try:
            verified = verify_envelope(arrived.body, self.registry, audience=self.registry.realm)
            code = self._advance_chain(verified)
        except StandingError as late:
            return self._keep_for_review(arrived, late)
        except SyncError as error:
            return self._quarantine(arrived, code=error.code)
        suite = verified.sender.key.suite
        senders = [one.service_id for one in self.registry.recipients if one.suite == suite]
        watch_acknowledgement(self.connection, verified.header, senders=senders, now_ms=self.now_ms)
        if verified.header.kind is EnvelopeKind.ROTATE and self.reviews_keys:
            sender = self._device(verified.sender.id)
            self._say_of_wish(arrived, sender, VerdictState.CHECKED, code=NewKeysWaitError.code)
            return self._quarantine(arrived, code=NewKeysWaitError.code, sender=verified.sender.id)
        return self._judge(arrived, verified, code=code)

    def admit(self, arrived: Arrived) -> None:
        """Judge what a person has taken out of quarantine; its place in the chain was taken before."""
        try:
            verified = verify_envelope(arrived.body, self.registry, audience=self.registry.realm)
        except StandingError as late:
            verified = late.envelope
        except SyncError as error:
            return self._quarantine(arrived, code=error.code)
        return self._judge(arrived, verified, code=None)

    def refuse_keys(self, arrived: Arrived) -> None:
        """Tell a device that a person has rejected its wish for new keys, and note that it was told."""
        code = NewKeysRefusedError.code
        self._say_of_wish(arrived, self._device(arrived.sender), VerdictState.RETURNED, code=code)
        inbox.settle(self.connection, arrived.digest, InboxState.REJECTED, code=code)

    def _judge(self, arrived: Arrived, verified: VerifiedEnvelope, *, code: str | None) -> None:
        sender = self._device(verified.sender.id)
        try:
            if verified.header.kind is EnvelopeKind.ROTATE:
                return self._renew_keys(arrived, verified)
            bundle = decode_bundle(open_with_any(verified, self.openers))
            opened = _uplink_items(bundle.items)
            known = items.find_items(self.connection, opened)
        except SyncError as error:
            if verified.header.kind is EnvelopeKind.ROTATE:
                self._say_of_wish(arrived, sender, VerdictState.RETURNED, code=error.code)
            # A genuine envelope stays a link of its chain, or the next one would look lost.
            return self._quarantine(arrived, code=error.code, sender=sender.device_id)
        judged = self._judging(arrived, sender).check(opened, known)
        fresh = [(place, each) for place, each in enumerate(judged) if each.item.id not in known]
        items.keep_items(self.connection, fresh, envelope=arrived.digest, sender=sender.device_id)
        self.postbox.send(
            sender, verdicts_of(arrived.digest, judged, now_ms=self.now_ms), kind=EnvelopeKind.ACK
        )
        self._answer_wants(sender, _wants(bundle.items), again=_decided_before(known.values()))
        said = [item for item in bundle.items if isinstance(item, DeviceReport)]
        keep_reports(self.connection, said, device=sender.device_id, now_ms=self.now_ms)
        pieces = [item for item in bundle.items if isinstance(item, BlobPiece)]
        refused = take_pieces(self.connection, pieces, sender=sender.device_id, now_ms=self.now_ms)
        self.postbox.send(sender, refused, kind=EnvelopeKind.ACK)
        inbox.settle(self.connection, arrived.digest, InboxState.CHECKED, sender=sender.device_id, code=code)
        return None

    def apply(self, arrived: Arrived) -> None:
        """Apply what was checked or waits, and tell everybody who may hold the records."""
        sender = self._device(arrived.sender)
        judging = self._judging(arrived, sender)
        judged, changed = judging.apply(items.items_of(self.connection, arrived.digest))
        items.move_items(self.connection, judged)
        words = verdicts_of(arrived.digest, judged, now_ms=self.now_ms)
        self._answer(sender, words, combine(changed))
        if judging.is_complete:
            inbox.settle(self.connection, arrived.digest, InboxState.APPLIED)
        else:
            inbox.settle(self.connection, arrived.digest, InboxState.QUARANTINED, code=UNEXPECTED)

    def _judging(self, arrived: Arrived, sender: DeviceEntry) -> Judging:
        return Judging(self.connection, self.city, arrived, sender=sender, now_ms=self.now_ms)

    def _renew_keys(self, arrived: Arrived, verified: VerifiedEnvelope) -> None:
        self.renew_keys(open_with_any(verified, self.openers), verified.sender)
        inbox.settle(self.connection, arrived.digest, InboxState.APPLIED, sender=verified.sender.id)

    def _say_of_wish(self, arrived: Arrived, sender: DeviceEntry, state: VerdictState, *, code: str) -> None:
        """Say what holds a wish up; the item it goes by is its envelope. A granted one the registry says."""
        word = Verdict(arrived.digest, state, code, self.now_ms)
        self.postbox.send(sender, [word], kind=EnvelopeKind.ACK)

    def _answer(
        self, sender: DeviceEntry, words: Sequence[BundleItem], changed: Sequence[PlacedState]
    ) -> None:
        for device in self.registry.devices:
            is_sender = device == sender
            news = news_for(device, changed, is_sender=is_sender)
            # Words before news: of several envelopes the first one then ends the sender's wait, and
            # he takes what the others say of his records as it is.
            self.postbox.send(device, [*(words if is_sender else ()), *news])

    def _answer_wants(self, sender: DeviceEntry, wants: Sequence[Want], *, again: Sequence[Want]) -> None:
        for one in wants:
            if one.record_kind == DOCUMENT:
                send_again(self.connection, sender.device_id, one.record_id)
        asked = [*(one for one in wants if one.record_kind not in (DOCUMENT, EVERYTHING)), *again]
        self.postbox.send(sender, [self._answer_want(one, sender) for one in asked])
        missing = MissingLinks(self.connection, self.city, self.postbox)
        missing.answer(sender, (one for one in wants if one.record_kind == EVERYTHING), now_ms=self.now_ms)

    def _answer_want(self, want: Want, sender: DeviceEntry) -> BundleItem:
        """Give a device the whole record it asks for, if it may hold it; else say that it left."""
        state = self.city.find_record(want.record_kind, want.record_id)
        if state is None or not may_hold(sender, state.record_kind, state.place):
            return RecordLeft(want.record_kind, want.record_id)
        return state

    def _advance_chain(self, verified: VerifiedEnvelope) -> str | None:
        """Move the sender's chain on; a gap is let through and marked, a fork is not."""
        name = chain_name(verified.sender.id, verified.header.audience)
        code: str | None = None
        try:
            check_successor(verified.header, head=read_link(self.connection, name))
        except EnvelopeGapError as gap:
            logger.warning("relay skipped envelopes of %s: wanted %s", verified.sender.id, gap.want)
            code = gap.code
        write_link(self.connection, name, verified.envelope.link)
        return code

    def _keep_for_review(self, arrived: Arrived, late: StandingError) -> None:
        """Set genuine work of a sender whose time is over aside for a person (P9); it still is a link.

        What the computer says of itself is no work: it is heard, and nobody has to decide about it.
        """
        code, sender = late.code, late.envelope.sender.id
        try:
            self._advance_chain(late.envelope)
        except EnvelopeForkError as fork:
            code = fork.code
            return self._quarantine(arrived, code=code, sender=sender)
        said = self._said_alone(late.envelope)
        if not said:
            return self._quarantine(arrived, code=code, sender=sender)
        keep_reports(self.connection, said, device=sender, now_ms=self.now_ms)
        return inbox.settle(self.connection, arrived.digest, InboxState.APPLIED, sender=sender, code=code)

    def _said_alone(self, verified: VerifiedEnvelope) -> Sequence[DeviceReport]:
        """Give what a computer says of itself, if its envelope holds nothing else."""
        try:
            opened = decode_bundle(open_with_any(verified, self.openers)).items
        except SyncError:
            return ()
        said = [item for item in opened if isinstance(item, DeviceReport)]
        return said if len(said) == len(opened) else ()

    def _device(self, sender: str | None) -> DeviceEntry:
        device = self.registry.device(sender or "")
        if device is None:  # devices are revoked and never taken off the list
            raise LookupError(sender)
        return device

    def _quarantine(self, arrived: Arrived, *, code: str, sender: str | None = None) -> None:
        logger.warning("envelope %s set aside: %s", arrived.digest, code)
        inbox.settle(self.connection, arrived.digest, InboxState.QUARANTINED, sender=sender, code=code)


def _uplink_items(opened: Sequence[object]) -> list[Change | FilledForm]:
    """Give the work of a bundle; anything a device does not send makes the whole unreadable."""
    found = [item for item in opened if isinstance(item, Change | FilledForm)]
    others = sum(isinstance(item, Want | BlobPiece | DeviceReport) for item in opened)
    if len(found) + others != len(opened) or len({item.id for item in found}) != len(found):
        raise MessageMalformedError(part="item")
    return found


def _decided_before(known: Iterable[JudgedItem]) -> list[Want]:
    """Give the records of work that came again from a replaced device: it missed what became of them."""
    changes = [each.item for each in known if isinstance(each.item, Change)]
    return [
        Want(kind, record) for kind, record in sorted({(one.record_kind, one.record_id) for one in changes})
    ]


def _wants(opened: Sequence[object]) -> list[Want]:
    return [item for item in opened if isinstance(item, Want)]
