-- Photos and signatures: the sealed files lie beside the database, their keys in here.

-- What file names are made with; one row, made with the first attachment.
CREATE TABLE attachment_name_key (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    key      BLOB    NOT NULL CHECK (length(key) = 32)
) STRICT;

CREATE TABLE attachment_contents (
    id         TEXT    PRIMARY KEY,
    key        BLOB    NOT NULL CHECK (length(key) = 32),
    size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
    sent_at_ms INTEGER
) STRICT;

CREATE TABLE attachments (
    submission_id TEXT NOT NULL,
    name          TEXT NOT NULL,
    media_type    TEXT NOT NULL,
    content_id    TEXT NOT NULL REFERENCES attachment_contents (id),
    PRIMARY KEY (submission_id, name)
) STRICT;

CREATE INDEX attachments_by_content ON attachments (content_id);
