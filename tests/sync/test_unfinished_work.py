"""A device that is to erase itself hands in its drafts too, and nothing unsealed is erased."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

import pytest

from store import Draft, DraftFiles, list_drafts, list_items, save_draft
from store.attachment_sending import AttachmentState, attachment_states
from store.attachments import list_attachments, open_attachment
from sync.change import FilledForm
from sync.envelope.encoding import parse_envelope
from sync.envelope.header import ChainLink
from sync.item_encoding import decode_kept_item
from sync.keys.registry import sign_registry
from tests.fakes.relay import MemoryRelay
from tests.sync.conftest import Laptop
from tests.sync.story import REGISTRY, ROOTS, XIANGSHAN, filled_form

HALF = Draft("d1", "person_employment", "3", "p-0921-1", "蔡志明，半张表".encode(), 1_795_305_600_000)
NEW_PERSON = Draft("d2", "gig_worker", "1", None, b"nobody chosen yet", 1_795_305_600_000)

# As large as a form lets its files be; random, so that nothing makes it smaller.
PHOTO = Random(8).randbytes(300 * 1024)
WITH_PHOTOS = replace(HALF, document=Random(9).randbytes(9 * 1024 * 1024))


@dataclass
class OrderedWipe:
    can_export: bool = True
    exported: list[bytes] = field(default_factory=list)
    drafts_when_erased: list[int] = field(default_factory=list)
    laptop: Laptop | None = None

    def export(self, envelopes: Sequence[bytes]) -> bool:
        self.exported.extend(envelopes)
        return self.can_export

    def erase(self) -> None:
        assert self.laptop is not None
        self.drafts_when_erased.append(len(list_drafts(self.laptop.store)))


@pytest.fixture
def wipe(laptop: Laptop) -> OrderedWipe:
    return OrderedWipe(laptop=laptop)


@pytest.fixture
def ordered(relay: MemoryRelay) -> MemoryRelay:
    """The office has ended the device and ordered it to erase itself."""
    mine, theirs = relay.registry.devices
    ended = (replace(mine, revoked_at_seq=0, wipe_ordered=True), theirs)
    relay.registry = replace(relay.registry, version=relay.registry.version + 1, devices=ended)
    relay.signed_registry = sign_registry(relay.registry, roots=ROOTS[:2])
    return relay


def fork(relay: MemoryRelay) -> None:
    relay.heads[(XIANGSHAN.device_id, REGISTRY.realm)] = ChainLink(9, b"9" * 32)


def handed_in(laptop: Laptop) -> list[FilledForm]:
    items = [decode_kept_item(item.payload) for item in list_items(laptop.store)]
    return [item for item in items if isinstance(item, FilledForm)]


def sent_files(laptop: Laptop, item: FilledForm) -> list[AttachmentState]:
    return [one.state for one in attachment_states(laptop.store, item.id)]


def test_drafts_reach_the_office_before_the_device_erases_itself(
    laptop: Laptop, ordered: MemoryRelay, wipe: OrderedWipe
) -> None:
    save_draft(laptop.store, HALF)
    save_draft(laptop.store, NEW_PERSON)

    outcome = laptop.runner_with(wipe).run_once(laptop.progress.append)

    assert (outcome.code, outcome.pushed, wipe.drafts_when_erased) == ("device-wiped", 2, [0])
    # One envelope with both drafts, and the last word.
    assert ordered.heads[(XIANGSHAN.device_id, REGISTRY.realm)].sequence == 2


def test_draft_is_handed_in_word_for_word_and_names_its_form(
    laptop: Laptop, ordered: MemoryRelay, wipe: OrderedWipe
) -> None:
    save_draft(laptop.store, HALF)
    save_draft(laptop.store, NEW_PERSON)

    laptop.runner_with(wipe).run_once(laptop.progress.append)

    told = {(one.form_id, one.form_version, one.subject_id, one.xml) for one in handed_in(laptop)}
    assert told == {
        ("person_employment", "3", "p-0921-1", HALF.document),
        ("gig_worker", "1", "d2", NEW_PERSON.document),
    }


def test_a_draft_of_an_earlier_program_goes_with_its_photos_as_one_file(
    laptop: Laptop, ordered: MemoryRelay, wipe: OrderedWipe
) -> None:
    save_draft(laptop.store, WITH_PHOTOS)

    outcome = laptop.runner_with(wipe).run_once(laptop.progress.append)

    [item] = handed_in(laptop)
    [file] = list_attachments(laptop.store, item.id)
    kept = b"".join(open_attachment(laptop.store, file.id))
    assert (outcome.code, wipe.drafts_when_erased, item.xml) == ("device-wiped", [0], b"")
    assert (kept, sent_files(laptop, item)) == (WITH_PHOTOS.document, [AttachmentState.DELIVERED])


def test_the_photos_beside_a_draft_go_as_files_of_its_item(
    laptop: Laptop, ordered: MemoryRelay, wipe: OrderedWipe
) -> None:
    save_draft(laptop.store, HALF, DraftFiles(frozenset({"door-1.jpg"}), {"door-1.jpg": PHOTO}))

    laptop.runner_with(wipe).run_once(laptop.progress.append)

    [item] = handed_in(laptop)
    [file] = list_attachments(laptop.store, item.id)
    kept = b"".join(open_attachment(laptop.store, file.id))
    assert (item.xml, file.name, kept) == (HALF.document, "door-1.jpg", PHOTO)
    assert sent_files(laptop, item) == [AttachmentState.DELIVERED]


def test_a_draft_with_photos_the_relay_refuses_is_exported_whole(
    laptop: Laptop, ordered: MemoryRelay, wipe: OrderedWipe
) -> None:
    save_draft(laptop.store, WITH_PHOTOS)
    fork(ordered)

    laptop.runner_with(wipe).run_once(laptop.progress.append)

    assert wipe.drafts_when_erased == [0]
    assert sum(map(len, wipe.exported)) > len(WITH_PHOTOS.document)


def test_drafts_the_relay_refuses_are_exported_sealed_and_unreadable(
    laptop: Laptop, ordered: MemoryRelay, wipe: OrderedWipe
) -> None:
    laptop.queue(filled_form())
    save_draft(laptop.store, HALF)
    fork(ordered)

    laptop.runner_with(wipe).run_once(laptop.progress.append)

    assert wipe.drafts_when_erased == [0]
    assert [parse_envelope(one).header.sequence for one in wipe.exported] == [1, 2]
    assert HALF.document not in b"".join(wipe.exported)


def test_drafts_wait_where_there_is_neither_relay_nor_room(
    laptop: Laptop, ordered: MemoryRelay, wipe: OrderedWipe
) -> None:
    wipe.can_export = False
    save_draft(laptop.store, HALF)
    fork(ordered)

    laptop.runner_with(wipe).run_once(laptop.progress.append)

    assert wipe.drafts_when_erased == []
    assert [one.xml for one in handed_in(laptop)] == [HALF.document]


def test_device_that_is_only_ended_keeps_its_drafts(laptop: Laptop, relay: MemoryRelay) -> None:
    mine, theirs = relay.registry.devices
    relay.registry = replace(relay.registry, version=8, devices=(replace(mine, revoked_at_seq=0), theirs))
    relay.signed_registry = sign_registry(relay.registry, roots=ROOTS[:2])
    save_draft(laptop.store, HALF)

    laptop.runner_with(OrderedWipe(laptop=laptop)).run_once(laptop.progress.append)

    assert list_drafts(laptop.store) == (HALF,)
