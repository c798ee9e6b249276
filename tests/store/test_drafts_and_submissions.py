from dataclasses import replace

import pytest

from store import (
    Draft,
    DraftHead,
    Store,
    StoreInvariantError,
    discard_draft,
    keep_submission,
    list_draft_heads,
    list_drafts,
    list_submissions,
    read_draft,
    read_submission,
    save_draft,
)
from tests.store.story import MORNING_MS, PERSON, submission

DRAFT = Draft("draft-1", "employment_brief", "2026110101", PERSON, b"<page 1>", MORNING_MS)


def test_draft_comes_back_as_it_was_last_saved(store: Store) -> None:
    save_draft(store, DRAFT)
    save_draft(store, replace(DRAFT, document=b"<page 2>", saved_at_ms=MORNING_MS + 60_000))

    draft = read_draft(store, "draft-1")

    assert draft == replace(DRAFT, document=b"<page 2>", saved_at_ms=MORNING_MS + 60_000)


def test_last_touched_draft_is_listed_first(store: Store) -> None:
    save_draft(store, DRAFT)
    save_draft(store, replace(DRAFT, id="draft-2", subject_id=None, saved_at_ms=MORNING_MS + 1))

    assert [draft.id for draft in list_drafts(store)] == ["draft-2", "draft-1"]


def test_drafts_are_listed_without_what_is_in_them(store: Store) -> None:
    save_draft(store, DRAFT)
    save_draft(store, replace(DRAFT, id="draft-2", subject_id=None, saved_at_ms=MORNING_MS + 1))

    heads = list_draft_heads(store)

    assert heads == (
        DraftHead("draft-2", "employment_brief", "2026110101", None, MORNING_MS + 1),
        DraftHead("draft-1", "employment_brief", "2026110101", PERSON, MORNING_MS),
    )


def test_discarded_draft_is_gone_and_the_others_stay(store: Store) -> None:
    save_draft(store, DRAFT)
    save_draft(store, replace(DRAFT, id="draft-2"))

    discard_draft(store, "draft-1")

    assert [draft.id for draft in list_drafts(store)] == ["draft-2"]


def test_finished_form_said_twice_is_kept_once(store: Store) -> None:
    keep_submission(store, submission())
    keep_submission(store, submission())

    assert list_submissions(store) == (submission(),)


def test_finished_form_cannot_be_replaced(store: Store) -> None:
    keep_submission(store, submission(b"<first/>"))

    with pytest.raises(StoreInvariantError):
        keep_submission(store, submission(b"<second/>"))

    assert read_submission(store, "form-1") == submission(b"<first/>")


def test_finished_form_cannot_be_edited_in_place(store: Store) -> None:
    keep_submission(store, submission())

    with pytest.raises(StoreInvariantError):
        store.execute("UPDATE submissions SET xml = x'00'")

    assert read_submission(store, "form-1") == submission()
