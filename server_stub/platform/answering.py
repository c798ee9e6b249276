"""What each device hears when records changed: a patch where it can build on what it holds, else the whole.

Every device of a place was told every revision of its records, so the state before is
what it holds; the device that made the change may build on its own. Whoever held a record
and may no longer hears that it left. A device that cannot follow asks for the whole.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from server_stub.platform.items import JudgedItem
from server_stub.platform.port import PlacedState
from server_stub.platform.registry import may_hold
from sync.change import BundleItem, EnvelopeVerdict, RecordLeft, RecordState, Verdict, VerdictState
from sync.keys.registry_document import DeviceEntry
from sync.record_patch import make_patch


def combine(changes: Iterable[PlacedState]) -> tuple[PlacedState, ...]:
    """Make one answer of several changes of a record: from what was first to what is now."""
    combined: dict[tuple[str, str], PlacedState] = {}
    for one in changes:
        key = (one.state.record_kind, one.state.record_id)
        earlier = combined.get(key)
        combined[key] = one if earlier is None else _after(earlier, one)
    return tuple(combined.values())


def news_for(
    device: DeviceEntry, changed: Iterable[PlacedState], *, is_sender: bool = False
) -> list[BundleItem]:
    """Give what one device is told about records that changed."""
    news: list[BundleItem] = []
    conflicts: list[BundleItem] = []
    for one in changed:
        told = _tell(device, one, is_sender=is_sender)
        news.extend([] if told is None else [told])
        conflicts.extend(one.conflicts if _may_hold(device, one.state) else ())
    return [*news, *conflicts]


def verdicts_of(envelope_id: str, judged: Sequence[JudgedItem], *, now_ms: int) -> list[BundleItem]:
    """Say the commonest word once for the whole envelope, and the others item by item."""
    words: Counter[VerdictState] = Counter(one.state for one in judged if one.code is None)
    # The word for an envelope moves on every item that has not come as far: none may wait behind it.
    checked = [one for one in judged if one.state is VerdictState.CHECKED]
    some_wait = any(one.code is not None or VerdictState.APPLIED in words for one in checked)
    if len(judged) < 2 or not words or some_wait:
        return [one.verdict for one in judged]
    common, _ = words.most_common(1)[0]
    apart: list[Verdict] = [one.verdict for one in judged if (one.state, one.code) != (common, None)]
    return [*apart, EnvelopeVerdict(envelope_id, common, now_ms)]


def _after(earlier: PlacedState, later: PlacedState) -> PlacedState:
    # What is said of a conflict last counts.
    notices = {(one.field, one.lost_revision): one for one in (*earlier.conflicts, *later.conflicts)}
    return PlacedState(later.state, earlier.before, later.made, tuple(notices.values()))


def _tell(device: DeviceEntry, one: PlacedState, *, is_sender: bool) -> BundleItem | None:
    before = one.before
    was_held = before is not None and _may_hold(device, before)
    if not _may_hold(device, one.state):
        return RecordLeft(one.state.record_kind, one.state.record_id) if was_held else None
    if is_sender and one.made is not None:
        return make_patch(one.made, one.state)
    return make_patch(before, one.state) if before is not None and was_held else one.state


def _may_hold(device: DeviceEntry, state: RecordState) -> bool:
    return may_hold(device, state.record_kind, state.place)
