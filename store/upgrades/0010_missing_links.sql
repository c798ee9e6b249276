-- Links of a city's chain that never came, though later ones did: what stands before the hole, and what the
-- link behind it names as the one before. A late link must fit between them.
CREATE TABLE missing_links (
    chain       TEXT    NOT NULL,
    first       INTEGER NOT NULL CHECK (first >= 1),
    last        INTEGER NOT NULL CHECK (last >= first),
    before      BLOB    NOT NULL,
    digest      BLOB    NOT NULL,
    found_at_ms INTEGER NOT NULL,
    PRIMARY KEY (chain, first)
) STRICT;

-- How long an envelope was whose body is not kept, because no key we know signed it.
ALTER TABLE inbox ADD COLUMN dropped_bytes INTEGER;

CREATE INDEX inbox_dropped ON inbox (dropped_bytes) WHERE dropped_bytes IS NOT NULL;
