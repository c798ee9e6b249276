"""Photos and signatures of forms do not stay for ever: after `attachment_days` the city removes their files.

The rule is the office's, of its archive law; what stays is the row: which form had which file,
its digest and when it was judged. One content may belong to several forms; the youngest counts.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select, update

from server_stub.platform.attachment_tables import attachments
from sync.change import VerdictState

GONE: Final = "gone"


def let_files_go(connection: Connection, folder: Path, *, before_ms: int) -> int:
    """Remove the files of contents that nobody judged since a moment; say how many there were.

    A file goes before its row says so: a stop in between repeats the step.
    """
    is_applied = attachments.c.state == VerdictState.APPLIED
    old = (
        select(attachments.c.digest)
        .where(is_applied)
        .group_by(attachments.c.digest)
        .having(func.max(attachments.c.judged_at_ms) < before_ms)
    )
    digests = connection.execute(old).scalars().all()
    for digest in digests:
        (folder / bytes(digest).hex()).unlink(missing_ok=True)
        is_it = is_applied & (attachments.c.digest == digest)
        connection.execute(update(attachments).where(is_it).values(state=GONE))
    return len(digests)
