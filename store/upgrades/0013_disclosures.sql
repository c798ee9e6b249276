-- Who asked to see a masked record in full, and what for. Never removed, never rewritten.
CREATE TABLE disclosures (
    position    INTEGER PRIMARY KEY AUTOINCREMENT,
    record_kind TEXT    NOT NULL,
    record_id   TEXT    NOT NULL,
    operator    TEXT    NOT NULL,
    at_ms       INTEGER NOT NULL,
    purpose     TEXT    NOT NULL CHECK (purpose <> ''),
    seconds     INTEGER NOT NULL
) STRICT;

CREATE INDEX disclosures_by_record ON disclosures (record_kind, record_id, position);

CREATE TRIGGER disclosures_are_written_once BEFORE UPDATE ON disclosures
BEGIN
    SELECT RAISE(ABORT, 'a disclosure is never rewritten');
END;
