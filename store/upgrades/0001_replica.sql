-- The replica as it begins. Times are milliseconds since 1970 UTC.

PRAGMA application_id = 1364414290;  -- "QSCR"

-- The current revision of each record, and the platform's last word to merge against.
CREATE TABLE records (
    kind          TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    revision      TEXT    NOT NULL,
    fields        TEXT    NOT NULL CHECK (json_valid(fields)),
    base_revision TEXT,
    base_fields   TEXT    CHECK (json_valid(base_fields)),
    changed_at_ms INTEGER NOT NULL,
    is_deleted    INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
    PRIMARY KEY (kind, id)
) STRICT;

-- One index for each question asked at the door; ending in the id, so that nothing needs sorting.
CREATE INDEX records_by_household ON records (kind, json_extract(fields, '$.household_id'), id);
CREATE INDEX records_by_household_no ON records (kind, json_extract(fields, '$.household_no'), id);
CREATE INDEX records_by_id_no ON records (kind, json_extract(fields, '$.id_no'), id);
CREATE INDEX records_by_phone ON records (kind, json_extract(fields, '$.phone'), id);
CREATE INDEX records_by_subject ON records (kind, json_extract(fields, '$.subject_id'), id);

-- Every value a record ever had here, and whose word it was.
CREATE TABLE record_history (
    position      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind          TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    revision      TEXT    NOT NULL,
    fields        TEXT    NOT NULL,
    changed_at_ms INTEGER NOT NULL,
    is_deleted    INTEGER NOT NULL,
    source        TEXT    NOT NULL CHECK (source IN ('device', 'platform')),
    operator      TEXT,
    submission_id TEXT,
    item_id       TEXT
) STRICT;

CREATE INDEX record_history_by_record ON record_history (kind, id, position);

CREATE TRIGGER record_history_is_written_once BEFORE UPDATE ON record_history
BEGIN
    SELECT RAISE(ABORT, 'history is never rewritten');
END;

CREATE TABLE drafts (
    id           TEXT    PRIMARY KEY,
    form_id      TEXT    NOT NULL,
    form_version TEXT    NOT NULL,
    subject_id   TEXT,
    document     BLOB    NOT NULL,
    saved_at_ms  INTEGER NOT NULL
) STRICT;

-- A finished form is a fact and never changes.
CREATE TABLE submissions (
    id              TEXT    PRIMARY KEY,
    form_id         TEXT    NOT NULL,
    form_version    TEXT    NOT NULL,
    subject_id      TEXT,
    xml             BLOB    NOT NULL,
    finalised_at_ms INTEGER NOT NULL,
    operator        TEXT    NOT NULL
) STRICT;

CREATE TRIGGER submissions_are_facts BEFORE UPDATE ON submissions
BEGIN
    SELECT RAISE(ABORT, 'a submission never changes');
END;

-- Sealed bytes are kept before the first send, and a retry sends the same bytes.
CREATE TABLE sealed_envelopes (
    id              TEXT    PRIMARY KEY,
    chain           TEXT    NOT NULL,
    sequence        INTEGER NOT NULL,
    digest          BLOB    NOT NULL,
    body            BLOB    NOT NULL,
    sealed_at_ms    INTEGER NOT NULL,
    receipt         BLOB,
    delivered_at_ms INTEGER,
    UNIQUE (chain, sequence)
) STRICT;

CREATE TRIGGER sealed_envelopes_are_sealed_once
BEFORE UPDATE OF id, chain, sequence, digest, body, sealed_at_ms ON sealed_envelopes
BEGIN
    SELECT RAISE(ABORT, 'an envelope is sealed once');
END;

CREATE TABLE outbox (
    position      INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT    NOT NULL UNIQUE,
    kind          TEXT    NOT NULL CHECK (kind IN ('submission', 'change')),
    submission_id TEXT,
    record_kind   TEXT,
    record_id     TEXT,
    payload       BLOB    NOT NULL,
    state         TEXT    NOT NULL
                  CHECK (state IN ('queued', 'sealed', 'delivered', 'checked', 'applied', 'returned')),
    envelope_id   TEXT    REFERENCES sealed_envelopes (id),
    code          TEXT
) STRICT;

CREATE INDEX outbox_by_state ON outbox (state, position);
CREATE INDEX outbox_by_envelope ON outbox (envelope_id);
CREATE INDEX outbox_by_submission ON outbox (submission_id);
CREATE INDEX outbox_by_record ON outbox (record_kind, record_id);

CREATE TABLE outbox_state_times (
    item_id TEXT    NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    state   TEXT    NOT NULL,
    at_ms   INTEGER NOT NULL,
    PRIMARY KEY (item_id, state)
) STRICT;

CREATE TABLE inbox (
    id             TEXT    PRIMARY KEY,
    stream         TEXT    NOT NULL,
    position       INTEGER NOT NULL,
    body           BLOB    NOT NULL,
    received_at_ms INTEGER NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('received', 'merged', 'conflicted', 'quarantined')),
    code           TEXT
) STRICT;

CREATE INDEX inbox_by_state ON inbox (state, stream, position);

CREATE TABLE cursors (
    stream   TEXT    PRIMARY KEY,
    position INTEGER NOT NULL CHECK (position >= 0)
) STRICT;

CREATE TABLE chains (
    name     TEXT    PRIMARY KEY,
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    digest   BLOB    NOT NULL
) STRICT;

-- A conflict stays for ever; an officer's decision is added to it.
CREATE TABLE conflicts (
    id              TEXT    PRIMARY KEY,
    record_kind     TEXT    NOT NULL,
    record_id       TEXT    NOT NULL,
    field           TEXT    NOT NULL,
    base_value      TEXT    NOT NULL CHECK (json_valid(base_value)),
    local_value     TEXT    NOT NULL CHECK (json_valid(local_value)),
    remote_value    TEXT    NOT NULL CHECK (json_valid(remote_value)),
    local_revision  TEXT    NOT NULL,
    remote_revision TEXT    NOT NULL,
    found_at_ms     INTEGER NOT NULL,
    resolved_at_ms  INTEGER,
    resolved_by     TEXT,
    chosen_value    TEXT    CHECK (json_valid(chosen_value))
) STRICT;

CREATE INDEX conflicts_by_record ON conflicts (record_kind, record_id);

-- What makes this device a member: its enrolment and the newest registry it has seen.
CREATE TABLE enrolment (
    name     TEXT    PRIMARY KEY CHECK (name IN ('enrolment', 'registry')),
    version  INTEGER NOT NULL,
    document BLOB    NOT NULL
) STRICT;
