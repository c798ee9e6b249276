-- What comes down besides envelopes: where a record lies, what has to leave, what has to be asked for
-- again, and the documents the city publishes.

-- The place a record belongs to, as the platform said it; it decides who may hold the record.
CREATE TABLE record_places (
    kind  TEXT NOT NULL,
    id    TEXT NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;

-- Records this device may hold no longer; erased once nothing of ours about them waits to go up.
CREATE TABLE leaving (
    kind     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    since_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;

-- Records to be asked for whole, because a patch did not fit; sequence is the envelope that asked.
CREATE TABLE wants (
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    sequence INTEGER,
    PRIMARY KEY (kind, id)
) STRICT;

CREATE TABLE documents (
    kind           TEXT    NOT NULL,
    name           TEXT    NOT NULL,
    version        TEXT    NOT NULL,
    digest         BLOB    NOT NULL,
    size           INTEGER NOT NULL,
    received_at_ms INTEGER NOT NULL,
    is_complete    INTEGER NOT NULL CHECK (is_complete IN (0, 1)),
    PRIMARY KEY (kind, name, version)
) STRICT;

CREATE TABLE document_pieces (
    digest BLOB    NOT NULL,
    place  INTEGER NOT NULL,
    piece  BLOB    NOT NULL,
    PRIMARY KEY (digest, place)
) STRICT;
