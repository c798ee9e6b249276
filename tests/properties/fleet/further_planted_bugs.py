"""Programs that are wrong about files, documents, sticks, orders to erase, suites, backups and deletions.

Each has one bug, as those of `planted_bugs` have, to see that the simulation can fail there too.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import bench.simulation.laptop
import bench.simulation.sticks
import desktop.operations.edits
import desktop.wiping
import server_stub.platform.desk
import server_stub.platform.file_rounds
import server_stub.platform.intake
import sync.last_word
import sync.pull
import sync.runner
import sync.sending
import sync.wiping
from desktop.form_shelf import FormShelf
from desktop.paths import AppPaths
from server_stub.platform.attachments import put_together, take_pieces
from store.connection import Store
from store.outbox import OutboxItem, enqueue
from store.sealed import mark_delivered, unsent_envelopes
from sync.courier.field import pack_work
from sync.courier.parcel import Parcel
from sync.envelope.encoding import parse_envelope
from sync.envelope.header import EnvelopeKind
from sync.envelope.opening import open_with_any
from tests.properties.fleet.planted_bugs import Plant


def last_piece_of_a_photo_forgotten(patch: pytest.MonkeyPatch) -> None:
    honest = take_pieces

    def take(connection: Any, arrived: Sequence[Any], **rest: Any) -> Any:
        return honest(connection, arrived[:-1], **rest)

    patch.setattr(server_stub.platform.intake, "take_pieces", take)


def a_photo_is_not_what_it_was(patch: pytest.MonkeyPatch) -> None:
    honest = put_together

    def put(connection: Any, found: Any, folder: Path) -> bool:
        is_right = honest(connection, found, folder)
        place = folder / found.digest.hex()
        place.write_bytes(place.read_bytes()[:-1])
        return is_right

    patch.setattr(server_stub.platform.file_rounds, "put_together", put)


def photos_let_go_before_the_city_has_them(patch: pytest.MonkeyPatch) -> None:
    honest = mark_delivered

    def deliver(replica: Store, envelope_id: str, **rest: Any) -> None:
        honest(replica, envelope_id, **rest)
        for path in (replica.path.parent / "attachments").glob("*"):
            path.unlink()

    patch.setattr(sync.sending, "mark_delivered", deliver)


def withdrawals_unheard(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync.accept, "withdraw", lambda _replica, _word: None)


def published_documents_cut_short(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync.accept, "keep_piece", lambda _replica, _piece, **_rest: None)


def drafts_go_on_with_the_newest_form(patch: pytest.MonkeyPatch) -> None:
    def newest(shelf: FormShelf, form_id: str, _version: str) -> Any:
        return shelf.newest(form_id)

    patch.setattr(FormShelf, "pinned", newest)


def packed_counts_as_delivered(patch: pytest.MonkeyPatch) -> None:
    honest = pack_work

    def pack(replica: Any, *rest: Any, **more: Any) -> Any:
        carried = honest(replica, *rest, **more)
        for row in unsent_envelopes(replica.store):
            mark_delivered(replica.store, row.id, receipt=b"", at_ms=1)
        return carried

    patch.setattr(bench.simulation.sticks, "pack_work", pack)


def packed_photos_count_as_delivered(patch: pytest.MonkeyPatch) -> None:
    honest = pack_work

    def pack(replica: Any, *rest: Any, **more: Any) -> Any:
        carried = honest(replica, *rest, **more)
        for row in unsent_envelopes(replica.store):
            if parse_envelope(row.body).header.kind is EnvelopeKind.BLOB:
                mark_delivered(replica.store, row.id, receipt=b"", at_ms=1)
        return carried

    patch.setattr(bench.simulation.sticks, "pack_work", pack)


def a_plain_list_on_the_stick(patch: pytest.MonkeyPatch) -> None:
    honest = Parcel.pack

    def pack(parcel: Parcel, direction: str, envelope_id: str, body: bytes) -> bool:
        (parcel._root / "lists").mkdir(parents=True, exist_ok=True)
        (parcel._root / "lists" / f"{'0' * 32}-1-packed.cbor").write_text(
            "employment_brief", encoding="utf-8"
        )
        return honest(parcel, direction, envelope_id, body)

    patch.setattr(Parcel, "pack", pack)


def erased_before_it_has_handed_in(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync.wiping, "_count_held", lambda _replica: 0)
    patch.setattr(sync.runner, "send_unsent", lambda *_replica, **_rest: None)
    patch.setattr(sync.last_word, "send_unsent", lambda *_replica, **_rest: None)


def drafts_go_with_the_device(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync.wiping, "hand_in_drafts", lambda _replica, **_rest: 0)


def keys_stay_after_a_wipe(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(desktop.wiping, "_destroy_keys", lambda _paths, _keychain: None)


def a_wipe_cut_short_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    def forget(paths: AppPaths) -> bool:
        return (paths.folder / bench.simulation.laptop.MARKER).exists()

    patch.setattr(bench.simulation.laptop, "finish_wipe", forget)


def only_the_first_suite_is_opened(patch: pytest.MonkeyPatch) -> None:
    honest = open_with_any

    def open_one(verified: Any, openers: Sequence[Any]) -> Any:
        return honest(verified, openers[:1])

    patch.setattr(server_stub.platform.intake, "open_with_any", open_one)


def named_by_the_readers_suite(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync.pull, "name_envelope", lambda body: sha256(body).hexdigest())


def nobody_looks_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(server_stub.platform.desk.CityDesk, "look_back", lambda _desk, **_rest: False)


def deletions_without_a_place_in_the_outbox(patch: pytest.MonkeyPatch) -> None:
    honest = enqueue

    def skip(replica: Store, item: OutboxItem) -> None:
        if item.submission_id is not None:
            honest(replica, item)

    patch.setattr(desktop.operations.edits, "enqueue", skip)


FURTHER_BUGS: Mapping[Plant, str] = {
    last_piece_of_a_photo_forgotten: "P3",
    a_photo_is_not_what_it_was: "P3",
    photos_let_go_before_the_city_has_them: "P1",
    withdrawals_unheard: "P6",
    published_documents_cut_short: "P6",
    drafts_go_on_with_the_newest_form: "P8",
    packed_counts_as_delivered: "P3",
    packed_photos_count_as_delivered: "P3",
    a_plain_list_on_the_stick: "P7",
    erased_before_it_has_handed_in: "P9",
    drafts_go_with_the_device: "P8",
    keys_stay_after_a_wipe: "P10",
    a_wipe_cut_short_is_forgotten: "P10",
    only_the_first_suite_is_opened: "P3",
    named_by_the_readers_suite: "P4",
    nobody_looks_back: "P6",
    deletions_without_a_place_in_the_outbox: "P6",
}
