-- Work that came back and a person has put aside, knowing why. The item itself stays as it is.
CREATE TABLE returned_put_aside (
    item_id TEXT    NOT NULL PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
    at_ms   INTEGER NOT NULL
) STRICT;
