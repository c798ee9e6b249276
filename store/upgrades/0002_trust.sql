-- What this device has learnt of whom to trust, beside its enrolment: times signed by the city or the
-- roots, the newest checkpoint, the keys it had before. Opaque bytes; `sync` wrote and verifies them.
CREATE TABLE trust (
    name     TEXT PRIMARY KEY,
    document BLOB NOT NULL
) STRICT;

-- What somebody has to look at: two histories that should be one and are not. Never removed.
CREATE TABLE alarms (
    code         TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    raised_at_ms INTEGER NOT NULL,
    PRIMARY KEY (code, subject)
) STRICT;
