"""What one filling of a form is made of: each part once, and each knowing the others it reads.

The presenter steers; what it steers is put together here, from the session and what a draft kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.form_entry.draft_document import DraftDocument
from desktop.form_entry.entry_acts import EntryActs
from desktop.form_entry.filled_files import FilledFiles
from desktop.form_entry.form_pages import FormPages
from desktop.form_entry.hidden_answers import HiddenAnswers
from desktop.form_entry.outline_rows import OutlineRows
from desktop.form_entry.places import Places
from desktop.form_entry.problems import Problems
from desktop.form_entry.remarks import Judge
from desktop.form_entry.review_remarks import Remarks
from desktop.form_entry.session_views import SessionViews
from desktop.form_entry.whereabouts import Stopping
from forms import FormSession
from resources.words import Words


@dataclass(frozen=True, slots=True)
class Filling:
    """The parts of one filling."""

    problems: Problems
    files: FilledFiles
    remarks: Remarks
    views: SessionViews
    places: Places
    pages: FormPages
    frame: OutlineRows
    entries: EntryActs
    hidden: HiddenAnswers
    stopping: Stopping


def put_together(
    session: FormSession, words: Words, *, kept: DraftDocument, judge: Judge, last_time: Mapping[str, str]
) -> Filling:
    """Take up a session with what a draft kept beside it."""
    problems = Problems(words)
    problems.bring_back(kept.rejected)
    files = FilledFiles(dict(kept.files))
    remarks = Remarks(session, problems, words, judge=judge, said=kept.said)
    views = SessionViews(session, problems)
    places = Places(views)
    pages = FormPages(
        session.definition,
        views,
        places,
        problems=problems,
        words=words,
        remarks=remarks,
        files=files.contents,
        last_time=last_time,
    )
    return Filling(
        problems,
        files,
        remarks,
        views,
        places,
        pages,
        frame=OutlineRows(views, places, words, remarks, form_title=session.definition.title),
        entries=EntryActs(session, views, places, problems),
        hidden=HiddenAnswers(views),
        stopping=Stopping(views, places),
    )
