"""Keeps the draft of one filling on the store thread."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.store_worker import StoreWorker
from store import Draft, Store, save_draft


@dataclass(frozen=True, slots=True)
class DraftInStore:
    """The `DraftKeeper` of the real program: one draft, written over again each time."""

    worker: StoreWorker
    draft_id: str
    form_id: str
    form_version: str
    subject_id: str | None
    now_ms: Callable[[], int]

    def __call__(
        self, document: bytes, *, done: Callable[[int], None], failed: Callable[[Exception], None]
    ) -> None:
        draft = Draft(
            id=self.draft_id,
            form_id=self.form_id,
            form_version=self.form_version,
            subject_id=self.subject_id,
            document=document,
            saved_at_ms=self.now_ms(),
        )

        def keep(store: Store) -> int:
            save_draft(store, draft)
            return draft.saved_at_ms

        self.worker.run(keep, done=done, failed=failed)
