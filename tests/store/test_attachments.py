"""Photos beside the database: nothing readable, nothing half, nothing lost."""

import errno
import io
import itertools
import os
from pathlib import Path

import pytest

from store import Store, keep_submission, open_store, read_submission, transaction
from store.attachment_cipher import CHUNK_BYTES, TAG_BYTES, AttachmentDamagedError
from store.attachments import (
    Attachment,
    AttachmentId,
    AttachmentMissingError,
    collect_attachments,
    keep_attachment,
    list_attachments,
    mark_attachment_sent,
    open_attachment,
    release_attachments,
    unsent_attachments,
)
from store.errors import (
    StoreDiskFaultError,
    StoreDiskFullError,
    StoreReadOnlyError,
    StoreUnavailableError,
)
from tests.fakes.entropy import SeededEntropy
from tests.store.story import KEY, MORNING_MS, submission

SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES
PHOTO = bytes(range(251)) * 800  # three chunks and a bit


@pytest.fixture
def entropy() -> SeededEntropy:
    return SeededEntropy("photos")


def keep(store: Store, content: bytes, entropy: SeededEntropy, *, name: str = "door.jpg") -> AttachmentId:
    return keep_attachment(
        store,
        io.BytesIO(content),
        name=name,
        media_type="image/jpeg",
        submission_id="form-1",
        entropy=entropy,
    )


def read(store: Store, attachment_id: AttachmentId) -> bytes:
    return b"".join(open_attachment(store, attachment_id))


def files(store: Store) -> list[Path]:
    return sorted((store.path.parent / "attachments").iterdir())


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_content_of_any_length_comes_back(store: Store, entropy: SeededEntropy, size: int) -> None:
    content = (PHOTO * 2)[:size]

    assert read(store, keep(store, content, entropy)) == content


class PowerCutError(Exception):
    pass


def submit_and_lose_power(store: Store, entropy: SeededEntropy) -> None:
    with transaction(store):
        keep_submission(store, submission())
        keep(store, PHOTO, entropy)
        raise PowerCutError


def test_form_and_photo_are_one_commit(store: Store, entropy: SeededEntropy) -> None:
    with pytest.raises(PowerCutError):
        submit_and_lose_power(store, entropy)

    assert read_submission(store, "form-1") is None
    assert list_attachments(store, "form-1") == ()
    assert collect_attachments(store) == 1


def test_same_photo_twice_is_one_file(store: Store, entropy: SeededEntropy) -> None:
    first = keep(store, PHOTO, entropy)
    second = keep(store, PHOTO, entropy, name="again.jpg")

    assert first == second
    assert [path.name for path in files(store)] == [first]
    assert [one.name for one in list_attachments(store, "form-1")] == ["again.jpg", "door.jpg"]


def test_neither_name_nor_content_is_readable_beside_the_database(
    store: Store, entropy: SeededEntropy
) -> None:
    attachment_id = keep(store, b"signature of Cai" * 99, entropy)
    on_disk = b"".join(path.read_bytes() for path in store.path.parent.rglob("*") if path.is_file())

    assert b"signature of Cai" not in on_disk
    assert b"door.jpg" not in on_disk
    assert files(store)[0].stat().st_mode & 0o077 == 0
    assert attachment_id == files(store)[0].name


def test_file_name_does_not_tell_which_known_picture_it_is(tmp_path: Path) -> None:
    one, other = (
        open_store(tmp_path / "a" / "replica.db", KEY),
        open_store(tmp_path / "b" / "replica.db", KEY),
    )

    names = {keep(one, PHOTO, SeededEntropy("one")), keep(other, PHOTO, SeededEntropy("other"))}
    one.close()
    other.close()

    assert len(names) == 2


def test_content_is_never_whole_in_memory(store: Store, entropy: SeededEntropy) -> None:
    class Camera(io.BytesIO):
        largest = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.largest = max(self.largest, len(self.getvalue()) if size in (None, -1) else size or 0)
            return super().read(size)

    camera = Camera(PHOTO)
    kept = keep_attachment(
        store, camera, name="a", media_type="image/jpeg", submission_id="form-1", entropy=entropy
    )

    assert camera.largest <= CHUNK_BYTES
    assert max(len(piece) for piece in open_attachment(store, kept)) <= CHUNK_BYTES


def test_truncated_file_gives_nothing(store: Store, entropy: SeededEntropy) -> None:
    kept = keep(store, PHOTO, entropy)
    files(store)[0].write_bytes(files(store)[0].read_bytes()[:SEALED_CHUNK])

    with pytest.raises(AttachmentDamagedError):
        next(open_attachment(store, kept))


@pytest.mark.parametrize("order", list(itertools.permutations(range(3)))[1:])
def test_reordered_chunks_are_refused(store: Store, entropy: SeededEntropy, order: tuple[int, ...]) -> None:
    kept = keep(store, PHOTO, entropy)
    sealed = files(store)[0].read_bytes()
    pieces = [sealed[place * SEALED_CHUNK : (place + 1) * SEALED_CHUNK] for place in order]
    files(store)[0].write_bytes(b"".join(pieces) + sealed[3 * SEALED_CHUNK :])

    with pytest.raises(AttachmentDamagedError):
        read(store, kept)


def test_chunk_of_another_photo_is_refused(store: Store, entropy: SeededEntropy) -> None:
    first, second = keep(store, PHOTO, entropy), keep(store, PHOTO[::-1], entropy, name="other.jpg")
    folder = store.path.parent / "attachments"
    borrowed = (folder / second).read_bytes()[:SEALED_CHUNK]
    (folder / first).write_bytes(borrowed + (folder / first).read_bytes()[SEALED_CHUNK:])

    with pytest.raises(AttachmentDamagedError):
        read(store, first)


def test_file_of_another_photo_is_refused(store: Store, entropy: SeededEntropy) -> None:
    first, second = keep(store, PHOTO, entropy), keep(store, PHOTO[::-1], entropy, name="other.jpg")
    folder = store.path.parent / "attachments"
    (folder / first).write_bytes((folder / second).read_bytes())

    with pytest.raises(AttachmentDamagedError):
        read(store, first)


def test_one_flipped_bit_is_refused(store: Store, entropy: SeededEntropy) -> None:
    kept = keep(store, PHOTO, entropy)
    sealed = bytearray(files(store)[0].read_bytes())
    sealed[SEALED_CHUNK + 5] ^= 1
    files(store)[0].write_bytes(sealed)

    with pytest.raises(AttachmentDamagedError):
        read(store, kept)


def test_missing_file_is_told_and_can_be_given_again(store: Store, entropy: SeededEntropy) -> None:
    kept = keep(store, PHOTO, entropy)
    files(store)[0].unlink()

    with pytest.raises(AttachmentMissingError):
        read(store, kept)
    keep(store, PHOTO, entropy)

    assert read(store, kept) == PHOTO


def test_unknown_attachment_is_told(store: Store) -> None:
    with pytest.raises(AttachmentMissingError):
        next(open_attachment(store, AttachmentId("0" * 64)))


def test_photo_the_platform_does_not_hold_is_never_collected(store: Store, entropy: SeededEntropy) -> None:
    kept = keep(store, PHOTO, entropy)
    release_attachments(store, "form-1")

    assert collect_attachments(store) == 0
    assert read(store, kept) == PHOTO


def test_photo_somebody_refers_to_is_never_collected(store: Store, entropy: SeededEntropy) -> None:
    kept = keep(store, PHOTO, entropy)
    mark_attachment_sent(store, kept, at_ms=MORNING_MS)

    assert collect_attachments(store) == 0
    assert list_attachments(store, "form-1") == (
        Attachment(kept, "door.jpg", "image/jpeg", len(PHOTO), is_sent=True),
    )
    assert unsent_attachments(store) == ()


def test_sent_photo_nobody_refers_to_is_collected(store: Store, entropy: SeededEntropy) -> None:
    kept = keep(store, PHOTO, entropy)
    mark_attachment_sent(store, kept, at_ms=MORNING_MS)
    release_attachments(store, "form-1")

    assert collect_attachments(store) == 1
    assert files(store) == []


@pytest.mark.parametrize(
    ("number", "told"), [(errno.ENOSPC, StoreDiskFullError), (errno.EROFS, StoreReadOnlyError)]
)
def test_disk_that_does_not_take_it_keeps_neither_row_nor_file(
    store: Store,
    entropy: SeededEntropy,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    told: type[StoreUnavailableError],
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(number, "the disk refuses")

    monkeypatch.setattr(os, "fsync", refuse)

    with pytest.raises(told):
        keep(store, PHOTO, entropy)

    assert list_attachments(store, "form-1") == ()
    assert files(store) == []


def test_something_else_in_the_place_of_the_folder_is_told(store: Store, entropy: SeededEntropy) -> None:
    (store.path.parent / "attachments").write_bytes(b"not a folder")

    with pytest.raises(StoreDiskFaultError):
        keep(store, PHOTO, entropy)

    assert list_attachments(store, "form-1") == ()
