"""A device at the door of the office: its chain up, what came down, said in single words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from sync.bundle_encoding import decode_bundle
from sync.change import (
    BundleItem,
    Change,
    EnvelopeVerdict,
    FieldValue,
    FilledForm,
    RecordPatch,
    RecordState,
    Verdict,
    VerdictState,
)
from sync.checkpoint import Checkpoint, read_checkpoint
from sync.envelope.header import EnvelopeHeader, EnvelopeKind
from sync.envelope.opening import open_envelope
from sync.envelope.verifying import verify_envelope
from sync.keys.registry import RegistryDocument
from sync.record_patch import apply_patch
from sync.relay_client import RelayClient
from tests.scenario.realm import Device


@dataclass
class FieldDevice:
    """A device that has asked to join: its chain up, what came down."""

    device: Device
    client: RelayClient
    registry: Callable[[], RegistryDocument]
    cursor: int = 0
    received: list[BundleItem] = field(default_factory=list)
    known: dict[tuple[str, str, str | None], Mapping[str, FieldValue]] = field(default_factory=dict)
    posted: dict[str, list[str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.device.id

    def post(self, *items: BundleItem, header: EnvelopeHeader | None = None) -> None:
        self.device.epoch = self.registry().version
        sealed = self.device.seal(*items, header=header)
        self.posted[sealed.id] = [item.id for item in items if isinstance(item, Change | FilledForm)]
        for item in items:
            if isinstance(item, Change):
                base = self.known.get((item.record_kind, item.record_id, item.base_revision), {})
                self.known[item.record_kind, item.record_id, item.revision] = {**base, **item.edits}
        self.client.post_envelope(sealed.body)

    def pull(self) -> list[BundleItem]:
        """Fetch, verify and open everything new; give its items in order."""
        page = self.client.fetch_page(after=self.cursor)
        fresh: list[BundleItem] = []
        for item in page.items:
            verified = verify_envelope(item.body, self.registry(), audience=self.id)
            if verified.header.kind is not EnvelopeKind.CHECKPOINT:
                carried = decode_bundle(open_envelope(verified, self.device.identity)).items
                fresh.extend(self._understand(carried))
            self.cursor = item.position
        self.received.extend(fresh)
        return fresh

    def checkpoints(self) -> list[Checkpoint]:
        """Read every checkpoint in the mailbox, without moving the cursor."""
        registry = self.registry()
        bodies = [item.body for item in self.client.fetch_page(after=0).items]
        arrived = [verify_envelope(body, registry, audience=self.id) for body in bodies]
        return [
            read_checkpoint(open_envelope(one, self.device.identity), registry)
            for one in arrived
            if one.header.kind is EnvelopeKind.CHECKPOINT
        ]

    def _understand(self, carried: Sequence[BundleItem]) -> Iterator[BundleItem]:
        """Say in single words what the city said short: patches as states, one word as many."""
        named = {item.item_id for item in [*carried, *self.received] if _is_returned(item)}
        for item in carried:
            if isinstance(item, EnvelopeVerdict):
                for item_id in self.posted[item.envelope_id]:
                    if item_id not in named:
                        yield Verdict(item_id, item.state, None, item.at_ms)
                continue
            state = item
            if isinstance(item, RecordPatch):
                state = apply_patch(item, self.known[item.record_kind, item.record_id, item.base_revision])
            if isinstance(state, RecordState):
                self.known[state.record_kind, state.record_id, state.revision] = state.fields
            yield state

    def verdicts(self, item_id: str) -> list[tuple[VerdictState, str | None]]:
        words = [item for item in self.received if isinstance(item, Verdict)]
        return [(word.state, word.code) for word in words if word.item_id == item_id]

    def states(self, kind: str) -> dict[str, RecordState]:
        """Give the newest state of every record of a kind that ever came."""
        states = [item for item in self.received if isinstance(item, RecordState)]
        return {state.record_id: state for state in states if state.record_kind == kind}


def _is_returned(item: BundleItem) -> TypeGuard[Verdict]:
    return isinstance(item, Verdict) and item.state is VerdictState.RETURNED
