"""How far each file of each form has come on its way up, asked file by file.

A year of photos stays in the tables after it was sent. Grouping all of it, for each envelope
and each run, would make an upload cost the square of what was ever taken; here whoever asks
about open files pays for those alone. A piece that ends where the content ends is the last.
"""

from typing import Final

_PROGRESS: Final = """
    WITH progress AS (
        SELECT attachments.submission_id, attachments.name, media_type, content_id, digest, size_bytes,
               state, code,
               coalesce((SELECT max(place + length) FROM attachment_pieces AS piece
                         WHERE piece.submission_id = attachments.submission_id
                           AND piece.name = attachments.name), 0) AS sealed_bytes,
               EXISTS (SELECT 1 FROM attachment_pieces AS piece
                       WHERE piece.submission_id = attachments.submission_id
                         AND piece.name = attachments.name
                         AND place + length = size_bytes) AS is_sealed,
               NOT EXISTS (SELECT 1 FROM attachment_pieces AS piece
                           JOIN sealed_envelopes ON sealed_envelopes.id = envelope_id
                           WHERE piece.submission_id = attachments.submission_id
                             AND piece.name = attachments.name
                             AND delivered_at_ms IS NULL) AS is_known_delivered
        FROM attachments JOIN attachment_contents ON attachment_contents.id = content_id
    )
"""


def over_progress(question: str) -> str:
    """Give a question to `progress` a meaning: one row a file of a form, with what became of its pieces."""
    return f"{_PROGRESS}{question}"
