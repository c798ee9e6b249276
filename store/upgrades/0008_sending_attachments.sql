-- Files of forms on their way to the platform: photos, signatures, logs.

-- The name of a content on the wire, which everybody computes alike; made when it is first sent if missing.
ALTER TABLE attachment_contents ADD COLUMN digest BLOB;

-- When the file here was let go, because the platform holds the content.
ALTER TABLE attachment_contents ADD COLUMN released_at_ms INTEGER;

-- The platform's last word about one file of one form.
ALTER TABLE attachments ADD COLUMN state TEXT CHECK (state IN ('checked', 'applied', 'returned'));
ALTER TABLE attachments ADD COLUMN code TEXT;
ALTER TABLE attachments ADD COLUMN judged_at_ms INTEGER;

-- Which bytes of a file of a form went into which envelope; what is in one is never sealed again.
CREATE TABLE attachment_pieces (
    submission_id TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    place         INTEGER NOT NULL CHECK (place >= 0),
    length        INTEGER NOT NULL CHECK (length >= 0),
    envelope_id   TEXT    NOT NULL REFERENCES sealed_envelopes (id),
    PRIMARY KEY (submission_id, name, place)
) STRICT;

CREATE INDEX attachment_pieces_by_envelope ON attachment_pieces (envelope_id);

-- How far each file of each form has come on its way up: a piece that ends where the content ends is the last.
CREATE VIEW attachment_progress AS
SELECT attachments.submission_id, attachments.name, media_type, content_id, attachment_contents.digest, size_bytes,
       attachments.state, attachments.code,
       coalesce(max(place + length), 0) AS sealed_bytes,
       count(place) > 0 AND max(place + length) = size_bytes AS is_sealed,
       coalesce(sum(envelope_id IS NOT NULL AND delivered_at_ms IS NULL), 0) = 0 AS is_known_delivered
FROM attachments
JOIN attachment_contents ON attachment_contents.id = content_id
LEFT JOIN attachment_pieces AS piece
       ON piece.submission_id = attachments.submission_id AND piece.name = attachments.name
LEFT JOIN sealed_envelopes ON sealed_envelopes.id = envelope_id
GROUP BY attachments.submission_id, attachments.name;
